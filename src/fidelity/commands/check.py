"""``fidelity check``: do these plans still fit their models? With reasons."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from fidelity.commands.arguments import AddReport, day, reports_of
from fidelity.commands.output import (
    COLOURS,
    AsMade,
    OutputError,
    say,
    say_faults,
    spare,
    wants_colour,
    width_of,
    write_output,
    write_outputs,
)
from fidelity.commands.plan_files import Terms, plans_named, refuse_nothing, result_of
from fidelity.commands.settings import NO, Settings, local_rules, settings_of
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import MISSING_KEY
from fidelity.model.strength import LEVELS
from fidelity.reports.check import FORMATS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from fidelity.checking.local import LocalRule
    from fidelity.checking.result import CheckResult, Unreadable
    from fidelity.commands.arguments import Report
    from fidelity.files.baselines import Baseline
    from fidelity.reports import Layout
    from fidelity.reports.check.run import Run

# ruff: noqa: PTH109, PTH110, PTH123 - pathlib costs 8 ms at the start

NAME = "check"
HELP = "say whether adaptation plans are still the model, and why"

_ENDING = """\
examples:
  fidelity check northtown.fidelity.yaml
  fidelity check plans/ --fail-on amber
  fidelity check plans/ --format sarif --output fidelity.sarif --format text
  fidelity check plans/ --baseline known.json --update-baseline
  fidelity new fdac | fidelity check -

exit status: 0 nothing at or above the threshold, 1 something is, 2 could not check
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.epilog = _ENDING
    add = parser.add_argument
    add(
        "plans",
        nargs="*",
        metavar="PLAN",
        help="a file, a folder with *.fidelity.yaml (.yml, .json, .xlsx), a pattern such as 'plans/**/*.yaml', or '-'",
    )
    add(
        "--model",
        metavar="MODEL",
        help="judge by this version of the model, or by this file, and not by what is pinned",
    )
    add(
        "--format",
        action=AddReport,
        dest="reports",
        choices=FORMATS.names,
        help="how to report (default: text); several times, each with an --output, for several reports",
    )
    add(
        "--output",
        action=AddReport,
        dest="reports",
        metavar="FILE",
        help="write the report before it to this file, whole or not at all",
    )
    _add_judging(parser)
    _add_showing(parser)


