"""``fidelity explain``: what a finding code means, why it matters, an example, and the ways out."""

from __future__ import annotations

# ruff: noqa: PTH109 - as in the other commands
import os
from typing import TYPE_CHECKING

from fidelity.commands.output import say, width_of
from fidelity.rendering.english import nearest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import TextIO

    from fidelity.codes import Code

NAME = "explain"
HELP = "say what a finding code means, why it matters, and what the ways out are"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "code", nargs="?", metavar="CODE", help="such as FID201, or its name; without one, all are listed"
    )
    parser.add_argument("--local-rules", metavar="FILE", action="append", help="know the rules in this file as well")
    parser.add_argument("--config", metavar="FILE", help="read the settings of this file, and of no other")
    parser.add_argument("--isolated", action="store_true", help="read no settings, and know no rules but these")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print the explanation of a code, or the list of all codes."""
    from fidelity.api import all_codes

    width = width_of(out, os.environ)
    if options.code is None:
        say(_listing([*all_codes(), *_local(options)], width), out)
        return 0
    rule = _named(options.code, all_codes())
    if rule is None:
        known = [*all_codes(), *_local(options)]
        rule = _named(options.code, known)
        if rule is None:
            say(_unknown(options.code, known), err)
            return 2
    say(_explanation(rule, width), out)
    return 0


def _named(word: str, rules: Sequence[Code]) -> Code | None:
    wanted = word.strip().lower()
    return next((one for one in rules if wanted in {one.code.lower(), one.name}), None)


def _local(options: argparse.Namespace) -> list[Code]:
    """Return the local rules that the settings name."""
    from fidelity.commands.settings import local_rules, read_settings

    settings = read_settings(vars(options), os.environ, os.getcwd(), "" if options.isolated else options.config)
    return [one.rule for one in local_rules(settings, isolated=options.isolated)]


def _listing(rules: Sequence[Code], width: int) -> str:
    from fidelity.rendering.page import Page

    page = Page(width)
    for rule in rules:
        page.say(rule.summary, mark=f"{rule.code}  ")
    page.gap()
    page.say("fidelity explain CODE says more about one of them.")
    return str(page)


def _unknown(word: str, rules: Sequence[Code]) -> str:
    from fidelity.rendering.english import printable

    known = [*(rule.code for rule in rules), *(rule.name for rule in rules)]
    close = nearest(word.upper(), known) or nearest(word.lower(), known)
    near = f" (did you mean {close}?)" if close else ""
    return f"fidelity explain: there is no code '{printable(word)}'{near}. 'fidelity explain' lists them all.\n"


def _explanation(rule: Code, width: int) -> str:
    from fidelity.rendering.page import Page
    from fidelity.reports.check.phrases import choices

    page = Page(width)
    page.heading(f"{rule.code} {rule.name}")
    page.say(rule.summary)
    page.heading("Why it matters")
    page.say(rule.why)
    for title, plan in ((f"A {rule.shows} that has it", rule.fails), (f"A {rule.shows} that does not", rule.passes)):
        if plan:
            page.heading(title)
            page.verbatim(plan, indent=2)
    ways = _ways_out(rule)
    if ways:
        page.heading(f"Ways out, for the {rule.shows} that has it")
        for way in choices(ways):
            page.say(way, indent=2, mark="- ")
    page.heading("Where the rule comes from")
    page.say(rule.source)
    return str(page)


def _ways_out(rule: Code) -> tuple[str, ...]:
    """Return the ways out of the rule's own example, as a check of it would give them."""
    from fidelity.api import check
    from fidelity.errors import InputError
    from fidelity.files.plans import read_plan

    if not rule.fails:
        return ()
    if rule.shows == "model":
        return _ways_of_a_model(rule)
    if rule.shows != "plan":
        from fidelity.scoring.trial import ways_out_of

        return ways_out_of(rule)
    try:
        plan = read_plan(rule.fails.encode(), "example")
        from datetime import date

        for on in (date.today(), None):  # noqa: DTZ011 - one code is about checks without a date
            for finding in check(plan, on=on).findings:
                for one in (finding, *finding.consequences):
                    if one.code == rule.code:
                        return one.ways_out
    except InputError as error:
        return next((fault.ways_out for fault in error.faults if fault.code == rule.code), ())
    return ()


def _ways_of_a_model(rule: Code) -> tuple[str, ...]:
    from fidelity.errors import MissingExtraError
    from fidelity.files.models import read_model
    from fidelity.soundness.lint import lint

    try:
        issues = lint(read_model(rule.fails.encode(), "example")).issues
    except MissingExtraError:  # the page is worth reading without
        return ()
    return next((issue.ways_out for issue in issues if issue.code == rule.code), ())
