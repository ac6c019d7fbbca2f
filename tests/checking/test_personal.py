"""Advice on personal data: it says where and what kind of thing, never what it is; and nothing leaves the machine."""

from __future__ import annotations

import socket
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import EXAMPLES, HEAD, RED, fidelity
from tests.strategies import Case, cases

import fidelity as library
from fidelity.checking.result import judge_plan
from fidelity.checking.rules.fid506_personal_data import _checks, _spots, _texts, kinds_in, worth_a_look
from fidelity.cli import _commands
from fidelity.files.plans import read_plan
from fidelity.plan.plan import Approval, Change, Covered
from fidelity.reports.check import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

MAIL, PHONE, HEALTH = "an e-mail address", "a telephone number", "an NHS number"
INSURED, BIRTH, FILE = "a National Insurance number", "a date of birth", "a case or court number"
PERSONAL = {
    "Write to Sam.O+1@mail.example.org.uk.": MAIL,
    "sam@example.org": MAIL,
    "Ring 0113 496 0000 first.": PHONE,
    "Ring (0113) 4960000": PHONE,
    "07700 900123": PHONE,
    "+44 7700 900123": PHONE,
    "+44 (0)113 496 0000": PHONE,
    "0044 113 496 0000": PHONE,
    "020 7946 0000": PHONE,
    "NHS number 943 476 5919": HEALTH,
    "943-476-5919": HEALTH,
    "It is 9434765919.": HEALTH,
    "QQ is none, AB 12 34 56 C is": INSURED,
    "ab123456c": INSURED,
    "The boy, born 3/4/2015, sees her.": BIRTH,
    "DOB: 03.04.15": BIRTH,
    "D.O.B. 2015-04-03": BIRTH,
    "date of birth is 3rd April 2015": BIRTH,
    "Her birthday, which is 3 Apr 2015": BIRTH,
    "3/4/2015 (DOB)": BIRTH,
    "See ZE21C00123.": FILE,
    "ZE 21 C 00123": FILE,
    "case number 2023/4711": FILE,
    "Court ref: A-10234": FILE,
    "the family's id is 123456": FILE,
    "Mosaic ID 1002345": FILE,
}
HARMLESS = (
    "Reviews move to every three weeks from 2026-08-01 to 2026-09-30.",
    "The team sees 25 to 30 families in 18 weeks; 0.8 of them stay.",
    "Born out of a pilot in 2015, it grew.",
    "Agreed under NU/26/7 on 1 May 2026, see page 12, 13 and 14.",
    "fdac@2026.1",
    "case numbers: 20 to 30",
    "9434765918",
    "1111111111",
    "12345678901234",
    "ISBN 978-0-306-40615-7",
    "£1,250,000 over 3 years",
    "QQ 12 34 56 C",
    "@ the court",
    "",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_each_kind_is_found(text: str) -> None:
    assert PERSONAL[text] in kinds_in(text)
    assert worth_a_look(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_plans_usually_say_is_left_alone(text: str) -> None:
    assert kinds_in(text) == ()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.fidelity.yaml")), ids=lambda path: path.name)
def test_no_example_is_suspected(path: Path) -> None:
    assert "FID506" not in {one.code for one in library.check(path).findings}


@given(st.integers(0, 999_999_999))
def test_a_number_is_an_nhs_number_with_one_check_digit_at_most(number: int) -> None:
    head = f"{number:09d}"
    weighted = sum((10 - place) * int(digit) for place, digit in enumerate(head))
    check = -weighted % 11
    right = [last for last in "0123456789" if _checks(head + last)]
    assert right == ([] if check == 10 or len({*head, str(check)}) == 1 else [str(check)])


def planted(text: str) -> dict[str, str]:
    """Return plans that hold a text, by where it stands."""
    change = RED.replace("There are no mentors.", "{what}")
    entry = "{{covers: [{{change: no-mentors}}], by: '{by}', role: r, given: 2026-01-01, reference: '{x}'}}"
    approval = f"approvals:\n  - {entry}\n"
    return {
        "site of the plan": HEAD.replace("Ashby", f"'{text}'"),
        "author of the plan": HEAD.replace("site-lead", f"'{text}'"),
        "what of the change no-mentors": change.replace("{what}", f"'{text}'"),
        "id of the change in place 1": RED.replace("no-mentors", f"'{text}'"),
        "function_kept of the change no-mentors": RED + f"    function_kept: '{text}'\n",
        "effects of the change no-mentors": RED + f"    record: {{effects: '{text}'}}\n",
        "by of the approval in place 1": RED + approval.format(by=text, x="1"),
        "reference of the approval in place 1": RED + approval.format(by="b", x=text),
        "statement of the change more": HEAD
        + f"changes:\n  - {{id: more, add: {{id: a, title: A, statement: '{text}'}}, what: More.}}\n",
    }


@pytest.mark.parametrize("text", PERSONAL)
def test_it_is_found_among_numbers_that_are_harmless(text: str) -> None:
    plan = library.Plan(
        "numbers",
        "fdac@2026.1",
        "A site of 123456 people",
        "as-specified",
        author="lead",
        changes=(Change("c", f"There were 20250 families. {text}", "review-hearing", natures=("format",)),),
        approvals=(Approval((Covered("c", ("format",)),), "Unit 98765", "model-owner", date(2026, 1, 1)),),
    )
    said = [one.message for one in library.check(plan).remarks if one.code == "FID506"]
    assert len(said) == 1
    assert PERSONAL[text] in said[0]


@pytest.mark.parametrize("text", ["sam@example.org", "07700 900123", "943 476 5919", "born 3/4/2015", "ZE21C00123"])
def test_the_field_is_named_and_the_text_never_repeated(text: str) -> None:
    for where, plan in planted(text).items():
        found = [one for one in library.check(read_plan(plan.encode(), "a.yaml")).findings if one.code == "FID506"]
        assert [one.subject for one in found] == [where]
        [finding] = found
        assert finding.verdict.value == "green"
        assert finding.message.startswith("There seems to be a")
        field, of, owner = where.partition(" of the ")
        assert f"under '{field}'{of}{owner}." in finding.message
        assert "cannot find everything" in finding.message
        words = (finding.message, finding.why, finding.title, finding.subject, *finding.ways_out, *finding.changes)
        assert not [word for word in words if text in word]
        assert finding.location.line > 0


@pytest.mark.parametrize("format_", FORMATS.names)
def test_no_report_repeats_it(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "a.fidelity.yaml"
    path.write_text(planted("sam@example.org")["function_kept of the change no-mentors"], "utf-8")
    answer = fidelity("check", path, "--format", format_, "--verbose", "--on", "2026-11-22")
    assert "sam@" not in answer.out + answer.err
    assert "There seems to be an e-mail address" in " ".join(answer.out.split())


def test_it_is_advice_and_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.fidelity.yaml"
    path.write_text(planted("sam@example.org")["author of the plan"], "utf-8")
    call = ("check", path, "--format", "json", "--fail-on", "amber", "--on", "2026-11-22")
    assert fidelity(*call).status == 0
    assert "FID506" in fidelity(*call).out
    assert "FID506" not in fidelity(*call, "--no-privacy-scan").out
    monkeypatch.setenv("FIDELITY_PRIVACY_SCAN", "no")
    assert "FID506" not in fidelity(*call).out
    monkeypatch.delenv("FIDELITY_PRIVACY_SCAN")
    (tmp_path / "fidelity.toml").write_text("privacy-scan = false\n", "utf-8")
    assert "FID506" not in fidelity(*call).out
    assert "privacy-scan = false  # command line" in fidelity(*call, "--no-privacy-scan", "--show-config").out
    codes = {one.code for one in library.check(path, privacy_scan=False).findings}
    assert "FID506" not in codes


@given(cases())
def test_it_changes_no_verdict(case: Case) -> None:
    quiet = judge_plan(case.plan, case.model, case.bind, case.on)
    loud = judge_plan(evolve(case.plan, site="sam@example.org"), case.model, case.bind, case.on)
    assert [one.subject for one in loud.findings if one.code == "FID506"] == ["site of the plan"]
    if not case.plan.approvals:
        assert loud.verdict is quiet.verdict


@given(cases())
def test_every_text_is_looked_at(case: Case) -> None:
    assert sorted(filter(None, _texts(case.plan))) == sorted(spot.text for spot in _spots(case.plan))


_PIECES = st.sampled_from(
    [*PERSONAL, *HARMLESS, "Born", "D. O. B.", "CASE NO", "ID", " ", "-", "12", "2015", "3/4/15", "/"]
)


@given(st.lists(_PIECES, max_size=5).map("".join))
def test_what_is_found_at_leisure_is_worth_a_look_in_haste(text: str) -> None:
    assert kinds_in(text) == () or worth_a_look(text)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    kinds = kinds_in(text)
    assert kinds == () or worth_a_look(text)


# No network ---------------------------------------------------------------------------------------------------------

CALLS = {
    "approvals": ["PLAN"],
    "check": ["PLAN"],
    "diff": ["fdac", "fdac"],
    "explain": ["FID201"],
    "lint": ["fdac"],
    "models": [],
    "new": ["fdac"],
    "schema": ["plan"],
    "show": ["fdac"],
}


def test_no_command_opens_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "a.fidelity.yaml"
    plan.write_text(RED, "utf-8")

    opened: list[str] = []

    def refuse(*_: object, **__: object) -> NoReturn:
        opened.append("socket")
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for name in _commands():
        words = CALLS.get(name, ["--help"])
        answer = fidelity(name, *(str(plan) if word == "PLAN" else word for word in words))
        assert answer.status in {0, 1}, (name, answer.err)
    for format_ in FORMATS.names:
        assert fidelity("check", plan, "--format", format_).status == 1
    assert opened == []
