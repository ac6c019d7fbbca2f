"""What a YAML parser cannot take: JSON made digestible for it, its complaints in plain words, and it in pure Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.error import MarkedYAMLError
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.scanner import Scanner, ScannerError

from fidelity.errors import Place
from fidelity.files import faults as codes

if TYPE_CHECKING:
    from typing import Any

    from fidelity.files.faults import Faults

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]")
_QUOTE = "put the text in quotes"
_EXPLAINED = (
    ("mapping values are not allowed", "a colon where none can stand", "one 'key: value' a line",
     "if the text itself holds a colon, put it in quotes", "check that the key above ends in a colon"),
    ("entries are not allowed", "a '-' where none can stand", "each list entry on a line of its own"),
    ("could not find expected ':'", "a line without a colon", "'key: value'",
     "if this goes on with the text above, indent it further or put the whole text in quotes"),
    ("unexpected end of stream", "a quote that is not closed", "a closing quote"),
    ("',' or ']'", "a list in [...] that is not closed or lacks a comma", "',' or ']'"),
    ("',' or '}'", "a mapping in {...} that is not closed or lacks a comma", "',' or '}'"),
    ("cannot start any token", "a character that no text can begin with", "a text", _QUOTE),
    ("escape", "an escape that does not exist", "an escape such as \\n or \\u00e9",
     "write a backslash as \\\\, or use single quotes"),
    ("expected key", "something that does not fit the lines above", "the same indentation as above",
     "check the indentation and the quotes of this line"),
    ("expected <block end>", "something that does not fit the lines above", "the same indentation as above",
     "check the indentation and the quotes of this line"),
    ("expected '-' indicator", "something that does not fit the list above", "'- ' or less indentation"),
    ("node content", "something that is no value", "a value", _QUOTE),
)  # fmt: skip


def is_too_deep(error: Exception) -> bool:
    """Return whether the parser itself gave up on a text because of its nesting, before ours could count it."""
    return isinstance(error, MarkedYAMLError) and "nesting depth" in (error.problem or "")


def add_syntax_fault(error: Exception, text: str, faults: Faults) -> None:
    """Record why a text could not be parsed, at the line and column that help."""
    if isinstance(error, ReaderError):
        _add_control_character(text, faults)
        return
    at, problem = Place(faults.path), str(error)
    if isinstance(error, MarkedYAMLError):
        problem = error.problem or error.context or "something that is not YAML"
        # An open quote or bracket is found missing at the end of the file, but its start is what helps.
        opened = any(sign in problem for sign in ("end of stream", "',' or", "expected ':'"))
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        if mark is not None:
            at = Place(faults.path, mark.line + 1, mark.column + 1)
    if _at(text, at) == "\t":
        expected = "spaces: YAML takes no tabs here"
        faults.add(codes.NOT_YAML, at, "a tab", expected, "replace the tab by spaces")
        return
    for fragment, found, expected, *ways in _EXPLAINED:
        if fragment in problem:
            faults.add(codes.NOT_YAML, at, f"not YAML: {found}", expected, *ways)
            return
    faults.add(codes.NOT_YAML, at, f"not YAML: {problem}")


def _add_control_character(text: str, faults: Faults) -> None:
    found = _CONTROL.search(text)
    offset = found.start() if found else 0
    at = Place(faults.path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
    sign = ord(text[offset]) if found else 0
    way = "delete the character; if this is no text file, choose another"
    faults.add(codes.UNREADABLE, at, f"the control character U+{sign:04X}", "text", way)


def _at(text: str, at: Place) -> str:
    lines = text.split("\n", at.line)
    return lines[at.line - 1][at.column - 1 : at.column] if 0 < at.line <= len(lines) else ""


class PureParser(Reader, Scanner, Parser):
    """Yields the events of a text."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_flow_scalar(self, style: str) -> Any:  # noqa: ANN401 - as PyYAML has it
        """Refuse half a surrogate pair in an escape, which is no character, as the C part does."""
        token = super().scan_flow_scalar(style)
        if any("\ud800" <= sign <= "\udfff" for sign in token.value):
            problem = "found invalid Unicode character escape code"
            raise ScannerError("while parsing a quoted scalar", token.start_mark, problem, token.start_mark)
        return token


_JSON = re.compile(r'\s*\{\s*["}]')
# What JSON allows and the YAML parsers refuse or read differently: tabs between values, surrogate pairs,
# keys apart from their colon, and characters that YAML takes for line breaks or for none at all.
_UNUSUAL = re.compile(r'\t|\\u[dD]|"[ \r]*\n\s*:|[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_PIECE = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")(\s*\n\s*)?(:)?|\t', re.DOTALL)
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_ODD = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_json(text: str) -> bool:
    """Return whether a text begins as a JSON object does."""
    return _JSON.match(text) is not None


def digestible(text: str) -> str:
    r"""Return JSON as text that both YAML parsers read alike; columns move only where they must.

    Examples
    --------
    >>> digestible('{"a":\t"\\ud83d\\ude00"}')
    '{"a": "\\U0001F600"}'
    """
    return _PIECE.sub(_piece, text) if _UNUSUAL.search(text) else text


def _piece(found: re.Match[str]) -> str:
    string, gap, colon = found.groups(default="")
    if not string:
        return " "
    string = _ODD.sub(lambda sign: f"\\u{ord(sign[0]):04X}", _PAIR.sub(_pair, string))
    return string + colon + gap.replace("\t", " ")


def _pair(found: re.Match[str]) -> str:
    high, low = int(found[2], 16), int(found[3], 16)
    return f"{found[1]}\\U{0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00):08X}"
