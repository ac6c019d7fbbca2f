"""The quick way to read a plan says what the careful way says, places included, or leaves it to the careful way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.files.samples import PLAN
from tests.files.test_fuzz import PIECES
from tests.strategies import Case, cases, model_yaml, worded

from fidelity.errors import InputError
from fidelity.files import changes, models, plain, plans, tree
from fidelity.files.faults import Faults
from fidelity.files.library import load_model, model_references
from fidelity.files.nodes import Mapping, Unclear
from fidelity.files.plain import LONGEST, Plain, PlainFields
from fidelity.files.plans import read_plan
from fidelity.plan.plan import Plan
from fidelity.plan.text import plan_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.errors import Place
    from fidelity.model.model import Model


EXAMPLES = sorted(Path("docs/examples").glob("*.fidelity.yaml"))
WHOLE = """
plan: a
model: fdac@2026.1
site: Ashby
author: site-lead
unmentioned: undecided
as_specified: [one, 'two words', null-and-void]
choices:
  venue: {place: court, "who": [nurse, judge]}
  room: {}
changes:
  - {id: c1, element: x, nature: [setting, format], what: 'It''s moved.', set: {interval: 3 weeks}, exception: e}
  - id: c2
    add:
      id: extra
      title: More
      statement: Something more.
      requires: [one]
    touches: [x]
    what: More & more!
    record: {modified: content, goal: [fit, cost], effects: None.}
  - id: c3
    proscribed: p
    nature: ~
    what: "It \\u00fc comes in."
undecided: [three]
approvals:
  - covers: [{change: c1, nature: setting, set: {interval: 3 weeks}}, {change: c2}]
    by: A. Person
    role: model-owner
    given: 2026-05-01
    until: 2027-05-01
