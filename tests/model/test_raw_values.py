"""Values are written back as somebody wrote them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from fidelity.model.parameters import Constraint
from fidelity.model.written import raw_in, raw_value

_MEMBERS = st.lists(st.text(alphabet="ab, ", min_size=1, max_size=6), min_size=1, max_size=5)


@given(_MEMBERS)
def test_the_members_of_a_set_join_to_the_same_text_and_value(members: list[str]) -> None:
    found = raw_value(Constraint("is", frozenset(members), ", ".join(members)))
    assert ", ".join(found) == ", ".join(members)
    assert set(found) <= set(members)


@given(_MEMBERS)
@example(["a", "a, "])
def test_the_values_of_a_list_join_to_the_same_text(members: list[str]) -> None:
    assert ", ".join(raw_in(Constraint("in", tuple(members), ", ".join(members)))) == ", ".join(members)
