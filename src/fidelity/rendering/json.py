"""JSON in pieces, laid out as ``json.dumps`` does with an indent of two, and safe on a screen and in the log of a job.

The encoder of the standard library is written in C only for JSON without indents, and it makes the whole text at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from json import dumps
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import TYPE_CHECKING, TypeAlias

from fidelity.rendering.workflow import in_json

if TYPE_CHECKING:
    from collections.abc import Callable

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | Iterator[Json] | str | int | bool | None"
"""What can be laid out. An iterator is a list whose items are made when their turn comes."""

_CONTROLS = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))}
"""Controls that JSON allows and that could trick a reader's screen. They only stand inside texts: escapes do."""
_WORDS = {None: "null", True: "true", False: "false"}


@lru_cache(maxsize=8192)  # many plans repeat the words of a model; the size bounds the memory of a long run
def screen_text(text: str) -> str:
    r"""Return a text as JSON in UTF-8, without what could trick a screen or be a command in the log of a job.

    Examples
    --------
    >>> print(screen_text('a "note" \x7f'))
    "a \"note\" \u007f"
    """
    said = encode_basestring(text)
    if not text.isprintable():  # as none of the controls is
        said = said.translate(_CONTROLS)
    return in_json(said)


@lru_cache(maxsize=8192)  # as above
def ascii_text(text: str) -> str:
    r"""Return a text as JSON in ASCII, without the sign of a command in the log of a job.

    Examples
    --------
    >>> print(ascii_text("café"))
    "caf\u00e9"
    """
    return in_json(encode_basestring_ascii(text))


def json_pieces(document: Json, text: Callable[[str], str] = screen_text) -> Iterator[str]:
    """Yield a document, ending in a line break; each item of an iterator in it is a piece. Items hold no iterators.

    Examples
    --------
    >>> print("".join(json_pieces({"a": [], "b": iter([1, 2])})), end="")
    {
      "a": [],
      "b": [
        1,
        2
      ]
    }
    """
    yield from _pieces(document, "\n", text)
    yield "\n"


def _pieces(value: Json, before: str, text: Callable[[str], str]) -> Iterator[str]:
    inside = f"{before}  "
    if isinstance(value, Iterator):
        lead = f"[{inside}"
        for one in value:
            yield lead + laid_out(one, inside, text)
            lead = f",{inside}"
        yield f"{before}]" if lead[0] == "," else "[]"
    elif isinstance(value, dict | list) and _streams(value):
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        rows = value.items() if isinstance(value, dict) else (("", one) for one in value)
        for number, (key, one) in enumerate(rows):
            yield f"{',' if number else opening}{inside}{f'{text(key)}: ' if key else ''}"
            yield from _pieces(one, inside, text)
        yield f"{before}{closing}"
    else:
        yield laid_out(value, before, text)


def _streams(value: Json) -> bool:
    """Return whether there is an iterator in a value."""
    if isinstance(value, dict | list):
        return any(map(_streams, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Iterator)


def laid_out(value: Json, before: str = "\n", text: Callable[[str], str] = screen_text) -> str:
    """Return a value without iterators as JSON. ``before`` is the line break and the indent that it stands at."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        if not value:
            return "{}"
        inside = f"{before}  "
        rows = [  # most values are texts: to ask for them here saves most calls
            f"{text(key)}: {text(one) if type(one) is str else laid_out(one, inside, text)}"
            for key, one in value.items()
        ]
        return f"{{{inside}{f',{inside}'.join(rows)}{before}}}"
    if isinstance(value, list):
        if not value:
            return "[]"
        inside = f"{before}  "
        return f"[{inside}{f',{inside}'.join([laid_out(one, inside, text) for one in value])}{before}]"
    return _WORDS[value] if value is None or isinstance(value, bool) else str(value)


def json_text(document: object) -> str:
    r"""Return a document as JSON, ending in a line break: whole, and as safe as the pieces above.

    Examples
    --------
    >>> print(json_text({"a": "\x9b"}), end="")
    {
      "a": "\u009b"
    }
    """
    return in_json(dumps(document, ensure_ascii=False, indent=2).translate(_CONTROLS)) + "\n"
