"""Forms filled in elsewhere (Kobo, ODK, REDCap, FHIR) come back with the same answers, and nothing is guessed."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.checklists.exporting import (
    asked,
    fhir_response,
    kobo_csv,
    kobo_table,
    kobo_xlsx,
    odk_csv,
    odk_zip,
    redcap_csv,
    redcap_table,
)
from tests.checklists.filling import DETAILS, Given, answers, read_answers
from tests.checklists.test_exchange_formats import awkward
from tests.commands.call import EXAMPLES
from tests.commands.call import fidelity as call

import fidelity
from fidelity.checklists.exchange.words import ticks
from fidelity.checklists.reading import read_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fidelity.checklists.responses import Responses

CHECKLIST = fidelity.checklist("fdac")
STONEBRIDGE = EXAMPLES / "agreed-variations.fidelity.yaml"
FULL = {"court_solves": Given("2", "", ("observation",)), "court_next_steps": Given("na", "", ())}
few = times(0.4)


def same(read: Responses, given_: dict[str, Given], form: str) -> None:
    """Assert that what was filled in came back, with the details of the form."""
    assert read.not_understood == ()
    assert read.remarks == ()
    assert read_answers(read) == asked(CHECKLIST, given_)
    (one,) = read.forms
    about = (one.id, one.site, one.rater, one.period, one.day, one.checklist)
    told = (DETAILS["site"], DETAILS["assessor"], DETAILS["period"], date.fromisoformat(DETAILS["date"]))
    assert about == (form, *told, CHECKLIST.hash)


@few
@given(answers(CHECKLIST), st.booleans(), st.booleans(), st.sampled_from([kobo_csv, kobo_xlsx]))
def test_kobo_gives_back_what_was_filled_in_by_names_or_labels(
    given_: dict[str, Given],
    labels: bool,  # noqa: FBT001 - drawn
    split: bool,  # noqa: FBT001 - drawn
    write: Callable[..., bytes],
) -> None:
    kept = asked(CHECKLIST, given_)
    data = write(kobo_table(CHECKLIST, kept, labels=labels, split=split))
    same(read_data(CHECKLIST, "export", data), given_, "0f3c")


@few
@given(answers(CHECKLIST), st.booleans(), st.booleans())
def test_odk_central_gives_back_what_was_filled_in_as_csv_or_zip(
    given_: dict[str, Given],
    split: bool,  # noqa: FBT001 - drawn
    packed: bool,  # noqa: FBT001 - drawn
) -> None:
    data = odk_csv(CHECKLIST, asked(CHECKLIST, given_), split=split)
    same(read_data(CHECKLIST, "export", odk_zip(data) if packed else data), given_, "uuid:0f3c")


@few
@given(answers(CHECKLIST), st.booleans())
def test_redcap_gives_back_what_was_filled_in_raw_or_by_labels(
    given_: dict[str, Given],
    labels: bool,  # noqa: FBT001 - drawn
) -> None:
    data = redcap_csv(redcap_table(CHECKLIST, asked(CHECKLIST, given_), labels=labels))
    same(read_data(CHECKLIST, "export.csv", data), given_, "1")


@few
@given(answers(CHECKLIST), st.sampled_from(["R4", "R5"]), st.booleans())
def test_fhir_gives_back_what_was_filled_in_single_or_in_a_bundle(
    given_: dict[str, Given],
    release: str,
    bundle: bool,  # noqa: FBT001 - drawn
) -> None:
    data = fhir_response(CHECKLIST, asked(CHECKLIST, given_), release, bundle=bundle)
    same(read_data(CHECKLIST, "response.json", data), given_, "response-1")


def exports(code: str = "2", **metadata: str) -> dict[str, bytes]:
    """Return one form as every system exports it, with one answer and perhaps other metadata."""
    other = evolve(CHECKLIST, **metadata) if metadata else CHECKLIST  # type: ignore[arg-type]  # all are texts
    filled = {"court_solves": Given(code, "", ())}
    return {
        "kobo": kobo_csv(kobo_table(other, filled, labels=False)),
        "odk": odk_zip(odk_csv(other, filled)),
        "redcap": redcap_csv(redcap_table(other, filled, labels=False)),
        "fhir": fhir_response(other, filled),
    }


@pytest.mark.parametrize("system", ["kobo", "odk", "redcap", "fhir"])
@pytest.mark.parametrize(
    ("metadata", "code", "said"),
    [
        ({"model": "barnahus"}, "FID702", "for the model 'barnahus'"),
        ({"model_version": "2025.1"}, "FID702", "for the version '2025.1'"),
        ({"hash": "0123456789ab"}, "FID703", "for the checklist '0123456789ab'"),
    ],
)
def test_answers_to_something_else_are_refused(system: str, metadata: dict[str, str], code: str, said: str) -> None:
    with pytest.raises(fidelity.InputError, match=said) as caught:
        read_data(CHECKLIST, "export", exports(**metadata)[system])
    assert code in {fault.code for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("system", "where"),
    [
        ("kobo", "line 2, column 'problem_solving_court/court_solves'"),
        ("odk", "line 2, column 'problem_solving_court-court_solves'"),
        ("redcap", "line 2, column 'court_solves'"),
        ("fhir", "response 1, item 'court_solves'"),
    ],
)
def test_an_answer_that_is_none_is_listed_with_its_place(system: str, where: str) -> None:
    read = read_data(CHECKLIST, "export", spoilt(system))
    (amiss,) = read.not_understood
    assert (amiss.code, amiss.item, amiss.value, amiss.where) == ("FID704", "court_solves", "7", where)
    assert "court_solves" not in read.forms[0].answers


def spoilt(system: str) -> bytes:
    """Return a form as a system exports it, with the answer 2 to its only item made a 7, which is none."""
    if system == "odk":
        return odk_zip(odk_csv(CHECKLIST, {"court_solves": Given("2", "", ())}).replace(b",2,", b",7,", 1))
    old, new = {"kobo": (b";2;", b";7;"), "redcap": (b",2,", b",7,"), "fhir": (b'"code": "2"', b'"code": "7"')}[system]
    return exports()[system].replace(old, new, 1)


def test_a_code_of_somebody_elses_code_system_is_no_answer() -> None:
    data = exports()["fhir"].replace(b"CodeSystem/fdac-rating", b"CodeSystem/other", 1)
    (amiss,) = read_data(CHECKLIST, "r.json", data).not_understood
    assert amiss.code == "FID704"
    assert amiss.value.endswith("CodeSystem/other|2")


def test_a_response_entered_in_error_does_not_count_and_is_named() -> None:
    wrong = json.loads(fhir_response(CHECKLIST, FULL, status="entered-in-error"))
    good = json.loads(fhir_response(CHECKLIST, FULL, id="response-2"))
    bundle = {"resourceType": "Bundle", "entry": [{"resource": wrong}, {"resource": good}]}
    read = read_data(CHECKLIST, "b.json", json.dumps(bundle).encode())
    assert [form.id for form in read.forms] == ["response-2"]
    assert read.remarks == ("b.json: response 1 is marked as entered in error, and does not count",)
    with pytest.raises(fidelity.InputError, match="FID708"):
        read_data(CHECKLIST, "b.json", json.dumps(wrong).encode())


def test_a_response_that_names_no_questionnaire_is_taken_on_trust_and_it_is_said() -> None:
    response = json.loads(fhir_response(CHECKLIST, FULL))
    del response["questionnaire"]
    read = read_data(CHECKLIST, "r.json", json.dumps(response).encode())
    assert "taken on trust" in read.remarks[0]
    assert read.forms[0].answers["court_solves"].code == "2"


def test_a_response_that_names_no_version_is_known_for_its_model_only() -> None:
    data = fhir_response(CHECKLIST, FULL, questionnaire="urn:practice-fidelity:fhir/Questionnaire/fdac")
    assert "taken on trust" in read_data(CHECKLIST, "r.json", data).remarks[0]
    with pytest.raises(fidelity.InputError, match=r"for the model 'https://example\.org/Questionnaire/fdac'"):
        read_data(
            CHECKLIST, "r.json", fhir_response(CHECKLIST, FULL, questionnaire="https://example.org/Questionnaire/fdac")
        )


def test_answers_below_an_answer_are_read_however_deep() -> None:
    why = {"linkId": "court_solves_why", "answer": [{"valueString": "no time"}]}
    for _ in range(300):
        why = {"linkId": "some-group", "item": [why]}
    answer = {"linkId": "court_solves", "answer": [{"valueCoding": {"code": "0"}, "item": [why]}]}
    data = json.dumps({"resourceType": "QuestionnaireResponse", "status": "completed", "item": [answer]}).encode()
    assert read_data(CHECKLIST, "r.json", data).forms[0].answers["court_solves"].why == "no time"


def test_instances_and_events_of_a_record_are_forms_of_their_own_and_other_instruments_are_none() -> None:
    titles, values = redcap_table(CHECKLIST, FULL, labels=False)
    extra = ["redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]
    blank = ["1", *("" for _ in values[1:])]
    rows = [
        ([titles[0], *extra, *titles[1:]], [values[0], *some, *rest])
        for some, rest in (
            (["baseline_arm_1", "", ""], blank[1:]),
            (["baseline_arm_1", "fidelity", "1"], values[1:]),
            (["baseline_arm_1", "fidelity", "2"], values[1:]),
        )
    ]
    read = read_data(CHECKLIST, "export.csv", redcap_csv(*rows))
    assert [form.id for form in read.forms] == ["1 (baseline_arm_1, 1)", "1 (baseline_arm_1, 2)"]


def test_a_column_that_is_no_field_is_named_once_whatever_the_number_of_rows() -> None:
    titles, values = redcap_table(CHECKLIST, FULL, labels=False)
    rows = [([*titles, "mood"], [record, *values[1:], "good"]) for record in ("1", "2", "3")]
    (amiss,) = read_data(CHECKLIST, "export.csv", redcap_csv(*rows)).not_understood
    assert (amiss.code, amiss.value, amiss.where) == ("FID705", "good", "line 2, column 'mood'")


def test_what_a_system_adds_of_its_own_is_neither_read_nor_listed() -> None:
    read = read_data(CHECKLIST, "export", odk_csv(CHECKLIST, FULL))
    assert read.not_understood == ()
    assert "Pat" not in str(read.to_records())


@pytest.mark.parametrize("name", ["status", "key", "today"])
def test_an_item_that_is_called_like_a_column_of_the_system_is_read_all_the_same(name: str) -> None:
    section = evolve(CHECKLIST.sections[0], items=(evolve(CHECKLIST["court_solves"], name=name),))
    checklist = evolve(CHECKLIST, sections=(section,))
    rows = f"SubmissionDate,{name},Status,KEY,hash\n2026-03-31,2,,uuid:1,{CHECKLIST.hash}\n"
    read = read_data(checklist, "export.csv", rows.encode())
    assert (read.forms[0].answers[name].code, read.not_understood) == ("2", ())


@pytest.mark.parametrize(("title", "state"), [("_validation_status", "Not approved"), ("ReviewState", "rejected")])
def test_a_form_that_was_turned_down_counts_and_is_named(title: str, state: str) -> None:
    titles, values = kobo_table(CHECKLIST, FULL, labels=False)
    data = kobo_csv(([*titles, title], [*values, state]))
    (said,) = read_data(CHECKLIST, "export", data).remarks
    assert f"the form '0f3c' is marked '{state}' in the export" in said


def test_a_tick_that_is_neither_yes_nor_no_is_listed() -> None:
    titles, values = redcap_table(CHECKLIST, FULL, labels=False)
    values[titles.index("court_solves_evid___observation")] = "perhaps"
    (amiss,) = read_data(CHECKLIST, "export.csv", redcap_csv((titles, values))).not_understood
    assert (amiss.code, amiss.item, amiss.value) == ("FID707", "court_solves_evid", "perhaps")


def test_what_was_looked_at_that_no_list_has_is_listed() -> None:
    titles, values = kobo_table(CHECKLIST, FULL, labels=False, split=False)
    at = next(at for at, title in enumerate(titles) if title.endswith("/court_solves_evid"))
    values[at] = "observation gossip"
    read = read_data(CHECKLIST, "export", kobo_csv((titles, values)))
    assert [(one.code, one.item) for one in read.not_understood] == [("FID707", "court_solves_evid")]
    assert "'gossip' is not among" in read.not_understood[0].why


def bomb(*names: str, size: int = 40_000_000) -> bytes:
    """Return a small zip whose parts unpack to millions of bytes."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, b"meta-instanceID,x\n" + b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bomb("form.csv"), "unpacks to far more than its size"),
        (bomb(*(f"form{at}.csv" for at in range(50)), size=900_000), "unpacks to far more than its size"),
        (odk_zip(b"a,b\r\n1,2\r\n"), "no file in this zip has submissions"),
        (odk_zip(odk_csv(CHECKLIST, FULL))[:-30], "no completed form that can be read"),
        (b'_uuid;a\n1;"' + b"x" * 200_000 + b'"\n', "this is no CSV"),
        (b"record_id,court_solves\n1,caf\xe9\n", "this is not UTF-8"),
        (b'{"resourceType": "Questionnaire"}', "a resource of type 'Questionnaire'"),
        (b'{"resourceType": "QuestionnaireResponse", "item": 3}', "'item' is no list of objects"),
        (b'{"resourceType": "QuestionnaireResponse", ', "this is no JSON"),
        (b'{"resourceType": "Questionnaire\xff"}', "no JSON that can be read"),
        (b'{"resourceType": "QuestionnaireResponse", "a": ' + b"[" * 100_000, "no JSON that can be read"),
        (b"record_id,court_solves\n", "no form in this file"),
        (b'"' + b"x" * 200_000, "no completed form that can be read"),
    ],
)
def test_a_broken_or_huge_file_gets_one_clear_message(data: bytes, said: str) -> None:
    with pytest.raises(fidelity.InputError, match=said) as caught:
        read_data(CHECKLIST, "export", data)
    assert len(caught.value.faults) == 1


