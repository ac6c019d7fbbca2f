"""The forms for Kobo and ODK, REDCap and FHIR: judged by those systems' own validators, and by rules they lack."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Self

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.checklists import fhir_rules
from tests.checklists.redcap_rules import HEADERS, RULES
from tests.commands.call import EXAMPLES
from tests.commands.call import fidelity as call
from tests.needed import library, program, python_with

import fidelity
from fidelity.checklists.checklist import Checklist, Condition, Item, Note, Section
from fidelity.checklists.exchange.xlsform_format import COLUMNS, sheets
from fidelity.checklists.response_sets import UNSCORED_OPTIONS, Option, ResponseSet
from fidelity.checklists.scale_files import load_scale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STONEBRIDGE = EXAMPLES / "agreed-variations.fidelity.yaml"
WESTERBY = EXAMPLES / "within-the-model.fidelity.yaml"
MODELS = fidelity.model_references()
SCALES = sorted((EXAMPLES / "scales").glob("*.yaml"))


def everything() -> Mapping[str, Checklist]:
    """Return the checklists of all models, of two plans, of the published scales, and an awkward one."""
    made: dict[str, Checklist] = {model: fidelity.checklist(model) for model in MODELS}
    made["agreed"], made["added"] = fidelity.checklist("fdac", STONEBRIDGE), fidelity.checklist("fdac", WESTERBY)
    made |= {path.stem: load_scale(path).checklist for path in SCALES}
    return made | {"awkward": awkward("${a} | [b] <b>c</b> & [d](e) \"f\" 'g'")}


def awkward(text: str, base: str = "range") -> Checklist:
    """Return a checklist in which every text is awkward, with a condition and weights that are not the codes."""
    half = Option("b", text or "b", Fraction(1, 2))
    options = (Option("a", "a" + text, Fraction(0)), half, Option("c", "c" + text, Fraction(1)), *UNSCORED_OPTIONS)
    first = Item(
        name="first", id="first", text="t" + text, element="e", title="t" + text, tier="essential", kind="indicator",
        critical=True, responses="steps", weight=2, guidance=("g" + text,), look_at=("file audit", "x" + text),
        sources=("s" + text,), notes=(Note("local-value", "n" + text),), anchors={"a": text},
    )  # fmt: skip
    second = evolve(first, name="second", id="second", weight=1, show_if=Condition("first", ("a", "na")))
    return Checklist(
        id="awkward-1", title="t" + text, model="awkward", model_version="1", model_title="m" + text,
        hash="0123456789ab", response_sets=(ResponseSet("steps", options, "c"),), site="s" + text, plan="p", base=base,
        sections=(Section("one", "h" + text, "a" + text, (first,)), Section("two", "h", "", (second,))),
    )  # fmt: skip


EVERYTHING = everything()
each = pytest.mark.parametrize("name", EVERYTHING)


def dictionary(checklist: Checklist) -> list[dict[str, str]]:
    """Return the rows of the data dictionary."""
    text = checklist.render("redcap")
    assert isinstance(text, str)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def questionnaire(checklist: Checklist, release: str) -> dict[str, object]:
    """Return the questionnaire."""
    found: dict[str, object] = json.loads(checklist.render("fhir", release))
    return found


@each
@pytest.mark.parametrize("format_", ["xlsform", "redcap", "fhir"])
def test_the_same_checklist_gives_the_same_bytes(name: str, format_: str) -> None:
    assert EVERYTHING[name].render(format_) == EVERYTHING[name].render(format_)


@each
def test_pyxform_takes_the_rows_and_warns_of_nothing(name: str) -> None:
    convert = library("pyxform.xls2xform").convert
    assert convert(sheets(EVERYTHING[name])).warnings == []


@pytest.mark.parametrize("name", [*MODELS, "agreed", "awkward", "ips-25"])
def test_odk_validate_takes_the_workbook(name: str) -> None:
    program("java")
    convert = library("pyxform.xls2xform").convert
    result = convert(xlsform=EVERYTHING[name].render("xlsform"), validate=True)
    assert result.warnings == []
    assert EVERYTHING[name].items[0].name in result.xform


_NAMES = [
    "Stoke-on-Trent",
    "A * B",
    "mod",
    "x(1)",
    "St. Mary's",
    "a - b",
    "1-1",
    "today()",
    "${first}",
    "div 2",
    "1e5",
    ".",
]


@pytest.mark.needs("pyxform.xls2xform")
@given(st.sampled_from(_NAMES) | st.text("ab1 -.'()*", max_size=9))
def test_a_site_stands_on_the_form_as_it_is_called_or_not_at_all(site: str) -> None:
    made = evolve(awkward(""), site=site)
    xform = library("pyxform.xls2xform").convert(sheets(made)).xform
    assert "setvalue" not in xform
    if site in {"Stoke-on-Trent", "St. Mary's"}:
        assert f"<site>{site}</site>" in xform


def kinds(form: Mapping[str, list[dict[str, str]]]) -> dict[str, list[str]]:
    """Return what kind of row each row of the sheets is."""
    return {name: [row.get("type", "").partition(" ")[0] for row in rows] for name, rows in form.items()}


@pytest.mark.needs("pyxform.xls2xform")
@times(0.6)
@given(st.text(max_size=20) | st.sampled_from(["${first}", "<output value='1'/>", "[a](b)", "-", "]]>", "&amp;"]))
def test_no_text_becomes_a_reference_a_tag_or_a_row_of_an_xlsform(text: str) -> None:
    plain, odd = sheets(awkward("")), sheets(awkward(text))
    assert kinds(odd) == kinds(plain)
    assert library("pyxform.xls2xform").convert(odd).warnings == []


@each
def test_every_cell_of_an_xlsform_stands_under_a_column_and_nothing_personal_is_asked(name: str) -> None:
    form = sheets(EVERYTHING[name])
    for sheet, rows in form.items():
        assert {key for row in rows for key in row} <= set(COLUMNS[sheet])
    types = {row["type"].split(" ", 1)[0] for row in form["survey"]}
    assert types <= {"begin_group", "end_group", "note", "text", "date", "calculate", "select_one", "select_multiple"}
    assert not types & {"username", "deviceid", "phonenumber", "audit", "geopoint"}
    assert form["settings"][0]["version"].isdigit()


@each
def test_weights_ride_in_the_choices_and_names_hold_no_blanks(name: str) -> None:
    checklist = EVERYTHING[name]
    choices = sheets(checklist)["choices"]
    for one in checklist.response_sets:
        found = {row["name"]: row["weight"] for row in choices if row["list_name"] == one.id}
        assert found == {option.code: option.weight_text for option in one.options}
    assert not [row["name"] for row in choices if " " in row["name"]]


@each
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_data_dictionary_keeps_every_rule_of_redcap(name: str, rule: object) -> None:
    assert callable(rule)
    assert list(rule(dictionary(EVERYTHING[name]))) == []


def test_the_rules_of_redcap_find_what_is_wrong() -> None:
    rows = dictionary(EVERYTHING["added"])
    bad = [*rows, {**rows[20], HEADERS[0]: "Bad-Name", HEADERS[1]: "other", HEADERS[3]: "sql"}, dict(rows[0])]
    bad[30] = {**bad[30], HEADERS[2]: "h", HEADERS[11]: '[x] == "1"', HEADERS[12]: "x", HEADERS[4]: "=1[a]"}
    bad[31] = {**bad[31], HEADERS[3]: "calc", HEADERS[5]: "[a]+[b]", HEADERS[7]: "integer", HEADERS[13]: "XX"}
    bad[32] = {**bad[32], HEADERS[3]: "radio", HEADERS[5]: "1|2", HEADERS[17]: "", HEADERS[10]: "n"}
    silent = [rule.__name__ for rule in RULES if not list(rule(bad))]
    assert silent == ["record_comes_first"]
    assert list(RULES[1](bad[1:]))


@each
def test_a_data_dictionary_is_utf8_csv_with_the_eighteen_headers(name: str) -> None:
    text = EVERYTHING[name].render("redcap")
    assert isinstance(text, str)
    assert text.encode().decode("utf-8") == text
    assert not text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n") == len(dictionary(EVERYTHING[name])) + 1
    assert text.split("\r\n", 1)[0].split(",", 5)[5].startswith('"Choices, Calculations, OR Slider Labels",')
    assert next(csv.reader(io.StringIO(text))) == HEADERS


_LINKML = """
import csv, io, json, sys
from importlib.resources import files
from linkml import validator
schema = str(files("linkml_redcap") / "data_dictionary" / "schema" / "redcap_data_dictionary.yaml")
found = {}
for name, data in json.load(sys.stdin).items():
    report = validator.validate(data, schema, "DataDictionary")
    found[name] = [result.message for result in report.results]