def _add_judging(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--fail-on", choices=("red", "amber", "never"), help="what makes the status 1 (default: red)")
    add("--exit-zero", action="store_true", help="report, and end with status 0 whatever was found")
    add("--allow-empty", action="store_true", help="let a folder or pattern have no plans")
    add("--baseline", metavar="FILE", help="list what this file knows, and do not count it")
    add("--update-baseline", action="store_true", help="write the baseline, or take out of it what is no longer found")
    add("--bind", choices=tuple(LEVELS), help="the weakest strength that binds (default: restated)")
    add("--on", type=day, metavar="DATE", help="the day to judge approvals by, such as 2026-11-22 (default: today)")
    add(
        "--local-rules",
        metavar="FILE",
        action="append",
        help="check by the rules in this Python file as well, which is run; several times for several files",
    )
    add("--packaged-rules", action="store_true", help="check by the rules that installed packages offer as well")
    add(
        "--no-privacy-scan",
        action="store_const",
        const=NO,
        dest="privacy_scan",
        help="do not look for what seems to be personal data",
    )


def _add_showing(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--verbose", action="store_true", help="show every cause, all the evidence, and the state of the elements")
    add("--color", "--colour", choices=COLOURS, help="colour the text report (default: auto)")
    add("--config", metavar="FILE", help="read the settings of this file, and of no other")
    add("--isolated", action="store_true", help="read no file of settings, and run no rules but those of the call")
    add("--show-config", action="store_true", help="print every setting, its value and where that is from")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Check the plans and report; plans that cannot be read are named on ``err`` too."""
    from fidelity.reports import pieces

    settings = settings_of(options)
    if options.show_config:
        say(str(settings), out)
        return 0
    reports = reports_of(options.reports, settings.word("format"))
    words = settings.texts("plans")
    refuse_nothing(words, "fidelity check")
    baseline_file = settings.text("baseline")
    if options.update_baseline and baseline_file is None:
        raise InputError(
            [Fault(MISSING_KEY, Place("--update-baseline"), "no file is named", "--baseline FILE as well")]
        )
    for report in reports:
        spare(report.output, (word for word in (*words, baseline_file) if word and word != "-"), "this call reads it")
    rules = local_rules(settings, isolated=options.isolated)
    known = _baseline(baseline_file, missing_ok=options.update_baseline)
    shown = out if any(report.output in {None, "-"} for report in reports) else None
    checked = _checked_run(options, settings, rules, known, err, shown)
    if options.update_baseline and baseline_file is not None:
        checked = _with_updated_baseline(checked, baseline_file, err)
    made = []
    for report in reports:
        name, layout = report.format or "text", _layout(report, options, settings, out)
        some = pieces(FORMATS, name, checked, layout)
        # Both put every text of a plan through a page first.
        made.append((AsMade(some) if name == "github" or (name == "text" and layout.colour) else some, report.output))
    write_outputs(made, out)
    if any(report.format == "github" for report in reports):
        tell_github(checked, os.environ)
    if checked.counts["unreadable"] or not (checked.results or settings.yes("allow-empty")):
        return 2
    return int(checked.failed and not settings.yes("exit-zero"))


def _checked_run(
    options: argparse.Namespace,
    settings: Settings,
    rules: tuple[LocalRule, ...],
    baseline: Baseline | None,
    err: TextIO,
    out: TextIO | None,
) -> Run:
    from fidelity.files.tree import Quiet
    from fidelity.reports.check.run import Run
    from fidelity.verdicts import Verdict

    bind, on = LEVELS[settings.word("bind")], options.on or date.today()  # noqa: DTZ011 - the day at the reader's place
    fail_on = None if settings.word("fail-on") == "never" else Verdict(settings.word("fail-on"))
    with Quiet():  # every result is kept for the report, so the collector would find next to nothing
        results = tuple(_checked(settings, Terms(on, bind, rules, settings.yes("privacy-scan")), err, out))
    return Run(results, bind, on, fail_on, baseline)


def _checked(settings: Settings, terms: Terms, err: TextIO, out: TextIO | None) -> Iterator[CheckResult | Unreadable]:
    """Yield the result of each plan that the call names, and say at once why a plan cannot be read."""
    from fidelity.checking.result import Unreadable
    from fidelity.commands.output import with_progress
    from fidelity.files.library import load_model, use_folders

    use_folders(settings.texts("model-path"))
    name = settings.text("model")
    model = load_model(name, place=Place("--model")) if name else None
    named = list(plans_named(settings.texts("plans"), err, allow_empty=settings.yes("allow-empty")))
    for one in with_progress(named, len(named), err):
        result = result_of(one, terms, model)
        if isinstance(result, Unreadable):
            say_faults(result.faults, err, out)
        yield result


def _baseline(path: str | None, *, missing_ok: bool) -> Baseline | None:
    """Return the baseline in a file; ``None`` if there is no file, or none yet."""
    if path is None or (missing_ok and not os.path.exists(path)):
        return None
    from fidelity.files.baselines import Baseline, load_known

    return Baseline.of_words(load_known(path))


def _with_updated_baseline(run: Run, path: str, err: TextIO) -> Run:
    """Write the baseline and return the run judged by it: a new one knows everything, an old one only gets smaller."""
    from fidelity.files.baselines import baseline_of, baseline_text
    from fidelity.reports.check.run import Run

    if run.counts["unreadable"]:
        say(f"{path}: left as it is, because not all plans could be read\n", err)
        return run
    before = run.baseline
    after = baseline_of(run.judged()) if before is None else before.shrunk(run.judged())
    write_output(baseline_text(after), path, err)
    return Run(run.results, run.bind, run.on, run.fail_on, after)


def _layout(report: Report, options: argparse.Namespace, settings: Settings, out: TextIO) -> Layout:
    from fidelity.reports import Layout

    colour, here = settings.word("color"), os.getcwd()
    if report.output in {None, "-"}:
        return Layout(width_of(out, os.environ), wants_colour(colour, out, os.environ), options.verbose, here)
    return Layout(verbose=options.verbose, colour=colour == "always", base=here)


_MOST_BYTES = 1_000_000
"""How much of a summary is written: GitHub refuses more than 1 MiB a step, and then shows none of it."""


def tell_github(run: Run, environ: Mapping[str, str]) -> None:
    """Append the Markdown report to the job's summary, and the counts to the step's outputs, if GitHub asks for them.

    Raises
    ------
    OutputError
        If a file that GitHub named cannot be written.
    """
    summary, outputs = environ.get("GITHUB_STEP_SUMMARY"), environ.get("GITHUB_OUTPUT")
    if summary:
        from fidelity.reports import report

        encoded = report(FORMATS, "markdown", run).encode("utf-8", "backslashreplace")
        text = encoded[:_MOST_BYTES].decode("utf-8", "ignore")
        if len(encoded) > _MOST_BYTES:
            text = f"{text.rpartition(chr(10))[0]}\n\nThe rest is in the log: a summary holds no more.\n"
        _append(summary, text)
    if outputs:
        rows = {"verdict": run.verdict.value if run.verdict else "none", **run.counts}
        _append(outputs, "".join(f"{name}={value}\n" for name, value in rows.items()))


def _append(path: str, text: str) -> None:
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
