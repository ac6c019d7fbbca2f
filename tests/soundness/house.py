"""A small model, variants of it in a folder, and what lint says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fidelity

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model.model import Model

__all__ = ["PARENT", "ROOM_SIZE", "cabin_text", "override", "variant_of", "write_house"]

PARENT = """\
model: house
version: "1"
title: The House
owner: A Council
summary: A house for children.
authority: {essential: [model-owner], flexible: [model-owner, site-lead]}
sources:
  guide: {type: standard, authors: A Council, title: Guide, year: 2020}
evidence:
  - {id: H-1, says: It is so., source: guide, voice: owner, status: seen}
principles:
  - id: welcome
    title: Welcome
    statement: Children are welcome.
    basis: [H-1]
    tier_basis: [H-1]
    realised_by: {any: [room, tour], basis: [H-1]}
    indicators: [{id: welcomed, text: Children felt welcome.}]
essential:
  - id: room
    title: A room
    statement: There is a room.
    basis: [H-1]
    tier_basis: [H-1]
    parameters:
      size: {type: whole-number, standard: 2, limits: [{max: 4, basis: [H-1]}], basis: [H-1]}
      colour: {type: choice, options: [blue, green], standard: blue, inferred: pictures show it}
    requires: {all: [key], basis: [H-1]}
    adaptation: {personnel: {rule: absent, basis: [H-1]}}
    indicators: [{id: room_seen, text: There was a room.}]
  - id: tour
    title: A tour
    statement: Children are shown round.
    basis: [H-1]
    tier_basis: [H-1]
    substitutes:
      - {id: film, title: A film, when: {parameter: room.size, min: 2}, basis: [H-1]}
    indicators: [{id: tour_seen, text: There was a tour.}]
flexible:
  - {id: key, title: A key, statement: There is a key., basis: [H-1], tier_basis: [H-1]}
  - {id: garden, title: A garden, statement: There may be a garden., basis: [H-1], tier_basis: [H-1], optional: yes}
proscribed:
  - {id: uniforms, title: Uniforms, statement: Somebody wears a uniform., basis: [H-1]}
"""

VARIANT = """\
model: cabin
version: "1"
title: The Cabin
owner: A Charity
summary: A small house for children.
extends: {{model: ./house.yaml, claim: {claim}, basis: [C-1]}}
sources:
  letter: {{type: report, authors: A Charity, title: Letter, year: 2024}}
evidence:
  - {{id: C-1, says: Cabins are small., source: letter, voice: owner, status: seen}}
"""
ROOM_SIZE = "parameters: {{size: {{type: whole-number, {}, basis: [C-1]}}}}"


def write_house(folder: Path, text: str = PARENT) -> Path:
    """Write the parent into a folder."""
    path = folder / "house.yaml"
    path.write_text(text, "utf-8")
    return path


def override(subject: str, *lines: str, key: str = "element", nature: str = "") -> str:
    """Return an entry of the list of overrides; ``lines`` stand under ``set``, or none for one that is withdrawn."""
    said = "".join(f"      {line}\n" for line in lines)
    named = f"    nature: {nature}\n    function_kept: It serves children.\n" if nature else ""
    done = f"    set:\n{said}" if lines else "    withdrawn: yes\n"
    return f"  - {key}: {subject}\n    reason: Cabins stand in woods.\n    basis: [C-1]\n{named}{done}"


def cabin_text(*overrides: str, claim: str = "implements", rest: str = "") -> str:
    """Return the text of a variant."""
    listed = "overrides:\n" + "".join(overrides) if overrides else ""
    return VARIANT.format(claim=claim) + listed + rest


def variant_of(folder: Path, *overrides: str, claim: str = "implements", rest: str = "", parent: str = PARENT) -> Model:
    """Write the parent and a variant of it, and return the variant."""
    write_house(folder, parent)
    path = folder / "cabin.yaml"
    path.write_text(cabin_text(*overrides, claim=claim, rest=rest), "utf-8")
    return fidelity.load_model(path)