def test_a_workbook_of_kobo_without_its_columns_is_refused() -> None:
    titles, values = kobo_table(CHECKLIST, FULL, labels=False)
    data = kobo_xlsx((titles[:3], ["_submission_time", *values[1:3]]))
    with pytest.raises(fidelity.InputError, match="no sheet has the columns that Kobo adds"):
        read_data(CHECKLIST, "export.xlsx", data)


@pytest.mark.parametrize("model", [*fidelity.model_references(), "plan"])
def test_every_models_form_comes_back_from_every_system_by_labels_too(model: str) -> None:
    checklist = fidelity.checklist(model) if model != "plan" else fidelity.checklist("fdac", STONEBRIDGE)
    filled = {
        item.name: Given(
            options[at % len(options)].code, "", tuple(sorted(one.code for one in item.evidence_options[: at % 3]))
        )
        for at, item in enumerate(checklist)
        for options in [checklist.responses_of(item).options]
    }
    for data in (
        kobo_csv(kobo_table(checklist, filled, labels=True)),
        odk_zip(odk_csv(checklist, filled)),
        redcap_csv(redcap_table(checklist, filled, labels=True)),
        fhir_response(checklist, filled, "R5", bundle=True),
    ):
        read = read_data(checklist, "export", data)
        assert read.not_understood == ()
        assert read_answers(read) == filled