print(json.dumps(found))
"""


def test_linkml_redcap_takes_every_data_dictionary_and_finds_a_bad_one() -> None:
    python = python_with("linkml")
    names = dict(zip(HEADERS, _SLOTS, strict=True))
    fields = {name: dictionary(checklist) for name, checklist in EVERYTHING.items()}
    fields["bad"] = [{**fields["fdac"][0], HEADERS[3]: "sqlx", HEADERS[0]: "Bad Name"}]
    data = {
        name: {"fields": [{names[key]: value for key, value in row.items() if value} for row in rows]}
        for name, rows in fields.items()
    }
    done = subprocess.run([python, "-c", _LINKML], input=json.dumps(data), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    bad = found.pop("bad")
    assert found == {name: [] for name in EVERYTHING}
    assert bad


_SLOTS = (
    "variable_field_name", "form_name", "section_header", "field_type", "field_label",
    "choices_calculations_slider_labels", "field_note", "text_validation_type_or_show_slider_number",
    "text_validation_min", "text_validation_max", "identifier", "branching_logic", "required_field",
    "custom_alignment", "question_number", "matrix_group_name", "matrix_ranking", "field_annotation",
)  # fmt: skip


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])  # noqa: RUF001 - the full-width sign too
def test_a_text_that_begins_like_a_formula_is_refused_for_redcap_and_named(start: str) -> None:
    checklist = awkward("")
    first, second = checklist.items
    sections = (evolve(checklist.sections[0], items=(evolve(first, text=start), second)),)
    with pytest.raises(fidelity.InputError) as caught:
        evolve(checklist, sections=sections).render("redcap")
    assert [fault.code for fault in caught.value.faults] == ["FID107", "FID107"][: len(caught.value.faults)]
    assert f"a text of 'first' that begins like a formula: '{start}'" in str(caught.value)


@pytest.mark.parametrize("code", ["98", "99", "a,b", "A b"])
def test_a_code_that_means_something_else_in_redcap_is_refused(code: str) -> None:
    checklist = awkward("")
    (responses,) = checklist.response_sets
    options = (Option(code, "odd", Fraction(0)), *responses.options[1:])
    bad = evolve(checklist, response_sets=(evolve(responses, options=options),))
    with pytest.raises(fidelity.InputError, match=f"'{code}' of 'steps'"):
        bad.render("redcap")


@each
@pytest.mark.parametrize("release", ["R4", "R5"])
def test_fhir_resources_takes_the_questionnaire_and_so_do_the_rules_it_lacks(name: str, release: str) -> None:
    module = {"R4": "fhir.resources.R4B.questionnaire", "R5": "fhir.resources.questionnaire"}[release]
    form = questionnaire(EVERYTHING[name], release)
    kept = library(module).Questionnaire.model_validate(form)
    assert json.loads(kept.model_dump_json())["url"] == form["url"]
    assert list(fhir_rules.amiss(form, release)) == []


def test_the_rules_of_fhir_find_what_is_wrong() -> None:
    form = questionnaire(EVERYTHING["fdac"], "R4")
    group = next(item for item in fhir_rules.every(form) if item["type"] == "group" and item["linkId"] != "x")
    group["item"] += [dict(item) for item in fhir_rules.every(form) if item["linkId"] == "court_solves"]
    why = next(item for item in fhir_rules.every(form) if item["linkId"] == "court_solves_why")
    why["enableWhen"].append({"question": "nowhere", "operator": "~", "answerCoding": {"code": "1"}})
    why.pop("enableBehavior")
    group["item"].append({"linkId": "d", "type": "display", "required": True})
    said = "; ".join(fhir_rules.amiss(form, "R5"))
    for word in ("court_solves stands twice", "the type choice", "whether all or any", "the operator ~",
                 "nowhere does not offer", "display that asks", "ordinalValue"):  # fmt: skip
        assert word in said


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_fhir_resources_takes_a_response_to_the_questionnaire(release: str) -> None:
    from tests.checklists.exporting import fhir_response
    from tests.checklists.filling import Given

    module = {"R4": "fhir.resources.R4B.questionnaireresponse", "R5": "fhir.resources.questionnaireresponse"}[release]
    data = fhir_response(EVERYTHING["fdac"], {"court_solves": Given("0", "no time", ())}, release)
    library(module).QuestionnaireResponse.model_validate(json.loads(data))


@pytest.mark.parametrize("format_", ["xlsform", "redcap", "fhir"])
@each
def test_every_form_asks_for_every_item_in_its_order(name: str, format_: str) -> None:
    checklist = EVERYTHING[name]
    assert asked_for(checklist, format_) == [item.name for item in checklist]


def asked_for(checklist: Checklist, format_: str) -> list[str]:
    """Return the names of the items that a written form has."""
    if format_ == "xlsform":
        return [row["name"] for row in sheets(checklist)["survey"] if row["type"].startswith("select_one ")]
    if format_ == "redcap":
        return [row[HEADERS[0]] for row in dictionary(checklist) if row[HEADERS[3]] == "radio"]
    return [str(item["linkId"]) for item in fhir_rules.every(questionnaire(checklist, "R4")) if "code" in item]


@pytest.mark.parametrize("picked", [{"short": True}, {"rater": "independent observer"}])
def test_a_form_for_some_items_asks_for_those_and_is_another_form_to_the_system(picked: dict[str, object]) -> None:
    part = fidelity.checklist("fdac", **picked)  # type: ignore[arg-type]  # one of two keywords
    whole = EVERYTHING["fdac"]
    for format_ in ("xlsform", "redcap", "fhir"):
        assert asked_for(part, format_) == [item.name for item in part]
    assert sheets(part)["settings"][0]["form_id"] != sheets(whole)["settings"][0]["form_id"]
    assert questionnaire(part, "R4")["url"] != questionnaire(whole, "R4")["url"]
    assert questionnaire(part, "R4")["version"] == questionnaire(whole, "R4")["version"]


def test_a_long_plan_id_gives_an_id_that_fhir_takes_and_still_names_the_model() -> None:
    form = questionnaire(evolve(EVERYTHING["agreed"], plan="p" * 80), "R4")
    assert len(str(form["id"])) == 64
    assert str(form["id"]).startswith("fdac.pppp")
    assert list(fhir_rules.amiss(form, "R4")) == []


def test_names_that_would_be_the_same_are_told_apart() -> None:
    checklist = awkward("")
    first = evolve(checklist["first"], look_at=("a-b", "a.b", "?"), text="Site")
    sections = (Section("first", "h", "", (first,)), Section("second", "h", "", (checklist["second"],)))
    made = evolve(checklist, sections=sections)
    assert library("pyxform.xls2xform").convert(sheets(made)).warnings == []
    assert [problem for rule in RULES for problem in rule(dictionary(made))] == []
    assert list(fhir_rules.amiss(questionnaire(made, "R5"), "R5")) == []
    survey = {row.get("name"): row for row in sheets(made)["survey"]}
    assert survey["firstx"]["type"] == "begin_group"
    assert survey["first"]["label::English (en)"] == "Site (first)"
    rows = {row[HEADERS[0]]: row for row in dictionary(made)}
    assert rows["first_evid"][HEADERS[5]] == "a_b, a-b | a_b_2, a.b | other, ?"


def test_a_single_answer_counts_as_in_place_as_the_scorer_has_it() -> None:
    checklist = awkward("")
    (responses,) = checklist.response_sets
    one = evolve(responses, options=(responses.options[2], *UNSCORED_OPTIONS))
    made = evolve(checklist, response_sets=(one,), sections=(evolve(checklist.sections[0]),))
    assert [problem for rule in RULES for problem in rule(dictionary(made))] == []
    from fidelity.checklists.exchange.totals import REDCAP, XLSFORM, totals

    assert reckoned(totals(made, XLSFORM), {"first": "c"}, "xlsform") == 100
    assert reckoned(totals(made, REDCAP), {"first": "c"}, "redcap") == 100


def test_an_agreed_variation_changes_the_form_in_every_system() -> None:
    checklist = EVERYTHING["agreed"]
    value, left = "Here: Time between reviews is 3 weeks (usually 2 weeks).", "Not asked about"
    rows = {row[HEADERS[0]]: row for row in dictionary(checklist)}
    assert value in rows["review_gap"][HEADERS[6]]
    assert "mentor_offered" not in rows
    assert "FDAC/2026/11, until 2026-08-31" in rows["about_this_form"][HEADERS[4]]
    items = {item["linkId"]: item for item in fhir_rules.every(questionnaire(checklist, "R4"))}
    assert value in items["review_gap"]["item"][0]["text"]
    assert "mentor_offered" not in items
    survey = {row.get("name"): row for row in sheets(checklist)["survey"]}
    assert value in survey["review_gap"]["hint::English (en)"]
    assert "mentor_offered" not in survey
    for text in (rows["about_this_form"][HEADERS[4]], items["not_asked_about"]["text"], str(survey)):
        assert left in text


def test_a_local_addition_is_asked_about_in_every_system() -> None:
    checklist = EVERYTHING["added"]
    rows = {row[HEADERS[0]]: row for row in dictionary(checklist)}
    assert rows["local_money_advice"][HEADERS[5]].startswith(
        "0, not in place as planned | 1, in place as planned | 98,"
    )
    items = {item["linkId"]: item for item in fhir_rules.every(questionnaire(checklist, "R5"))}
    assert items["local_money_advice"]["answerOption"][1]["extension"][0]["valueDecimal"] == 1
    survey = {row.get("name"): row for row in sheets(checklist)["survey"]}
    assert survey["local_money_advice"]["type"] == "select_one local"


def test_a_header_does_not_hang_on_a_conditional_field() -> None:
    rows = dictionary(awkward(""))
    header = next(row for row in rows if row[HEADERS[2]] == "h" and row[HEADERS[3]] == "descriptive")
    assert header[HEADERS[11]] == ""
    assert rows[rows.index(header) + 1][HEADERS[11]] == "[first] = 'a' or [first] = '98'"


class Held(float):
    """What a field holds: text where it is compared, a number where it is reckoned with."""

    text: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text if text.replace(".", "").isdigit() else "nan")
        made.text = text
        return made

    def __eq__(self, other: object) -> bool:
        return self.text == other if isinstance(other, str) else float(self) == other

    __hash__ = float.__hash__


def reckoned(formulas: Mapping[str, str], answers: Mapping[str, str], system: str) -> float:
    """Return the percentage that a form would show, by a small reading of the system's formulas."""
    import re

    held: dict[str, Held] = {name: Held(code) for name, code in answers.items()}
    for name, formula in formulas.items():
        if name == "percent" and held["counted"] == 0:
            return 0.0  # Python would divide before it chooses, which neither system does
        python = re.sub(r"\$\{(\w+)\}" if system == "xlsform" else r"\[(\w+)\]", r"held['\1']", formula)
        python = re.sub(r"(?<=['\] ])\s*=\s*(?=['\d])", " == ", python).replace(" div ", " / ")
        python = python.replace("if(", "chosen(").replace("number(", "float(")
        scope = {"held": held, "chosen": lambda test, yes, no: yes if test else no, "round": round, "float": float}
        held[name] = Held(repr(eval(python, scope)))  # noqa: S307 - our own formula
    return float(held["percent"])