"""
NO_NULL = WHOLE.replace("nature: ~\n", "record: {}\n")  # what is null has a value in JSON made from texts


def shown(value: object) -> object:
    """Return everything that a plan holds, places included, as nested lists."""
    fields = getattr(type(value), "__attrs_attrs__", None)
    if fields is not None:
        return [type(value).__name__, *(shown(getattr(value, field.name)) for field in fields)]
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [shown(item) for item in value]
    return sorted(value.items()) if hasattr(value, "items") else value


def quick(data: bytes, path: str) -> Plan | None:
    try:
        return plans.read_plain(data, path)
    except Unclear:
        return None


def careful(data: bytes, path: str) -> Plan | InputError:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "read_plain", _unclear)
        try:
            return read_plan(data, path)
        except InputError as error:
            return error


def _unclear(*_: object) -> Plan:
    raise Unclear


def agree(data: bytes, path: str) -> bool:
    """Compare the two ways; return whether the quick one had an answer."""
    found = quick(data, path)
    if found is not None:
        expected = careful(data, path)
        assert isinstance(expected, Plan)
        assert found.places.items() <= expected.places.items()  # the careful way knows more of them, for messages
        assert shown(found) == shown(evolve(expected, places=found.places))
    return found is not None


def forms_of(text: str) -> Iterator[tuple[bytes, str]]:
    """Yield a YAML text as it is, and as JSON written in several ways."""
    yield text.encode(), "plan.yaml"
    tree_ = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings only
    for indent in (None, 1, 2):
        for ascii_ in (True, False):
            yield json.dumps(tree_, indent=indent, ensure_ascii=ascii_).encode(), "plan.json"
    yield json.dumps(tree_).replace("}, {", "},\n\n {").encode(), "plan.yaml"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_is_read_the_quick_way_and_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert agree(text.encode(), str(path))
    for data, name in forms_of(text):
        agree(data, name)
    assert agree(json.dumps(yaml.load(text, Loader=yaml.BaseLoader)).encode(), "plan.json")  # noqa: S506 - as above


def test_everything_a_plan_can_say_is_read_the_quick_way() -> None:
    assert agree(WHOLE.encode(), "plan.yaml")
    assert agree(PLAN.encode(), "plan.yaml")
    for data, name in forms_of(NO_NULL):
        assert agree(data, name), data


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_plans_are_read_alike(data: st.DataObject) -> None:
    plan = data.draw(worded(data.draw(cases()).plan))
    for text, path in forms_of(plan_text(plan)):
        agree(text, path)


edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=3)
WAYS = [form for text in (PLAN, NO_NULL) for form in forms_of(text)]


@settings(deadline=None, max_examples=600)
@given(st.sampled_from(WAYS), edits)
def test_texts_with_pieces_exchanged_are_read_alike_or_not_at_all(
    form: tuple[bytes, str], changes: list[tuple[float, int, bytes]]
) -> None:
    data, path = form
    for where, length, piece in changes:
        start = int(where * len(data))
        data = data[:start] + piece + data[start + length :]
    agree(data, path)


@settings(deadline=None, max_examples=600)
@given(
    st.sampled_from([text for text, path in WAYS if path == "plan.yaml"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.floats(0, 0.999), st.booleans()), min_size=1, max_size=3),
)
def test_texts_with_values_or_keys_exchanged_are_read_alike_or_not_at_all(
    form: bytes, swaps: list[tuple[float, float, bool]]
) -> None:
    lines = form.decode().split("\n")
    for here, there, keys in swaps:
        (key, _, value), (other, _, its) = (lines[int(at * len(lines))].partition(": ") for at in (here, there))
        lines[int(here * len(lines))] = f"{other}: {value}" if keys else f"{key}: {its or '[]'}"
    agree("\n".join(lines).encode(), "plan.yaml")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("- a", "a list"),
        ("&a {}", "an anchor"),
        ("plan: &a x", "an anchor"),
        ("plan: *a", "an alias"),
        ("plan: !t x", "a tag"),
        ("plan: x\nplan: y", "a key twice"),
        ("plan: x\n--- \nplan: y", "a second document"),
        ("[a]: b", "a list as a key"),
        ("plan: [a, ~]", "null in a list"),
        ("plan: 'x", "no YAML"),
        ("plan: x" + " " * LONGEST, "a long text"),
        ('{"plan": "x", "plan": "y"}', "a key twice"),
        ('{"plan" : "x"}', "a key apart from its colon"),
        ('{"plan"\n:"x"}', "a key apart from its colon"),
        ('{"plan":\t"x"}', "a tab"),
        ('{"plan": "\\ud83d\\ude00"}', "half characters"),
        ('{"plan": NaN}', "no number"),
        ('{"plan": "x"} {}', "more behind it"),
        ('{"plan": "x"', "no end"),
        ('{plan: "x"}', "no JSON"),
        ('{"plan" "x"}', "no JSON"),
        ('{"plan": "x" "y"}', "no JSON"),
        ('{"plan": ["x" "y"]}', "no JSON"),
        ('{"plan": "x",}', "no JSON"),
        ('{"' + "x" * 600 + '": "x"}', "a key that YAML may not take"),
        ('{"' + "x" * 600 + '": "x"}' + " " * LONGEST, "a long text"),
    ],
)
def test_what_is_not_plain_is_left_to_the_careful_way(text: str, why: str) -> None:
    assert quick(text.encode(), "plan.yaml") is None, why


def test_json_words_that_are_no_texts_are_read_alike() -> None:
    for said in ("true", "false", "null", "3", "-0", "1.50", "1e5", '"x"', "[]", "{}", '["a", "b"]', '[["a"]]'):
        data = PLAN_JSON.replace('"3 weeks"', said)
        agree(data.encode(), "plan.json")


PLAN_JSON = (
    '{"plan": "a", "model": "m@1", "site": "s", "unmentioned": "undecided", "changes": '
    '[{"id": "c", "what": "w", "element": "x", "nature": "setting", "set": {"interval": "3 weeks"}}]}'
)


def test_without_the_c_part_of_the_yaml_library_everything_is_read_the_careful_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tree, "PARSER", None)
    assert quick(WHOLE.encode(), "plan.yaml") is None
    assert read_plan(WHOLE.encode(), "plan.yaml").id == "a"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xff\xfep", b"plan: \xff", b"plan: \0"])
def test_what_is_no_text_is_left_to_the_careful_way(data: bytes) -> None:
    assert quick(data, "plan.yaml") is None


# Models: fewer places are kept at first ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", model_references())
def test_a_model_is_the_same_whether_all_places_are_kept_or_few(name: str) -> None:
    path = f"models/{name}.yaml"
    data = Path(path).read_bytes()
    few, all_ = (models._parsed(data, Faults(path), _find, keep) for keep in (models._KEEP, None))
    assert shown(few) == shown(all_)


@settings(deadline=None, max_examples=60)
@given(cases())
def test_models_are_the_same_whether_all_places_are_kept_or_few(case: Case) -> None:
    data = model_yaml(case.model).encode()
    few = models._in_order(data, "m", None)
    assume(few is not None)  # a condition of a substitute that is one id asks for a place that was not kept
    assert shown(few) == shown(models._parsed(data, Faults("m"), None, None))


def _find(parent: str, at: Place) -> Model:
    return load_model(parent, place=at)


def test_a_place_that_was_not_kept_is_never_made_up() -> None:
    tree_ = tree.parse(b"a: {b: c}", Faults("m"), frozenset())
    assert isinstance(tree_, Mapping)
    inner = tree_.values["a"]
    assert isinstance(inner, Mapping)
    for ask in (lambda: tree_.key("a"), lambda: inner.values["b"].line, lambda: "b" in inner.marks):
        with pytest.raises(Unclear):
            ask()
    assert (inner.line, inner.column) == (1, 4)


# What the quick way is given only by a parser or a caller that breaks its word --------------------------------------


def test_a_sign_that_is_overlooked_is_still_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_may_be_marked", lambda _: False)
    for text in ("plan: *a", "plan: &a [b]", "plan: !t {a: b}", "plan: [*a]", "*a : b"):
        with pytest.raises(Unclear):
            plain.plain_yaml(text, "record")


def test_blanks_before_a_comma_and_other_kinds_of_json_are_read_alike() -> None:
    assert agree(PLAN_JSON.replace(', "site"', ' ,\n "site"').encode(), "plan.json")
    assert agree(PLAN_JSON.replace('"setting"', '["setting" , "format"]').encode(), "plan.json")
    assert agree(
        PLAN_JSON.replace('"changes"', '"undecided": [], "as_specified": ["a" , "b"], "changes"').encode(), "p"
    )
    assert not agree(PLAN_JSON.replace("m@1", " ").encode(), "plan.json")
    assert not agree(PLAN_JSON.replace('"w"', '" "').encode(), "plan.json")
    assert not agree(WHOLE.replace("given: 2026-05-01", "given: [2026-05-01]").encode(), "plan.yaml")
    with pytest.raises(Unclear):
        plain.plain_json('["plan"]', "record")


def test_a_mapping_without_a_place_has_none_made_up() -> None:
    values = Plain(change="c", nature="setting")
    values.mark = values.marks = None
    fields = PlainFields(values, changes._COVERED.shape, "plan.yaml")
    with pytest.raises(Unclear):
        changes._COVERED.read(fields, {"nature": ("setting",)})
    with pytest.raises(Unclear):
        _ = fields.place


SIGNS = [
    r"\/",
    r"\u0000",
    r"\u0007",
    r"\b",
    r"\f",
    r"\n",
    r"\r",
    r"\t",
    r"\"",
    "\\\\",
    r"\u2028",
    r"\u0085",
    r"\ufeff",
    r"\uFFFE",
    r"\u00e9",
    r"\u007f",
]


@pytest.mark.parametrize("sign", [*SIGNS, " x ", "# c", "a: b", "- a", "\u00e9", "\u2014", "\U0001f600"])
def test_every_sign_in_a_json_text_is_read_alike(sign: str) -> None:
    for piece in ('"w"', '"s"'):
        assert agree(PLAN_JSON.replace(piece, f'"a{sign}b"').encode(), "plan.json")


@pytest.mark.parametrize("before", ["%YAML 1.1\n---\n", "---\n", "# c\n", "\ufeff", "--- # x\n"])
@pytest.mark.parametrize("behind", ["", "...\n", "\n# end\n"])
def test_what_stands_round_a_document_is_read_alike(before: str, behind: str) -> None:
    assert agree(f"{before}plan: a\nmodel: m@1\nsite: A\nunmentioned: undecided\n{behind}".encode(), "plan.yaml")
