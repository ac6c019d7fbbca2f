"""HTML and SVG: texts that stay texts, the pieces of a page, and the page around them, which is one file.

Texts are escaped; only what is built here is mark-up. A page has no scripts and asks no network for anything, and its
policy tells the browser so.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from fidelity.rendering.english import one_line
from fidelity.rendering.workflow import in_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.verdicts import Verdict

_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;", "=": "&#61;"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\\x00-\x1f\x7f]+", re.IGNORECASE)
_BLOCKS = {"article", "body", "dl", "footer", "header", "main", "nav", "ol", "section", "table", "tbody", "thead", "ul"}


class Html(str):
    """Mark-up. A plain ``str`` is text: every function here escapes it."""

    __slots__ = ()


@lru_cache(maxsize=8192)  # a page repeats the words of a model; the size bounds the memory of a long run
def escape(text: str) -> str:
    r"""Return a text that a browser shows as it is, on one line, between tags and in a quoted attribute alike.

    What cannot be printed is shown as a replacement character: XML, and so SVG, allows hardly any of it.

    Examples
    --------
    >>> print(escape("<b onclick='go()'>\n& more\x00"))
    &lt;b onclick&#61;&#39;go()&#39;&gt; &amp; more�
    """
    plain = one_line(text)
    for sign, instead in _SPECIAL.items():  # faster than one pattern or a translation, as most texts have none of them
        if sign in plain:
            plain = plain.replace(sign, instead)
    return plain


def address(url: str) -> str | None:
    """Return a web or mail address, escaped for an attribute; or ``None`` for any other text.

    Examples
    --------
    >>> address("https://example.org/?a=1&b=2"), address("javascript:go()")
    ('https://example.org/?a&#61;1&amp;b&#61;2', None)
    """
    return escape(url) if _ADDRESS.fullmatch(url) else None


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Return parts as one piece of mark-up; a text keeps one blank at either end."""
    return Html(between.join([part if isinstance(part, Html) else _escaped(part) for part in parts]))


@lru_cache(maxsize=8192)  # as above
def _escaped(text: str) -> str:
    inner = escape(text)
    before, after = (" " if blank.isspace() else "" for blank in (text[:1], text[-1:]))
    return f"{before}{inner}{after}" if inner else before


def tag(name: str, *inside: str, **attributes: str | None) -> Html:
    r"""Return an element. Write ``_`` for ``-`` in names of attributes. An attribute that is ``None`` is left out.

    What stands inside a block gets lines of its own, so that people can read the source too.

    Examples
    --------
    >>> tag("p", "1 < 2 ", tag("b", "so"), class_="x", data_kind='"')
    '<p class="x" data-kind="&quot;">1 &lt; 2 <b>so</b></p>'
    """
    said = ""
    for key, value in attributes.items():
        if value is not None:
            said += f' {_attribute(key)}="{escape(value)}"'
    parts = [part if isinstance(part, Html) else _escaped(part) for part in inside if part]
    if name in _BLOCKS:
        return Html(f"<{name}{said}>\n{chr(10).join(parts)}\n</{name}>")
    return Html(f"<{name}{said}>{''.join(parts)}</{name}>")


@cache  # mark-up has few attributes, and every tag asks for some
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def link(url: str | None, words: str) -> Html:
    """Return words as a link; without a web address the words alone."""
    safe = address(url) if url else None
    return Html(f'<a href="{safe}" rel="noreferrer">{escape(words)}</a>') if safe else joined([words])


def listing(rows: Iterable[str], name: str = "ul", class_: str | None = None) -> Html:
    """Return a list, or nothing if it would be empty."""
    items = [tag("li", row) for row in rows]
    return tag(name, *items, class_=class_) if items else Html()


def terms(rows: Iterable[tuple[str, str]], class_: str = "terms") -> Html:
    """Return labels with what they stand for, without those that stand for nothing."""
    pairs = [Html(f"<div>{tag('dt', label)}{tag('dd', said)}</div>") for label, said in rows if said]
    return tag("dl", *pairs, class_=class_) if pairs else Html()


