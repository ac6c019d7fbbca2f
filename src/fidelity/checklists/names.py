"""The variable names of items: an item has the same name in every format, now and later.

A name comes from the id of an indicator, an addition or a practice in the file, and never from a position. If a
variable changed its name after data collection had started, its data would be lost.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WHY = "_why"
"""The ending of the name of the field for reasons."""
EVIDENCE = "_evid"
"""The ending of the name of the field for evidence."""

LONGEST = 26
"""The most characters of a name with its ending. REDCap advises this, and no other target allows fewer."""

FORM = "fidelity"
"""The name of the form in targets that name forms, such as REDCap, which adds a field ``fidelity_complete``."""

HEADERS = ("checklist", "hash", "form", "model", "version", "site", "assessor", "period", "date", "item", "code")
"""Names that every form needs for itself, so that no item can have them."""

TOTALS = ("points", "counted", "percent")
"""Names of the totals that a form works out while it is filled in. No item can have them, and no reader reads them."""

_ROOM = LONGEST - max(len(WHY), len(EVIDENCE))
_SHAPE = re.compile(r"[a-z][a-z0-9_]{1,25}")
_SPSS = "all and by eq ge gt le lt ne not or to with"
_RESERVED = frozenset(
    [*_SPSS.split(), *HEADERS, *TOTALS, f"{FORM}_complete", "record_id", "meta", "start", "end", "instanceid"]
)
_MARK = 4  # hexadecimal digits that tell shortened names apart


def is_name(text: str) -> bool:
    """Return whether a text can be the name of an item in every format, as can both names derived from it.

    Examples
    --------
    >>> [is_name(text) for text in ("court_solves", "Court", "a__b", "by", "a_why", "x" * 22)]
    [True, False, False, False, False, False]
    """
    if not _SHAPE.fullmatch(text) or len(text) > _ROOM or "__" in text or text.endswith("_"):
        return False
    if text.startswith("redcap_") or text.endswith((WHY, EVIDENCE)):
        return False
    return text not in _RESERVED


def name_of(id_: str) -> str:
    """Return the name of the item that an id stands for: the id itself if it can be a name.

    If it cannot, hyphens become underscores. A name that is too long, is reserved or looks like a derived name keeps
    its beginning and gets four digits made from the whole id. The same id always gives the same name.

    Examples
    --------
    >>> name_of("court_solves"), name_of("same-judge"), name_of("local-abuse-worker-of-the-house")
    ('court_solves', 'same_judge', 'local_abuse_work_02ce')
    """
    if is_name(id_):
        return id_
    plain = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]", "_", id_.lower())).strip("_")
    if is_name(plain):
        return plain
    mark = sha256(id_.encode()).hexdigest()[:_MARK]
    start = plain if plain[:1].isalpha() and not plain.startswith("redcap_") else f"i_{plain}"
    return f"{start[: _ROOM - _MARK - 1].rstrip('_')}_{mark}"


def clashes(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that appear twice, derived names included."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        for one in (name, name + WHY, name + EVIDENCE):
            if one in seen:
                twice[one] = None
            seen.add(one)
    return tuple(twice)
