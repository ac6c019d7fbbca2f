"""``fidelity explain``: what a finding code means, why it matters, an example, and the ways out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from fidelity.commands.output import say, width_of
from fidelity.errors import InputError
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
    word = options.code.strip().lower()
    known = all_codes()
    code = next((one for one in known if word in {one.code.lower(), one.name}), None)
    if code is None:  # local rules are Python files that would be run: only if no other code has this name
        known = (*known, *_local(options))
        code = next((one for one in known if word in {one.code.lower(), one.name}), None)
    if code is None:
        say(_unknown(options.code, known), err)
        return 2
    say(_explanation(code, width), out)
    return 0


def _local(options: argparse.Namespace) -> list[Code]:
    """Return the local rules that the settings name."""
    from fidelity.commands.settings import local_rules, settings_of

    return [one.rule for one in local_rules(settings_of(options), isolated=options.isolated)]


def _listing(codes: Sequence[Code], width: int) -> str:
    from fidelity.rendering.page import Page

    page = Page(width)
    for code in codes:
        page.say(code.summary, mark=f"{code.code}  ")
    page.gap()
    page.say("fidelity explain CODE says more about one of them.")
    return str(page)


def _unknown(word: str, codes: Sequence[Code]) -> str:
    from fidelity.rendering.english import printable

    known = [*(code.code for code in codes), *(code.name for code in codes)]
    close = nearest(word.upper(), known) or nearest(word.lower(), known)
    near = f" (did you mean {close}?)" if close else ""
    return f"fidelity explain: there is no code '{printable(word)}'{near}. 'fidelity explain' lists them all.\n"


def _explanation(code: Code, width: int) -> str:
    from fidelity.rendering.page import Page
    from fidelity.reports.check.phrases import choices

    page = Page(width)
    page.heading(f"{code.code} {code.name}")
    page.say(code.summary)
    page.heading("Why it matters")
    page.say(code.why)
    for title, example in ((f"A {code.shows} that has it", code.fails), (f"A {code.shows} that does not", code.passes)):
        if example:
            page.heading(title)
            page.verbatim(example, indent=2)
    ways = _ways_out(code)
    if ways:
        page.heading(f"Ways out, for the {code.shows} that has it")
        for way in choices(ways):
            page.say(way, indent=2, mark="- ")
    page.heading("Where the rule comes from")
    page.say(code.source)
    return str(page)


def _ways_out(code: Code) -> tuple[str, ...]:
    """Return the ways out of the code's own example, as a check of it would give them."""
    if not code.fails:
        return ()
    if code.shows == "model":
        from fidelity.errors import MissingExtraError
        from fidelity.files.models import read_model
        from fidelity.soundness.lint import lint

        try:
            issues = lint(read_model(code.fails.encode(), "example")).issues
        except MissingExtraError:  # the rest of the page is worth reading
            return ()
        return next((issue.ways_out for issue in issues if issue.code == code.code), ())
    if code.shows != "plan":
        return ways_out_of(code)
    from datetime import date

    from fidelity.api import check
    from fidelity.errors import InputError
    from fidelity.files.plans import read_plan

    try:
        plan = read_plan(code.fails.encode(), "example")
        for on in (date.today(), None):  # noqa: DTZ011 - the day at the reader's place; one code is about no date
            for finding in check(plan, on=on).findings:
                for one in (finding, *finding.consequences):
                    if one.code == code.code:
                        return one.ways_out
    except InputError as error:
        return next((fault.ways_out for fault in error.faults if fault.code == code.code), ())
    return ()


_MODEL = "fdac"
_NAMES = {"form": "form.csv", "scale": "scale.yaml"}


class Trial(NamedTuple):
    """What was said, a line a thing; the codes among it; and the ways out that were named."""

    answer: str
    codes: tuple[str, ...]
    ways_out: tuple[str, ...]


def trial(text: str, shows: str) -> Trial:
    """Return the answer to a completed form of ``fdac``, or to a scale."""
    try:
        return _scale(text) if shows == "scale" else _form(text)
    except InputError as error:
        lines = "".join(f"{fault}\n" for fault in error.faults)
        ways = tuple(dict.fromkeys(way for fault in error.faults for way in fault.ways_out))
        return Trial(lines, tuple(fault.code for fault in error.faults), ways)


def ways_out_of(rule: Code) -> tuple[str, ...]:
    """Return the ways out of the example that has a code."""
    return trial(rule.fails, rule.shows).ways_out


def _form(text: str) -> Trial:
    from fidelity.checklists.making import checklist
    from fidelity.checklists.reading import read_data

    found = read_data(checklist(_MODEL), _NAMES["form"], text.encode())
    lines = "".join(f"{one}\n" for one in found.not_understood)
    return Trial(lines, tuple(one.code for one in found.not_understood), ())


def _scale(text: str) -> Trial:
    from fidelity.checklists.scale_files import read_scale
    from fidelity.checklists.scales import scale_issues

    issues = scale_issues(read_scale(text.encode(), _NAMES["scale"]))
    lines = "".join(f"{one.place}: {one.code} {one.message}\n" for one in issues)
    ways = tuple(dict.fromkeys(way for one in issues for way in one.ways_out))
    return Trial(lines, tuple(one.code for one in issues), ways)
