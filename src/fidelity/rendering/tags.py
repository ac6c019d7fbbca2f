"""Builds HTML: what is text is escaped, and only what was built here is mark-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.html import address, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Html", "joined", "link", "listing", "table", "tag", "terms"]


class Html(str):
    """Mark-up. A plain ``str`` is text, and is escaped wherever it goes in."""

    __slots__ = ()


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Return parts as one piece of mark-up; a blank at the end of a text stays one."""
    return Html(between.join(part if isinstance(part, Html) else _escaped(part) for part in parts))


def _escaped(text: str) -> str:
    inner = escape(text)
    before, after = (" " if blank.isspace() else "" for blank in (text[:1], text[-1:]))
    return f"{before}{inner}{after}" if inner else before


def tag(name: str, *inside: str, **attributes: str | None) -> Html:
    r"""Return an element. Names of attributes are written with ``_`` for ``-``; those that are ``None`` are left out.

    Elements inside stand on lines of their own where one of them is a block, so that the source can be read too.

    Examples
    --------
    >>> tag("p", "1 < 2 ", tag("b", "so"), class_="x", data_kind='"')
    '<p class="x" data-kind="&quot;">1 &lt; 2 <b>so</b></p>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _BLOCKS:
        return Html(f"<{name}{said}>\n{joined(filter(None, inside), chr(10))}\n</{name}>")
    return Html(f"<{name}{said}>{joined(inside)}</{name}>")


_BLOCKS = {"article", "body", "dl", "footer", "header", "main", "nav", "ol", "section", "table", "tbody", "thead", "ul"}


def link(url: str | None, words: str) -> Html:
    """Return words as a link to a web address; the words alone where it is none."""
    safe = address(url) if url else None
    return Html(f'<a href="{safe}" rel="noreferrer">{escape(words)}</a>') if safe else joined([words])


def listing(rows: Iterable[str], name: str = "ul", class_: str | None = None) -> Html:
    """Return a list; nothing where it would be empty."""
    items = [tag("li", row) for row in rows]
    return tag(name, *items, class_=class_) if items else Html()


def terms(rows: Iterable[tuple[str, str]], class_: str = "terms") -> Html:
    """Return labels with what they stand for; what is empty is left out."""
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
    lines = [
        Html(f"<tr>{tag('th', first, scope='row')}{joined(tag('td', cell) for cell in rest)}</tr>")
        for first, *rest in rows
    ]
    body = tag("table", tag("caption", caption, id=id_), tag("thead", columns), tag("tbody", *lines), class_=class_)
    name = f"{of} {id_}" if of else id_
    return tag("div", body, class_="scrolls", role="region", tabindex="0", aria_labelledby=name)
