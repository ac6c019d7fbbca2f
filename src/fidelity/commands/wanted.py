"""Which reports a call asks for: ``--format`` and ``--output`` in pairs, as many as there are."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from fidelity.commands.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["AddFormat", "AddOutput", "Report", "day", "reports_wanted"]


class Report(NamedTuple):
    """One report: its format (``None``: as set elsewhere) and the file that it goes to (``None``: the stream)."""

    format: str | None = None
    output: str | None = None


class AddFormat(argparse.Action):
    """Begins a report, or says the format of one that began with its file."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse sets the signature
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Add the format to the reports of the call."""
        reports = _reports(namespace)
        if reports and reports[-1].format is None:
            reports[-1] = Report(str(values), reports[-1].output)
        else:
            reports.append(Report(str(values)))


class AddOutput(argparse.Action):
    """Says the file of the report that has just begun, or begins one."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse sets the signature
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Add the file to the reports of the call."""
        reports = _reports(namespace)
        if reports and reports[-1].output is None:
            reports[-1] = Report(reports[-1].format, str(values))
        else:
            reports.append(Report(None, str(values)))


def _reports(namespace: argparse.Namespace) -> list[Report]:
    if getattr(namespace, "reports", None) is None:
        namespace.reports = []
    found: list[Report] = namespace.reports
    return found


def reports_wanted(reports: Sequence[Report] | None, format_: str) -> tuple[Report, ...]:
    """Return the reports of a call, each with its format.

    Raises
    ------
    OutputError
        If two reports go to one place: the second would overwrite the first, or be mixed with it.
    """
    found = tuple(Report(one.format or format_, one.output) for one in reports or (Report(),))
    places = [one.output or "-" for one in found]
    for number, place in enumerate(places):
        if place in places[:number]:
            where = "standard output" if place == "-" else place
            raise OutputError(where, "two reports would go there; give each --format an --output of its own")
    return found


def day(text: str) -> date:
    """Return the day that an option names, as argparse's ``type``."""
    from datetime import date  # 7 ms at the start, and seldom needed

    wrong = f"'{text}' is not a date; write it as in 2026-11-22"
    if len(text) != len("2026-11-22"):  # Python also reads 20261122, and plans do not
        raise argparse.ArgumentTypeError(wrong)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(wrong) from None
