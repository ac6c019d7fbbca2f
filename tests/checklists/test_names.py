"""Every item has a name that all formats take, and keeps it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fidelity
from fidelity.checklists.names import EVIDENCE, LONGEST, WHY, clashes, is_name, name_of

SHAPE = re.compile(r"[a-z][a-z0-9_]{1,25}")


@pytest.mark.parametrize("model", fidelity.model_references())
def test_every_indicator_of_a_shipped_model_is_its_own_name(model: str) -> None:
    ids = [indicator.id for element in fidelity.load_model(model).elements for indicator in element.indicators]
    assert [name_of(id_) for id_ in ids] == ids
    assert clashes(ids) == ()


@pytest.mark.parametrize("model", fidelity.model_references())
def test_every_name_on_a_form_fits_every_format_with_its_derived_names(model: str) -> None:
    checklist = fidelity.checklist(model)
    names = [name for item in checklist for name in (item.name, item.why, item.evid)]
    assert [name for name in names if not SHAPE.fullmatch(name) or "__" in name or name.endswith("_")] == []
    assert len(set(names)) == len(names)


@given(st.from_regex(r"[a-z][a-z0-9_-]{0,60}", fullmatch=True))
def test_any_id_gives_a_name_that_fits_and_is_kept(id_: str) -> None:
    name = name_of(id_)
    assert is_name(name)
    assert name == name_of(id_)
    assert name_of(name) == name
    assert len(name + max(WHY, EVIDENCE, key=len)) <= LONGEST


def test_ids_that_differ_only_in_their_ends_keep_different_names() -> None:
    start = "the-same-beginning-of-a-long-id"
    assert name_of(f"{start}-one") != name_of(f"{start}-two")


def test_reserved_words_are_no_names() -> None:
    for word in ("by", "with", "record_id", "redcap_event", "fidelity_complete", "meta", "site", "a_why", "a_evid"):
        assert not is_name(word)
        assert is_name(name_of(word))


def test_names_that_stand_twice_are_named_with_what_is_derived_from_them() -> None:
    assert clashes(["a", "a"]) == ("a", "a_why", "a_evid")
    assert clashes(["a", "a_why"]) == ("a_why",)
