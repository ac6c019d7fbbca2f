"""PyYAML's parser in pure Python, for installations that lack its C part. Same events, but slower."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

if TYPE_CHECKING:
    from typing import Any

__all__ = ["PureParser"]


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
