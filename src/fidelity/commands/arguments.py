"""Arguments that commands share: days, and reports as pairs of ``--format`` and ``--output``, as many as there are."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from fidelity.commands.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Report(NamedTuple):
    """One report: its format (``None``: as set elsewhere) and the file that it goes to (``None``: the stream)."""

    format: str | None = None
    output: str | None = None


class AddReport(argparse.Action):
    """Says the format or the file of the report that has just begun, or begins another one."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse sets the signature
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Add the format or the file to the reports of the call."""
        reports: list[Report] = namespace.reports or []
        namespace.reports = reports
        half = "format" if option_string == "--format" else "output"
        if not reports or getattr(reports[-1], half) is not None:
            reports.append(Report())
        reports[-1] = reports[-1]._replace(**{half: str(values)})


def reports_of(reports: Sequence[Report] | None, format_: str) -> tuple[Report, ...]:
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
    from datetime import date  # it costs 7 ms at the start, and few calls need it

    wrong = f"'{text}' is not a date; write it as in 2026-11-22"
    if len(text) != len("2026-11-22"):  # Python also reads 20261122, and plans do not
        raise argparse.ArgumentTypeError(wrong)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(wrong) from None
