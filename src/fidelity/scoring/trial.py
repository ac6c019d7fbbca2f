"""What the library answers to the example of a code: for its page, and for its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.errors import InputError

if TYPE_CHECKING:
    from fidelity.codes import Code

__all__ = ["trial", "ways_out_of"]

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
