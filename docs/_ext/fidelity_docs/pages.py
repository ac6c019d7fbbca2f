"""Generated pages: what one is, and how a folder of them is kept up to date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Page", "block", "toctree", "write_pages"]


@dataclass(frozen=True)
class Page:
    """One generated page: its name without ending, its Markdown, and other files that stand beside it."""

    name: str
    text: str
    beside: tuple[tuple[str, str], ...] = ()


def toctree(names: Iterable[str]) -> str:
    """Return a hidden toctree of the pages, or nothing where there are none."""
    entries = "\n".join(names)
    return f"```{{toctree}}\n:hidden:\n\n{entries}\n```\n" if entries else ""


def block(language: str, text: str, *, caption: str = "") -> str:
    """Return a code block that shows a text as it is.

    Control characters, which no page can hold, are shown as the pictures that Unicode has for them.
    """
    shown = "".join(sign if sign.isprintable() or sign == "\n" else _picture(sign) for sign in text.strip("\n"))
    option = f":caption: {caption}\n\n" if caption else ""
    return f"````{{code-block}} {language}\n{option}{shown.rstrip()}\n````\n"


def _picture(sign: str) -> str:
    return chr(0x2400 + ord(sign)) if ord(sign) < ord(" ") else "\N{REPLACEMENT CHARACTER}"


def write_pages(folder: Path, pages: Iterable[Page]) -> None:
    """Make a folder hold these pages, what stands beside them, and no other Markdown or pictures.

    A page whose text has not changed is left alone, so that Sphinx need not read it again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / name: text for page in pages for name, text in ((f"{page.name}.md", page.text), *page.beside)}
    for path in (*folder.glob("*.md"), *folder.glob("*.svg")):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
