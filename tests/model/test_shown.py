"""What is shown of every shipped model is as the record has it: a test for each model and format.

The record is that of ``tests.frozen``, which shows how an answer differs and how a new one is accepted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from tests.frozen.calls import Call
from tests.frozen.frozen import OUTPUTS, ROOT, Caller, _elsewhere, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD: dict[str, list[str]] = json.loads(OUTPUTS.read_text("utf-8"))
SHIPPED = {path.stem for path in (ROOT / "models").glob("*.yaml")}
CALLS: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _name in RECORD:
    _words = _name.split()[1:]
    if len(_words) > 1 and _words[0] == "show" and _words[1] in SHIPPED and Call(tuple(_words)).name == _name:
        _form = _words[_words.index("--format") + 1] if "--format" in _words else "text"
        CALLS[f"{_words[1]}-{_form}"].append(tuple(_words))


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """The command line in a folder of its own, at the time of the record."""
    with _elsewhere() as folder:
        yield Caller(ROOT, folder)


@pytest.mark.parametrize("what", CALLS)
def test_a_model_is_shown_as_the_record_has_it(what: str, caller: Caller) -> None:
    for words in CALLS[what]:
        call = Call(words)
        assert digest(caller(call)) == RECORD[call.name]