def table(
    id_: str,
    caption: str,
    head: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    class_: str | None = None,
    of: str | None = None,
) -> Html:
    """Return a table with its caption, the first cell of each row as its heading, in a region that can be scrolled.

    The region is named by the caption, whose id is ``id_``; where a page has several such tables, also by the heading
    with the id ``of``.
    """
    columns = Html(f"<tr>{joined(tag('th', word, scope='col') for word in head)}</tr>")
    lines = map(_row, rows)
    body = tag("table", tag("caption", caption, id=id_), tag("thead", columns), tag("tbody", *lines), class_=class_)
    name = f"{of} {id_}" if of else id_
    return tag("div", body, class_="scrolls", role="region", tabindex="0", aria_labelledby=name)


@lru_cache(maxsize=2048)  # many plans have an element in the same state; the size bounds the memory of a long run
def _row(cells: tuple[str, ...]) -> Html:
    first, *rest = cells
    return Html(f"<tr>{tag('th', first, scope='row')}{joined(tag('td', cell) for cell in rest)}</tr>")


KINDS = {
    "breach": "breach",
    "open": "to settle",
    "agreed": "agreed",
    "remark": "remark",
    "known": "known before",
    "unreadable": "could not be read",
    "within": "within the model",
}
"""The words beside the shapes, by the kind of an entry in a report."""

_ROUND = '<circle cx="10" cy="10" r="8.6"/>'
_SHAPES = {
    "breach": '<path d="M7 1h6l6 6v6l-6 6H7l-6-6V7z"/><path d="M6.5 6.5l7 7m0-7l-7 7"/>',
    "open": '<path d="M10 1l9 9-9 9-9-9z"/><path d="M7.8 8.2c0-3 4.4-3 4.4-.3 0 1.8-2.2 1.8-2.2 3.6m0 2v.6"/>',
    "agreed": f'{_ROUND}<path d="M5.8 10.4l3 3 5.4-6.4"/>',
    "within": f'{_ROUND}<path d="M5.8 10.4l3 3 5.4-6.4"/>',
    "remark": f'{_ROUND}<path d="M10 9v5m0-8v.6"/>',
    "known": f'{_ROUND}<path d="M10 5v5.4l3.4 2"/>',
    "unreadable": '<path d="M4 1h8l4 4v14H4z"/><path d="M7 9l6 6m0-6l-6 6"/>',
}
_OF_VERDICTS = {"red": "breach", "amber": "open", "green": "within"}


def kind_of(verdict: Verdict | None) -> str:
    """Return the kind whose sign a plan with this verdict has; ``None`` is a plan that could not be read."""
    return "unreadable" if verdict is None else _OF_VERDICTS[verdict.value]


@lru_cache(maxsize=64)  # there are few kinds with few words, and every finding has a badge
def badge(kind: str, words: str | None = None) -> Html:
    """Return the sign of a kind with its word, or with other words: a shape and a word, never a colour alone."""
    shape = Html(
        '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" fill="none" '
        f'stroke="currentColor" stroke-width="2" stroke-linecap="round">{_SHAPES[kind]}</svg>'
    )
    return tag("span", shape, tag("span", words or KINDS[kind]), class_=f"badge {kind}")


@cache
def _own_style() -> str:
    return files("fidelity.rendering").joinpath("page.css").read_text("utf-8").strip()


def html_page(
    title: str, parts: Iterable[Html], foot: Html, styles: Iterable[str] = (), sheet: str = ""
) -> Iterator[str]:
    """Yield a whole page, part by part.

    Parameters
    ----------
    title
        What the browser shows for it.
    parts
        What the page is about, one below the other; empty parts are left out.
    foot
        What comes below the parts.
    styles
        The contents of the style sheets that stand inside ``parts``, in pictures: the policy lets in these and
        the page's own, by their hash, and nothing else.
    sheet
        A style sheet of this kind of page, beside the one that all have.
    """
    yield in_xml(html_head(title, [one for one in (_own_style(), sheet) if one], styles))
    yield from (f"\n{in_xml(part)}" for part in parts if part)
    yield in_xml(f"\n</main>\n{foot}\n</body>\n</html>\n")


def html_head(title: str, sheets: Sequence[str], styles: Iterable[str] = (), language: str = "en-GB") -> str:
    """Return everything of a page before what it is about, with the policy that lets in nothing but style sheets."""
    hashes = dict.fromkeys(
        f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in (*sheets, *styles)
    )
    policy = f"default-src 'none'; style-src {' '.join(hashes)}; base-uri 'none'; form-action 'none'"
    kept = "\n".join(f"<style>{one}</style>" for one in sheets)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n{kept}\n</head>\n<body>\n<main>"
    )