def test_a_form_with_awkward_texts_comes_back_by_labels() -> None:
    checklist = awkward("${a} | [b] <b>c</b> & [d](e) / \"f\" 'g'")
    filled = {
        "first": Given("a", "because | [x]", ("file_audit", sorted(ticks(checklist["first"]))[1])),
        "second": Given("na", "", ()),
    }
    own = {code: option.code for code, option in ticks(checklist["first"]).items()}
    for data in (
        kobo_csv(kobo_table(checklist, filled, labels=True, split=False)),
        redcap_csv(redcap_table(checklist, filled, labels=True)),
        fhir_response(checklist, filled),
    ):
        read = read_data(checklist, "export", data)
        assert read.not_understood == ()
        (form,) = read.forms
        assert {name: one.code for name, one in form.answers.items()} == {"first": "a", "second": "na"}
        assert form.answers["first"].why == "because | [x]"
        assert sorted(form.answers["first"].evidence) == sorted(own[code] for code in filled["first"].evidence)


def test_words_that_can_be_read_in_two_ways_are_not_guessed_at() -> None:
    checklist = awkward("")
    item = evolve(checklist["first"], look_at=("file", "audit", "file audit"))
    section = evolve(checklist.sections[0], items=(item,))
    checklist = evolve(checklist, sections=(section,))
    titles, values = kobo_table(checklist, {"first": Given("a", "", ())}, labels=True, split=False)
    values[titles.index(next(title for title in titles if "looked at" in title))] = "file audit file"
    read = read_data(checklist, "export", kobo_csv((titles, values)))
    assert read.forms[0].answers["first"].code == "a"
    assert read.forms[0].answers["first"].evidence == ()
    assert [(one.code, one.value) for one in read.not_understood] == [("FID707", "file_audit_file")]


@pytest.mark.parametrize("system", ["kobo", "odk", "redcap", "fhir"])
def test_an_empty_form_comes_back_empty_with_nothing_to_complain_of(system: str) -> None:
    read = read_data(CHECKLIST, "export", exports("")[system])
    assert read.not_understood == ()
    assert [dict(form.answers) for form in read.forms] == [{}]


@pytest.mark.parametrize("system", ["kobo", "odk", "redcap", "fhir"])
def test_the_command_line_scores_an_export(tmp_path: Path, system: str) -> None:
    path = tmp_path / "export"
    path.write_bytes(exports()[system])
    answer = call("score", path, "--model", "fdac", "--format", "json", "--fail-on", "never")
    assert (answer.status, answer.err) == (0, "")
    assert json.loads(answer.out)["elements"]
    other = call("score", path, "--model", "barnahus")
    assert (other.status, other.out) == (2, "")
    assert "FID702 these answers are for the model 'fdac'" in other.err
