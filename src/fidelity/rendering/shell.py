"""The page around a report: one file, no scripts, nothing from a network, and a policy that says so to the browser."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from fidelity.rendering.html import escape
from fidelity.rendering.workflow import in_xml

if TYPE_CHECKING:
    from fidelity.rendering.tags import Html

__all__ = ["page"]


@cache
def _style() -> str:
    return files("fidelity.rendering").joinpath("page.css").read_text("utf-8").strip()


def page(title: str, body: Html, styles: tuple[str, ...] = (), sheet: str = "") -> str:
    """Return a whole page.

    Parameters
    ----------
    title
        What the browser shows for it.
    body
        Everything between ``<body>`` and ``</body>``.
    styles
        The contents of the style sheets that stand inside ``body``, in pictures: the policy lets in these and
        the page's own, by their hash, and nothing else.
    sheet
        A style sheet of this kind of page, beside the one that all have.
    """
    own = [one for one in (_style(), sheet) if one]
    hashes = dict.fromkeys(map(_hash, (*own, *styles)))
    sheets = "\n".join(f"<style>{one}</style>" for one in own)
    policy = f"default-src 'none'; style-src {' '.join(hashes)}; base-uri 'none'; form-action 'none'"
    return in_xml(
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n{sheets}\n</head>\n{body}\n</html>\n"
    )


def _hash(style: str) -> str:
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