@times(0.6)
@given(
    data=st.data(),
    name=st.sampled_from(["fdac", "awkward", "ips-25"]),
    base=st.sampled_from(["range", "maximum"]),
)
def test_the_percentage_on_the_form_is_that_of_the_score(data: st.DataObject, name: str, base: str) -> None:
    from fidelity.checklists.exchange.totals import REDCAP, XLSFORM, totals
    from fidelity.checklists.responses import Answer, Form, Responses

    checklist = evolve(EVERYTHING[name], base=base)
    drawn = {
        item.name: data.draw(st.sampled_from(["", *(one.code for one in checklist.responses_of(item).options)]))
        for item in checklist
    }
    for item in checklist:  # a form drops the answer to what it does not show
        if item.show_if is not None and drawn[item.show_if.item] not in item.show_if.codes:
            drawn[item.name] = ""
    answers = {item: Answer(code) for item, code in drawn.items() if code}
    total = fidelity.score(checklist, Responses((Form("f", answers),)), rule="none").total
    share = None if total is None else total.share.value
    expected = 0.0 if share is None else float(share) * 100
    shown = reckoned(totals(checklist, XLSFORM), drawn, "xlsform")
    assert shown == pytest.approx(expected, abs=0.051)
    codes = {item: {"na": "98", "nk": "99"}.get(code, code) for item, code in drawn.items()}
    if share is not None:
        assert reckoned(totals(checklist, REDCAP), codes, "redcap") == pytest.approx(expected, abs=0.051)


@pytest.mark.parametrize("words", [["xlsform"], ["redcap"], ["fhir"], ["fhir", "--variant", "R5"]])
def test_the_command_line_writes_the_form_to_a_file(tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "form"
    answer = call("checklist", "fdac", "--format", *words, "--output", path)
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    written = fidelity.checklist("fdac").render(words[0], words[-1] if len(words) > 1 else None)
    assert path.read_bytes() == (written if isinstance(written, bytes) else written.encode())


def test_without_the_extra_an_xlsform_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(fidelity.FidelityError, match=r"the extra 'excel': python -m pip install .*xlsxwriter"):
        fidelity.checklist("fdac").render("xlsform")
