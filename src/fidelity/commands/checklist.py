"""``fidelity checklist``: a checklist of a model, or of a model as a plan adapts it, in the format you fill in."""

from __future__ import annotations

# ruff: noqa: PTH113 - pathlib costs 8 ms at the start
import os
from typing import TYPE_CHECKING

from fidelity.commands.arguments import day
from fidelity.commands.output import write_output
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import WRONG_VALUE

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from fidelity.checklists.checklist import Checklist

NAME = "checklist"
HELP = "make a fidelity checklist: what to look at and how to rate it, as a plan adapts the model"
_MODEL = "an id such as fdac, an id with version, or a path; or the path of a published scale"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.checklists.exchange import FORMATS

    parser.add_argument("model", metavar="MODEL", help=_MODEL)
    parser.add_argument("--plan", metavar="PLAN", help="as this plan adapts the model")
    what = "what to make (default: markdown); a redcap dictionary is for a new project, where it replaces nothing"
    parser.add_argument("--format", choices=FORMATS.names, default="markdown", help=what)
    parser.add_argument("--variant", metavar="NAME", help="another way to write the format, such as codebook of csv")
    parser.add_argument("--template", metavar="FILE", help="take the looks of a docx from this Word document")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")
    parser.add_argument("--rater", metavar="ROLE", help="only what this role rates, such as 'FDAC team manager'")
    parser.add_argument("--short", action="store_true", help="only the critical items")
    parser.add_argument("--lang", metavar="TAG", default="en", help="language of the form (default: en, the only one)")
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="judge approvals as of this day; without it they all count"
    )


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the checklist, or write it to a file."""
    from fidelity.checklists.exchange import render, variants_of

    variants = variants_of(options.format)
    if options.variant is not None and options.variant not in variants:
        expected = f"one of: {', '.join(variants)}" if variants else "no --variant with this format"
        raise InputError([Fault(WRONG_VALUE, Place("--variant"), f"'{options.variant}'", expected)])
    template = _template(options.template, options.format)
    made = render(_checklist(options), options.format, options.variant, template=template)
    write_output(made, options.output, out)
    return 0


def _checklist(options: argparse.Namespace) -> Checklist:
    """Return the checklist of a model, or of a published scale."""
    from fidelity.checklists.making import checklist, picked, require_language
    from fidelity.checklists.scale_files import is_scale
    from fidelity.files.source import read_bytes

    if os.path.isfile(options.model) and is_scale(read_bytes(options.model)[1]):
        from fidelity.checklists.scale_files import load_scale

        for option in ("plan", "rater", "on"):
            if getattr(options, option) is not None:
                found = "a published scale is filled in as it is"
                raise InputError([Fault(WRONG_VALUE, Place(f"--{option}"), found, f"no --{option} with a scale")])
        require_language(options.lang)
        return picked(load_scale(options.model).checklist, None, short=options.short)
    return checklist(
        options.model, options.plan, rater=options.rater, short=options.short, on=options.on, language=options.lang
    )


def _template(path: str | None, format_: str) -> bytes | None:
    """Return the bytes of the user's own document, if the call names one."""
    from fidelity.checklists.exchange import FORMATS, takes_template

    if path is None:
        return None
    if not takes_template(format_):
        known = ", ".join(name for name in FORMATS.names if takes_template(name))
        raise InputError([Fault(WRONG_VALUE, Place("--template"), f"a template for {format_}", f"--format {known}")])
    from fidelity.files.source import opened

    with opened(path) as file:
        return file.read()
