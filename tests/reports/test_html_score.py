"""The page of a score: critical components first, what it means, ways to get better, and open to everybody."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.browser import axe_violations, nu_errors, seen_in_browser
from tests.checklists.quarters import RATERS
from tests.commands.call import EXAMPLES
from tests.reports.page_read import read
from tests.reports.test_html_report import assert_open_to_everybody, row, texts
from tests.scoring.test_site_charts import drifting

import fidelity
from fidelity.reports.score import render_score
from fidelity.scoring.delivery import occasions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports.page_read import Node

FDAC = fidelity.checklist("fdac")
BEST = {item.name: "2" if item.kind == "indicator" else "1" for item in FDAC}
HOSTILE = "</style><script>alert(1)</script>"


def page_of(score: fidelity.Score) -> str:
    return render_score(score, "html", tuple(occasions(score)))


def page(*forms: fidelity.Form) -> list[Node]:
    return read(page_of(fidelity.score(FDAC, fidelity.Responses(forms))))


def form(rater: str = "a", site: str = "Ashby", period: str = "2026-Q1", **codes: str) -> fidelity.Form:
    answers = {name: fidelity.Answer(code) for name, code in (BEST | codes).items() if code}
    return fidelity.Form(f"{rater} {site} {period}", answers, rater=rater, site=site, period=period)


def quarters() -> fidelity.Score:
    return fidelity.score(FDAC, fidelity.read_responses(FDAC, EXAMPLES / "delivery" / "quarters.csv"))


def finding(nodes: list[Node], code: str) -> Node:
    return next(node for node in nodes if node.attributes.get("data-code") == code)


# What it says -----------------------------------------------------------------------------------------------------


def test_critical_components_stand_first_with_the_verdict_on_delivery() -> None:
    assert texts(page(form()), "h1") == ["DELIVERED GREEN Critical components met: 41 of 41"]
    nodes = page(form(review_gap="0", judge_same="nk"))
    assert texts(nodes, "h1") == ["DELIVERED RED Critical components met: 39 of 41"]
    assert texts(nodes, "title")[0] == "Critical components met: 39 of 41"


def test_several_sites_are_told_apart_by_their_latest_period() -> None:
    assert texts(read(page_of(quarters())), "h1") == [
        "DELIVERED RED Critical components met: 41 of 41 in Ashby, 2026-Q4, 38 of 41 in Barton, 2026-Q4"
    ]
    later = page(form(review_gap="0"), form(period="2026-Q2"))
    assert texts(later, "h1") == ["DELIVERED GREEN Critical components met: 41 of 41 in Ashby, 2026-Q2"]
    many = page(form(site="A", review_gap="0"), form(site="B"), form(site="C"), form(site="D"))
    assert texts(many, "h1") == ["DELIVERED RED Critical components met: all of them at 3 of 4 sites"]


def test_what_is_not_in_place_says_what_follows_and_how_to_get_better() -> None:
    nodes = page(form(judge_same="0"))
    said = finding(nodes, "FID201")
    assert said.attributes["data-kind"] == "breach"
    assert "'The same judge throughout' is not in place as delivered" in said.text
    assert "was rated 'not in place', below 'fully', the form's threshold for what is in place" in said.text
    assert "'How many cases a year' may not hold up in delivery, because of 'The same judge throughout'." in said.text
    assert "ask those who do it what keeps it from 'fully', and what would help. Look at records together." in said.text
    assert "Keep in view what it is for: lets judge and parents get to know each other" in said.text
    assert "write it into the plan as a change, and have it checked and, where it has to be, agreed." in said.text
    assert row(nodes, "Breaches of the model") == ("Ashby, 2026-Q1: 1 breach that was not planned, and 3 open matters.")


def test_what_nobody_can_tell_says_where_to_look() -> None:
    said = finding(page(form(worker_named="nk")), "FID209")
    assert said.text.startswith("1. Not known, or not decided to settleFID209 Nobody can tell yet")
    assert "Find out before you judge: 'Each parent had a named key worker who worked with them directly.'" in said.text
    assert "Look at file audit and interview." in said.text


def test_a_long_list_of_what_cannot_be_told_is_cut_and_says_so() -> None:
    names = [item.name for item in FDAC if item.tier == "essential"][:9]
    said = finding(page(form(**dict.fromkeys(names, "nk"))), "FID209")
    assert "And 3 more; they are listed under the items that cannot be told." in said.text


def test_a_practice_that_was_found_has_ways_out_too() -> None:
    said = finding(page(form(no_ordinary_trac_b8ac="0")), "FID205")
    assert "Agree how to keep it out from now on, and who will notice if it comes back." in said.text


def test_what_follows_from_several_things_points_at_them() -> None:
    nodes = read(page_of(quarters()))
    joint = next(node for node in nodes if node.attributes.get("data-code") == "FID302" and node.name == "article")
    assert (
        "Put in place what it follows from: Fortnightly reviews with the judge; The same judge throughout."
        in joint.text
    )


def test_every_site_and_period_is_in_the_table_and_those_with_something_to_say_below_it() -> None:
    nodes = read(page_of(quarters()))
    names = [node.text for node in nodes if node.name == "th" and node.attributes["scope"] == "row"][:8]
    assert names == [f"{site}, 2026-Q{at}" for site in ("Ashby", "Barton") for at in (1, 2, 3, 4)]
    told = [text for text in texts(nodes, "h3") if text.startswith(("Ashby,", "Barton,"))]
    assert told == ["Barton, 2026-Q4", "Barton, 2026-Q3", "Barton, 2026-Q2"]
    assert "At no site and in no period does delivery add anything" in page_of(
        fidelity.score(FDAC, fidelity.Responses((form(), form(period="2026-Q2"))))
    )


def test_a_weak_principle_and_what_differs_from_the_plan_are_listed() -> None:
    principle = next(item for item in FDAC if item.tier == "principle")
    nodes = page(form(**{principle.name: "0"}))
    assert row(nodes, "Rated below the threshold themselves") == principle.title
    nodes = page(form(review_gap="0"))
    assert "Fortnightly reviews with the judge: planned as specified, delivered not in place" in row(
        nodes, "Differs from the plan"
    )


def test_figures_keep_not_applicable_not_known_and_not_answered_apart_and_show_the_range() -> None:
    nodes = page(form(review_gap="na", judge_same="nk", worker_named="", mentor_offered="1"))
    text = " ".join(node.text for node in nodes if node.name == "section")
    assert "1 not applicable, 1 not known, 1 not answered" in text
    assert "99% of what was answered (between 95.1% and 99% with the gaps)" in text  # 48.5 of 49, of 51, 50.5 of 51
    bars = [node for node in nodes if node.attributes.get("class") == "possible"]
    assert any(float(bar.attributes["width"]) > 3 for bar in bars)
    heads = {node.text for node in nodes if node.name == "caption"}
    assert heads >= {f"Scores by {kind}" for kind in ("principle", "element", "tier", "item")}
    assert "Scores by rater" not in heads


def test_the_rules_are_printed() -> None:
    rules = next(node for node in page(form()) if node.name == "section" and "The rules behind" in node.text)
    assert "Gaps (none): nothing is filled in" in rules.text
    assert "Percentages (range): share of the possible range" in rules.text


def test_agreement_says_it_in_plain_words_before_any_statistic_and_defines_each() -> None:
    nodes = read(page_of(quarters()))
    part = next(node for node in nodes if node.name == "section" and node.text.startswith("Do the raters agree?"))
    assert part.text.index("were the same from everybody") < part.text.index("Percent agreement")
    assert f"{RATERS[0]}, {RATERS[1]} and {RATERS[2]} rated the same (at 8 sites or periods)." in part.text
    assert "The parent was offered a mentor. (8 of 8 times)" in part.text
    assert "Not defined: both raters put every unit into one and the same category" in part.text
    assert "also called ICC(2,1)" in part.text


def test_many_items_apart_are_cut_and_counted() -> None:
    names = [item.name for item in FDAC if item.kind == "indicator"][:13]
    nodes = page(form(), form("b", **dict.fromkeys(names, "1")))
    part = next(node for node in nodes if node.name == "section" and node.text.startswith("Do the raters agree?"))
    assert "And 3 more items." in part.text


def test_charts_stand_on_the_page_with_what_they_say_in_words() -> None:
    score, found = drifting()
    nodes = read(render_score(score, "html", found))
    captions = texts(nodes, "figcaption")
    assert len(captions) == len([node for node in nodes if node.attributes.get("class") == "fc"]) == 6
    assert any(text.startswith("Barton: critical components met. ") and "a trend down" in text for text in captions)
    assert "a trend down over" in row(nodes, "Over time")
    assert row(read(page_of(quarters())), "Over time") == "Too few periods to judge yet; the charts show what there is."


def test_steady_charts_say_so() -> None:
    score, found = drifting()
    steady = [one for one in found if one.site == "Ashby"]
    assert row(read(render_score(score, "html", steady)), "Over time") == "No chart signals a change."


def test_what_was_not_understood_is_listed_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "form.csv"
    file.write_text("site,period,item,code\nAshby,2026-Q1,review_gap,mostly\nAshby,2026-Q1,judge_same,2\n", "utf-8")
    nodes = read(page_of(fidelity.score(FDAC, file)))
    part = next(node for node in nodes if node.name == "section" and node.text.startswith("Not understood"))
    assert f"{file}:2:" in part.text
    assert "FID704" in part.text
    assert "'mostly' is no answer to 'review_gap'" in part.text
    assert "some forms do not say which checklist was filled in" in part.text


def test_a_page_without_forms_says_that_there_is_nothing() -> None:
    nodes = page()
    assert row(nodes, "Forms") == "No form could be read, so there is nothing to score."
    assert_open_to_everybody(nodes)


def test_a_published_scale_has_its_bands_and_no_verdict() -> None:
    from fidelity.checklists.scale_files import load_scale

    scale = load_scale(str(EXAMPLES / "scales" / "ips-25.yaml")).checklist
    answers = {item.name: fidelity.Answer("4") for item in scale}
    nodes = read(render_score(fidelity.score(scale, fidelity.Responses((fidelity.Form("f1", answers),))), "html"))
    assert texts(nodes, "h1") == [scale.title]
    assert row(nodes, "Bands").startswith("f1: ")
    assert "Planned against delivered" not in texts(nodes, "h2")


# A page for everybody ---------------------------------------------------------------------------------------------


def test_the_page_is_in_order_named_and_without_anything_from_elsewhere() -> None:
    score, found = drifting()
    for text in (page_of(quarters()), render_score(score, "html", found)):
        assert_open_to_everybody(read(text))


def test_the_policy_lets_in_the_pages_own_styles_and_nothing_else() -> None:
    text = page_of(quarters())
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    styles = list(dict.fromkeys(re.findall(r"<style>(.*?)</style>", text, re.DOTALL)))
    hashes = [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles]
    assert len(styles) == 3
    assert policy == f"default-src 'none'; style-src {' '.join(hashes)}; base-uri 'none'; form-action 'none'"


def test_nothing_that_forms_say_can_add_to_the_page() -> None:
    bad = form(HOSTILE, HOSTILE, HOSTILE, review_gap="1")
    plain = form("x", "x", "x", review_gap="1")
    others = form(HOSTILE + "2", HOSTILE, HOSTILE), form("x2", "x", "x")
    assert [node.name for node in page(bad, others[0])] == [node.name for node in page(plain, others[1])]
    assert "<script" not in page_of(fidelity.score(FDAC, fidelity.Responses((bad, others[0]))))


def test_no_heading_is_skipped_on_any_page() -> None:
    for nodes in (page(form()), page(form(review_gap="0"), form("b")), page()):
        levels = [int(node.name[1]) for node in nodes if re.fullmatch(r"h\d", node.name)]
        assert all(below - above <= 1 for above, below in pairwise([0, *levels])), levels


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the page of the example, and one with control charts."""
    folder, (score, found) = tmp_path_factory.mktemp("pages"), drifting()
    made = {"quarters.html": page_of(quarters()), "years.html": render_score(score, "html", found)}
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in made]


def test_it_passes_the_checkers_of_the_web_by_day_and_by_night(files: list[Path]) -> None:
    assert axe_violations(*files) == []
    assert nu_errors(*files) == []


def test_it_keeps_to_itself_and_fits_a_narrow_window(files: list[Path]) -> None:
    for path in files:
        assert seen_in_browser(path, "document.documentElement.scrollWidth", width=400) == (400, [])
