"""The report to read in a browser: the verdict first, everything that was found, a page that works for everybody."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given
from tests.reports.page_read import read
from tests.reports.shared_run import DAY, ROOT, render, shared
from tests.strategies import cases

import fidelity
from fidelity.checking.result import Unreadable, judge_plan
from fidelity.codes import CHANGES, CONSEQUENCES
from fidelity.errors import Fault, Place
from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Record, Setting
from fidelity.rendering.english import capital, counted
from fidelity.rendering.html import Html, link, tag
from fidelity.reports.check import phrases
from fidelity.reports.check.html_report import affected
from fidelity.reports.check.phrases import sections
from fidelity.reports.check.run import Run

if TYPE_CHECKING:
    from tests.reports.page_read import Node
    from tests.strategies import Case

    from fidelity.checking.result import CheckResult

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ASHBY = Plan(id="ashby", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="site-lead")
NO_MENTORS = Change(id="no-mentors", element="parent-mentor", natures=("removing",), what="There are no mentors.")
COVER = Change(
    id="cover", element="same-judge", natures=("personnel",), what="A second judge.", function_kept="Both read."
)
BY_OWNER = Approval(
    covers=(Covered(change="cover", natures=("personnel",)),),
    by="FDAC national partnership",
    role="model-owner",
    given=date(2026, 3, 16),
    until=date(2035, 3, 31),
    reference="FDAC/2026/04",
)


def result(on: date | None = DAY, **plan: Any) -> CheckResult:
    return fidelity.check(evolve(ASHBY, **plan), on=on)


def page(*results: CheckResult | Unreadable, on: date | None = DAY) -> list[Node]:
    return read(render(Run(results, on=on), "html"))


def texts(nodes: list[Node], name: str) -> list[str]:
    return [node.text for node in nodes if node.name == name]


def section(nodes: list[Node], title: str) -> Node:
    """Return the section under a heading."""
    [found] = [
        around
        for around, inner in pairwise(nodes)
        if around.name == "section" and inner.name in HEADINGS and inner.text.startswith(title)
    ]
    return found


def row(nodes: list[Node], label: str) -> str:
    """Return what stands beside a label that is there once."""
    [said] = [said.text for term, said in pairwise([n for n in nodes if n.name in {"dt", "dd"}]) if term.text == label]
    return said


# A page for everybody ---------------------------------------------------------------------------------------------


def assert_open_to_everybody(nodes: list[Node]) -> None:
    """Hold a page against what can be seen in its source: order, names, labels, and that it keeps to itself."""
    assert [node.name for node in nodes].count("h1") == [node.name for node in nodes].count("main") == 1
    levels = [int(node.name[1]) for node in nodes if node.name in HEADINGS]
    assert all(below - above <= 1 for above, below in pairwise([0, *levels])), levels
    assert [n for n in nodes if n.name in {*HEADINGS, "dt", "dd", "li", "caption", "th", "title"} and not n.text] == []
    ids = [node.attributes["id"] for node in nodes if "id" in node.attributes]
    assert [id_ for id_, number in Counter(ids).items() if number > 1] == []
    named = {node.attributes.get("id"): node.text for node in nodes}
    regions = [
        " ".join(named[id_] for id_ in node.attributes.get("aria-labelledby", "").split())
        for node in nodes
        if node.name in {"div", "section", "nav"} and "aria-labelledby" in node.attributes
    ]
    assert [name for name, number in Counter(regions).items() if number > 1] == []
    for node in nodes:
        labels = node.attributes.get("aria-labelledby", "").split()
        targets = [node.attributes["href"][1:]] if node.attributes.get("href", "").startswith("#") else []
        assert set(labels + targets) <= set(ids), node
        if node.name == "th":
            assert node.attributes["scope"] in {"col", "row"}
        if "tabindex" in node.attributes:
            assert node.attributes["role"] == "region"
            assert labels or node.attributes["aria-label"]
    assert len(texts(nodes, "table")) == len(texts(nodes, "caption"))
    assert {node.name for node in nodes} & {"script", "iframe", "img", "link", "object", "form", "base"} == set()
    assert not [key for node in nodes for key in node.attributes if key.startswith("on") or key in {"style", "src"}]


@given(cases(max_size=6, max_atoms=5))
def test_any_page_is_in_order_named_and_without_anything_from_elsewhere(case: Case) -> None:
    found = judge_plan(case.plan, case.model, case.bind, case.on)
    assert_open_to_everybody(read(render(Run([found], case.bind, case.on), "html")))
    assert_open_to_everybody(read(render(Run([found, found], case.bind, case.on), "html")))


def test_the_page_of_the_shared_run_is_too() -> None:
    assert_open_to_everybody(read(render(shared(), "html")))
    assert_open_to_everybody(read(render(shared(known=False), "html")))
    assert_open_to_everybody(page())


def test_the_policy_of_the_page_lets_in_its_own_styles_by_their_hash_and_nothing_else() -> None:
    text = render(shared(), "html")
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles]
    assert len(styles) == 2
    assert policy == f"default-src 'none'; style-src {' '.join(hashes)}; base-uri 'none'; form-action 'none'"
    assert "http" not in "".join(styles).replace('a[href^="http"]', "")


def test_only_addresses_of_the_web_become_links() -> None:
    assert link("https://example.org/a?b=1&c", "A & B") == (
        '<a href="https://example.org/a?b&#61;1&amp;c" rel="noreferrer">A &amp; B</a>'
    )
    assert [link(url, "A") for url in (None, "javascript:go()", "data:text/html,x", "/etc/passwd")] == ["A"] * 4


def test_text_is_escaped_and_what_was_built_is_not() -> None:
    assert tag("p", "a < b ", Html("<b>c</b>"), title='"') == '<p title="&quot;">a &lt; b <b>c</b></p>'


# What it says -----------------------------------------------------------------------------------------------------


def test_the_page_of_one_plan_begins_with_its_verdict_in_words_and_a_sign() -> None:
    nodes = page(result(changes=(NO_MENTORS,)))
    assert texts(nodes, "h1") == ["RED ashby breaches the model"]
    assert texts(nodes, "title")[0] == "ashby breaches the model"
    [sign] = [node for node in nodes if node.name == "svg" and "h1" in node.above]
    assert sign.attributes["aria-hidden"] == "true"
    assert texts(page(result()), "h1") == ["GREEN ashby is within the model"]
    assert texts(page(result(undecided=("parent-mentor",))), "h1") == ["AMBER ashby is not settled yet"]


def test_the_brief_says_what_breaks_what_to_do_and_what_stays() -> None:
    choices = (Choice(element="review-length", settings=(Setting(parameter="length", value="45 minutes"),)),)
    nodes = page(result(changes=(NO_MENTORS, COVER), choices=choices, undecided=("national-data",)))
    brief = section(nodes, "In two minutes").text
    assert "As it stands, the plan breaches Family Drug and Alcohol Court" in brief
    assert row(nodes, "What the site plans") == "2 changes, 1 choice and 1 element left open."
    assert row(nodes, "What breaks") == "'A parent mentor for every parent who wants one'."
    assert (
        row(nodes, "Questions for the owner") == "2 questions, on 'The same judge throughout' and 'Length of a review'."
    )
    assert row(nodes, "Still to decide") == "1 element is not decided yet: 'National data are collected'."
    assert row(nodes, "The least to do") == "Withdraw the change no-mentors, or have it agreed by the model owner."
    assert "of 57 elements are as the model specifies them; 10 of 10 core principles stand." in row(
        nodes, "What stays as it is"
    )


def test_the_brief_of_a_plan_that_changes_nothing_asks_for_nothing() -> None:
    nodes = page(result())
    assert "Nothing has to be done." in section(nodes, "In two minutes").text
    assert row(nodes, "What the site plans") == "No change, and no choice of its own."
    assert not [text for text in texts(nodes, "h2") if text.startswith(("What the plan touches", "Smallest repairs"))]


def test_the_brief_of_an_agreed_plan_says_what_was_agreed() -> None:
    nodes = page(result(changes=(COVER,), approvals=(BY_OWNER,)))
    assert "within the model, or was agreed" in section(nodes, "In two minutes").text
    assert row(nodes, "What was agreed") == "cover: A second judge ('The same judge throughout', essential element)."
    agreed = section(nodes, "Agreed variations (1)").text
    assert "Approval FDAC/2026/04 by FDAC national partnership (model owner), 2026-03-16, until 2035-03-31." in agreed


def test_more_ways_to_clear_it_and_many_agreed_variations_are_counted_in_the_brief() -> None:
    changes = tuple(
        Change(id=f"c{n}", element=id_, natures=("personnel",), what="Others do it.", function_kept="As before.")
        for n, id_ in enumerate(("same-judge", "key-worker", "specialist-team", "planning-meeting"))
    )
    covers = tuple(Covered(change=one.id, natures=("personnel",)) for one in changes)
    nodes = page(result(changes=changes, approvals=(evolve(BY_OWNER, covers=covers),)))
    assert row(nodes, "What was agreed") == "4 variations; all are listed."


def test_a_breach_says_why_where_who_says_so_and_the_ways_out() -> None:
    nodes = page(result(changes=(NO_MENTORS,)))
    assert row(nodes, "Why it matters") == "It is there for this: gives hope, an example and a friend."
    assert row(nodes, "In the plan") == "Change no-mentors"
    assert row(nodes, "Sources").startswith("Standard 7, in: The FDAC Service Standards")
    assert row(nodes, "Ways out").startswith("Either withdraw the change no-mentors")
    [cited] = [node for node in nodes if node.text == "FDAC-37" and node.name == "a"]
    [told] = [node for node in nodes if node.attributes.get("id") == cited.attributes["href"][1:]]
    assert "td" not in told.above
    assert "A parent mentor is there for every parent who would like one" in section(nodes, "Evidence cited").text


def test_a_question_to_the_owner_is_written_out_and_the_owner_is_named() -> None:
    nodes = page(result(changes=(COVER,)))
    assert row(nodes, "Ask the owner").startswith("At Ashby we would like to change 'The same judge throughout'")
    assert "The owner is Centre for Justice Innovation" in section(nodes, "To take to the model's owner (1)").text


def test_what_follows_from_a_change_stands_with_it_and_how_it_comes_about() -> None:
    early = Change(id="early", element="further-hearing", natures=("removing",), what="All at the first hearing.")
    nodes = page(result(changes=(early, evolve(NO_MENTORS, natures=("personnel",), function_kept="As before."))))
    follows = row(nodes, "The breach is in what follows from it")
    assert "The core principle 'Parents choose, and know what they choose' is no longer put into practice" in follows
    assert "[FID301] Why: Parents decide for themselves" in follows


def test_an_approval_that_has_run_out_is_said_and_the_agreed_one_stays_visible() -> None:
    lapsed = evolve(BY_OWNER, until=date(2026, 8, 31), reference="FDAC/2026/11")
    nodes = page(result(changes=(COVER,), approvals=(lapsed,)))
    assert "has run out: it ran until 2026-08-31" in section(nodes, "About the approvals (1)").text
    assert "has run out" in row(nodes, "Approvals to look at")
    assert texts(nodes, "h1") == ["AMBER ashby is not settled yet"]


def test_a_change_that_was_agreed_still_breaks_what_follows_from_it_and_the_page_says_both() -> None:
    early = Change(id="early", element="further-hearing", natures=("removing",), what="All at the first hearing.")
    agreed = evolve(BY_OWNER, covers=(Covered(change="early", natures=("removing",)),))
    nodes = page(result(changes=(early,), approvals=(agreed,)))
    assert row(nodes, "Agreed") == "FDAC/2026/04; what follows from it is not"
    assert "early: All at the first hearing" in section(nodes, "Agreed variations (").text
    assert texts(nodes, "h1") == ["RED ashby breaches the model"]


def test_what_the_baseline_knows_is_listed_and_not_counted() -> None:
    nodes = read(render(shared(), "html"))
    known = [node for node in nodes if node.attributes.get("data-kind") == "known"]
    assert len(known) == 4
    titles = "'A parent mentor for every parent who wants one', 'Fortnightly reviews with the judge'"
    titles = f"{titles} and 'Length of a review'"
    assert row(nodes, "Known before") == f"{titles}. No check fails for what is known."
    before = section(nodes, "Known before, in the baseline (3)").text
    assert all(node.text in before for node in known)


def test_a_plan_of_which_everything_was_known_is_red_and_says_that_there_is_nothing_new() -> None:
    from fidelity.files.baselines import baseline_of

    one = result(changes=(NO_MENTORS,))
    nodes = read(render(Run([one], on=DAY, baseline=baseline_of([one])), "html"))
    assert texts(nodes, "h1") == ["RED, known ashby breaches the model"]
    assert "The plan is red, and nothing was found that was not known before." in section(nodes, "In two minutes").text
    assert "no check fails for it" in section(nodes, "What was not judged").text


def test_a_page_of_several_plans_is_known_only_if_the_baseline_knows_every_one_of_the_worst() -> None:
    from fidelity.files.baselines import baseline_of

    one, other = result(changes=(NO_MENTORS,)), result(id="barton", site="Barton", changes=(NO_MENTORS,))
    some, both = baseline_of([one]), baseline_of([one, other])
    first = [texts(read(render(Run([one, other], on=DAY, baseline=known), "html")), "h1") for known in (some, both)]
    assert first == [["RED 2 of 2 plans breach their model"], ["RED, known 2 of 2 plans breach their model"]]


def test_several_plans_share_a_page_with_an_index() -> None:
    broken = Unreadable(
        "b.fidelity.yaml", (Fault("FID107", Place("b.fidelity.yaml", 4, 14), "'x'", "a word", ("see",)),)
    )
    nodes = page(result(changes=(NO_MENTORS,)), broken, result(undecided=("parent-mentor",)))
    assert texts(nodes, "h1") == ["RED 1 of 3 plans breaches its model"]
    links = [node for node in nodes if node.name == "a" and "nav" in node.above]
    assert [(node.text, node.attributes["href"]) for node in links] == [
        ("1. ashby", "#p1"),
        ("2. b.fidelity.yaml", "#p2"),
        ("3. ashby", "#p3"),
    ]
    unread = next(node for node in nodes if node.attributes.get("data-verdict") == "unreadable")
    assert unread.text.startswith("NOT READ 2. b.fidelity.yaml could not be read")
    assert "'x'; expected a word" in unread.text
    assert "line 4, column 14" in unread.text


@pytest.mark.parametrize(
    ("plans", "heading"),
    [
        ((), "NOTHING JUDGED No plans were checked"),
        (("red", "red"), "RED 2 of 2 plans breach their model"),
        (("amber", "green"), "AMBER 1 of 2 plans is not settled yet"),
        (("amber", "amber"), "AMBER 2 of 2 plans are not settled yet"),
        (("green", "unread"), "GREEN 1 of 2 plans could not be read"),
        (("unread", "unread"), "NOTHING JUDGED 2 of 2 plans could not be read"),
        (("green", "green"), "GREEN All 2 plans are within their models"),
    ],
)
def test_the_heading_over_several_plans_says_how_they_stand(plans: tuple[str, ...], heading: str) -> None:
    made: dict[str, CheckResult | Unreadable] = {
        "red": result(changes=(NO_MENTORS,)),
        "amber": result(undecided=("parent-mentor",)),
        "green": result(),
        "unread": Unreadable("b", (Fault("FID101", Place("b"), "no such file", ""),)),
    }
    assert texts(page(*(made[one] for one in plans)), "h1") == [heading]


def test_one_plan_that_cannot_be_read_has_a_page_of_its_own() -> None:
    nodes = page(Unreadable("b", (Fault("FID101", Place("b"), "no such file", ""),)))
    assert texts(nodes, "h1") == ["NOT READ b could not be read"]
    assert texts(nodes, "title")[0] == "b could not be read"
    assert row(nodes, "Where") == "the file as a whole"


def test_a_plan_that_makes_no_claim_is_compared_and_not_judged() -> None:
    nodes = page(result(changes=(NO_MENTORS,), claim="inspired-by"))
    assert "does not claim to be Family Drug and Alcohol Court" in section(nodes, "In two minutes").text
    assert "parent mentor" in section(nodes, "Differences from the model (1)").text
    assert "nothing in it was judged a breach" in section(nodes, "What was not judged").text
    assert row(nodes, "Its claim") == "inspired by the model, and not it"


def test_the_limits_of_the_judgement_are_told() -> None:
    from fidelity.plan.plan import Addition

    added = Change(
        id="link",
        addition=Addition(id="link", title="School link worker", statement="Links."),
        natures=("adding",),
        what="A link worker.",
        record=Record(effects="Needs are seen sooner."),
    )
    conditional = evolve(BY_OWNER, conditions="One judge only.")
    said = section(
        page(result(None, changes=(COVER, added), approvals=(conditional,)), on=None), "What was not judged"
    ).text
    assert "No day was given, so whether approvals have run out was not judged." in said
    assert "Whether these are kept cannot be seen from the plan." in said
    assert "What the site adds ('School link worker') was judged by what it touches" in said
    assert "it is for people to weigh" in said


def test_where_not_all_ways_to_clear_it_are_known_the_page_says_so() -> None:
    names = [element.id for element in fidelity.load_model("fdac").essential[:20]]
    gone = tuple(Change(id=name, what="It goes.", element=name, natures=("removing",)) for name in names)
    nodes = page(result(changes=gone))
    repairs = section(nodes, "Smallest repairs").text
    assert "All of these together are enough for nothing to be in breach any more:" in repairs
    assert repairs.endswith("There are more; these are the smallest.")
    assert "There are more ways to clear it than are listed" in section(nodes, "What was not judged").text


@given(cases(max_size=6, max_atoms=5))
def test_a_page_lists_the_repairs_of_a_breach_or_says_that_none_would_help(case: Case) -> None:
    found = judge_plan(case.plan, case.model, case.bind, case.on)
    nodes = read(render(Run([found], case.bind, case.on), "html"))
    if found.verdict != "red":
        assert "Smallest repairs" not in texts(nodes, "h2")
        return
    said, least = section(nodes, "Smallest repairs").text, row(nodes, "The least to do")
    ways = phrases.repairs(found)
    if not ways:
        assert least == phrases.NO_REPAIR
        assert phrases.NO_REPAIR in said
    elif len(ways) == 1:
        assert all(f"{capital(step)}." in said for step in ways[0])
    else:
        assert all(f"{capital('; and '.join(way))}." in said for way in ways[:12])
        assert f"Or one of {counted(len(ways) - 1, 'other way')}" in least
        more = re.search(r"There are \d+ other ways?\.", said) is not None
        assert more == (len(ways) > 12 and found.repairs().complete)


def test_everything_undecided_is_named() -> None:
    nodes = page(result(unmentioned="undecided"))
    assert row(nodes, "All of them").count("', '") == 56
    assert "Trained judges" in row(nodes, "All of them")
    assert any(text.endswith(". Undecided") for text in texts(nodes, "h3"))


def test_a_plan_judged_by_another_version_of_its_model_says_so() -> None:
    model = evolve(fidelity.load_model("fdac"), version="2027.1")
    found = judge_plan(ASHBY, model, fidelity.Strength.RESTATED, DAY)
    assert row(page(found), "The plan names") == "fdac@2026.1"


# The picture, and the parts that every finding is sorted into -----------------------------------------------------


def test_the_picture_shows_what_the_plan_touches_and_what_follows_with_what_became_of_it() -> None:
    early = Change(id="early", element="further-hearing", natures=("removing",), what="All at the first hearing.")
    nodes = page(result(changes=(early,)))
    drawn = [node.text for node in nodes if node.name == "text"]
    assert "\N{MULTIPLICATION SIGN} not in place" in drawn
    assert "Formal consent in" in " ".join(drawn)
    assert "National data are collected" not in " ".join(drawn)
    [caption] = texts(nodes, "figcaption")
    assert caption.endswith("The same stands in words in a table.")


def test_a_practice_that_the_model_rules_out_stands_in_the_picture() -> None:
    practice = fidelity.load_model("fdac").proscribed[0]
    nodes = page(result(changes=(Change(id="in", proscribed=practice.id, what="It comes in."),)))
    drawn = [node.text for node in nodes if node.name == "text"]
    assert "! brought in by the plan" in drawn
    assert texts(nodes, "figcaption") == [
        "Every element that the plan touches, or that hangs on one it touches, with what became of it."
    ]


def test_what_the_site_adds_stands_in_the_picture_beside_what_it_bears_on() -> None:
    own = Addition("dog", "A visiting dog", "It visits.", requires=("same-judge",), excludes=("trained-judge",))
    change = Change(id="c1", addition=own, touches=("review-hearing",), natures=("adding",), what="A dog visits.")
    nodes = page(result(changes=(change,)))
    drawn = " ".join(node.text for node in nodes if node.name == "text")
    assert "A visiting dog bears on: Fortnightly reviews with the judge + added by the plan" in drawn
    [described] = texts(nodes, "desc")
    assert "A visiting dog needs The same judge throughout (unsure)" in described
    [mark] = [node for node in nodes if node.name == "text" and node.text == "+ added by the plan"]
    assert mark.attributes["class"] == "mark ask"  # it bears on an essential element, and so goes to the owner
    alone = evolve(change, addition=Addition("dog", "A visiting dog", "It visits."), touches=())
    assert "+ added by the plan" in [node.text for node in page(result(changes=(alone,))) if node.name == "text"]


@given(cases(max_size=6, max_atoms=5))
def test_what_is_affected_is_what_the_findings_are_about_and_what_is_not_as_specified(case: Case) -> None:
    found = judge_plan(case.plan, case.model, case.bind, case.on)
    shown = affected(found)
    assert len(shown) == len(set(shown))
    assert {id_ for id_, state in found.elements.items() if state.state != "as-specified"} <= set(shown)
    about = {
        one.element
        for one in found.findings
        if one.raw.family in {CHANGES, CONSEQUENCES} and one.element and one.verdict != "green"
    }
    assert about - set(shown) == set()


@given(cases(max_size=6, max_atoms=5))
def test_every_finding_stands_in_exactly_one_section(case: Case) -> None:
    found = judge_plan(case.plan, case.model, case.bind, case.on)
    parts = sections(Run([found], case.bind, case.on), found)._replace(variations=())
    sorted_ = [one for part in parts for each in part for one in (each if isinstance(each, tuple) else (each,))]
    assert Counter(map(id, sorted_)) == Counter(map(id, found.findings))


def test_the_examples_each_make_a_page(subtests: pytest.Subtests) -> None:
    for path in sorted((ROOT / "docs" / "examples").glob("*.yaml")):
        with subtests.test(path.name):
            assert_open_to_everybody(page(fidelity.check(fidelity.load_plan(path), on=DAY)))
