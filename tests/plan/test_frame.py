"""The words of FRAME, and the labels under which they were published."""

from __future__ import annotations

import json
import re

import pytest
from tests.files.samples import MODEL
from tests.files.workbook.forms import Form

from fidelity.errors import InputError
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.plan.frame import LISTS, NATURES, RECORD, meant

FIELDS = {"nature": NATURES, **RECORD}
WORDS = [(field, word, label) for field, words in FIELDS.items() for word, label in words.items()]
_PRINTED = [(field, word, label.partition(": ")[2] or label) for field, word, label in WORDS]
TWICE = {label for field, _, label in _PRINTED if [one[::2] for one in _PRINTED].count((field, label)) > 1}


def written(field: str, text: object) -> bytes:
    change: dict[str, object] = {"id": "c", "element": "review-hearing", "what": "Less.", "nature": "removing"}
    change |= {"nature": text} if field == "nature" else {"record": {field: text}}
    plan = {"plan": "p", "model": "fdac@2026.1", "site": "A", "unmentioned": "as-specified", "changes": [change]}
    return json.dumps(plan).encode()


def read(field: str, data: bytes) -> object:
    (change,) = read_plan(data, "p.json").changes
    return change.natures if field == "nature" else getattr(change.record, field)


@pytest.mark.parametrize(("field", "word", "label"), WORDS)
def test_a_published_label_is_read_as_the_word_for_it(field: str, word: str, label: str) -> None:
    expected = (word,) if field == "nature" or field in LISTS else word
    for text in (word, label, label.upper(), f" {label.replace('/', ' / ')}"):
        assert read(field, written(field, text)) == expected


@pytest.mark.parametrize(("field", "word", "label"), _PRINTED)
def test_a_label_is_known_as_it_is_printed_unless_it_is_printed_twice(field: str, word: str, label: str) -> None:
    words = FIELDS[field]
    found = meant(re.sub(r" \([^()]*\)$", "", label), words)
    assert word in found
    assert len(found) == (2 if label in TWICE else 1)


def test_a_label_that_frame_prints_at_two_levels_is_asked_about() -> None:
    with pytest.raises(InputError) as caught:
        read("reasons", written("reasons", "Race"))
    assert "'Race', which FRAME has as provider-race and recipient-race" in str(caught.value)
    assert read("reasons", written("reasons", "Recipient: race")) == ("recipient-race",)


@pytest.mark.parametrize("second", ["removing", "removing/skipping elements"])
def test_one_nature_in_two_spellings_is_there_twice(second: str) -> None:
    with pytest.raises(InputError) as caught:
        read("nature", written("nature", ["Removing/skipping elements", second]))
    assert f"'{second}' stands here a second time, as 'Removing/skipping elements'" in str(caught.value)


def test_what_is_no_label_of_its_field_is_no_word_of_it() -> None:
    for field, text in (("planned", "Format"), ("nature", "Race"), ("when", "Unknown"), ("nature", "")):
        with pytest.raises(InputError):
            read(field, written(field, text))


@pytest.mark.parametrize("label", ["Format", "format"])
def test_a_model_may_answer_to_a_nature_by_its_label(label: str) -> None:
    model = read_model(MODEL.replace("      format: {rule", f"      {label}: {{rule").encode(), "m.yaml")
    assert [rule.nature for element in model.elements for rule in element.adaptation] == ["format"]


def test_a_workbook_takes_labels_one_or_several_to_a_cell() -> None:
    several = "Existing Laws; Available resources (funds, staffing, technology, space)"
    form = Form().change(Nature="Shortening/condensing (pacing/timing)", Planned="Planned/Reactive", Reason=several)
    (change,) = form.plan().changes
    assert change.natures == ("shortening",)
    assert change.record.planned == "planned-reactive"
    assert change.record.reasons == ("existing-laws", "available-resources")
