"""A plan says each thing once: no parameter is set twice, no element is settled and open at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes

if TYPE_CHECKING:
    from fidelity.files.faults import Faults, Positioned
    from fidelity.files.nodes import Scalar
    from fidelity.plan.plan import Change, Choice

__all__ = ["check_said_once"]


def check_said_once(
    as_specified: list[Scalar],
    undecided: list[Scalar],
    choices: tuple[Choice, ...],
    changes: tuple[Change, ...],
    faults: Faults,
) -> None:
    """Record every element that is said to be two things, and every parameter that is set twice."""
    kept = {node.text: node for node in as_specified}
    for node in undecided:
        if node.text in kept:
            _twice(node, f"'{node.text}' is undecided here", "as specified", kept[node.text], faults)
    open_ = {node.text: node for node in undecided}
    for change in changes:
        name = change.element or change.proscribed
        if name in kept:
            _twice(change.place, f"'{name}' is changed here", "as specified", kept[name], faults)
        if name in open_:
            _twice(change.place, f"'{name}' is changed here", "undecided", open_[name], faults)
    for choice in choices:
        if choice.element in open_:
            found = f"'{choice.element}' has chosen values here"
            _twice(choice.place, found, "undecided", open_[choice.element], faults)
    _check_set_once(choices, changes, faults)


def _twice(at: Positioned, said: str, before: str, first: Positioned, faults: Faults) -> None:
    found = f"{said}, and is {before} in {faults.where(first)}"
    faults.add(codes.SAID_TWICE, at, found, "one of the two", "delete the one that is not meant")


def _check_set_once(choices: tuple[Choice, ...], changes: tuple[Change, ...], faults: Faults) -> None:
    seen: dict[tuple[str, str], Positioned] = {}
    owners = [(choice.element, choice.settings) for choice in choices]
    owners += [(change.element, change.settings) for change in changes if change.element]
    for element, settings in owners:
        for setting in settings:
            first = seen.setdefault((element, setting.parameter), setting.place)
            if first is not setting.place:
                found = f"'{setting.parameter}' of '{element}' is set here and in {faults.where(first)}"
                faults.add(
                    codes.SAID_TWICE,
                    setting.place,
                    found,
                    "one value",
                    "delete the one that is not meant",
                )
