"""Files as the first edition of the formats has them, and what they say: kept so that later editions still read them.

``python -m tests.first_edition.corpus --write`` made the corpus once, on the first edition; it is not to be made anew.
It holds models, plans (files and workbooks), baselines, checklists and forms that were filled in, in every format that
is read. What they say was read by the first edition. What they are worth (verdicts, scores) may change with an edition,
and stands beside them, so that a change can be told: without ``--write`` the command lists what answers differently.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import random
import tarfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypedDict

from tests.checklists.exporting import (
    asked,
    fhir_response,
    kobo_csv,
    kobo_table,
    kobo_xlsx,
    odk_csv,
    odk_zip,
    redcap_csv,
    redcap_table,
)  # fmt: skip
from tests.checklists.filling import DETAILS, Given, fill_docx, fill_xlsx
from tests.frozen.judgements import drawn_cases

import fidelity
from fidelity.checklists.reading import read_data
from fidelity.cli import main
from fidelity.files.baselines import Baseline, baseline_of, baseline_text, load_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.responses import Form
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan
    from fidelity.scoring.scoring import Score

HERE = Path(__file__).parent
FILES, RECORD = HERE / "corpus.tar.xz", HERE / "record.json.xz"
ROOT = HERE.parents[1]
DAY = date(2026, 11, 22)
FORMS_OF = ("fdac", "barnahus", "coram-i")
SEED = 2026


class Said(TypedDict):
    """What the files of the corpus say, by their paths."""

    plans: dict[str, dict[str, object]]
    forms: dict[str, dict[str, object]]
    baselines: dict[str, dict[str, object]]


def unpack(folder: Path) -> None:
    """Write the files of the corpus into a folder."""
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(FILES.read_bytes()))) as archive:
        archive.extractall(folder, filter="data")


def recorded() -> Said:
    """Return what the first edition read."""
    said: Said = json.loads(lzma.decompress(RECORD.read_bytes()))
    return said


def said_by(folder: Path) -> Said:
    """Return what the files in a folder say to the library as it is."""
    models = {path.stem: fidelity.load_model(str(path)) for path in sorted((folder / "models").glob("*.yaml"))}
    plans: dict[str, dict[str, object]] = {}
    for path in sorted((folder / "plans").iterdir()):
        plan = fidelity.load_plan(path)
        result = fidelity.check(plan, _model_of(models, path.name, plan), on=DAY)
        plans[path.name] = {"head": _head(plan), "says": plan.to_records(), "verdict": result.verdict.value}
    forms: dict[str, dict[str, object]] = {}
    for path in sorted((folder / "forms").glob("*/*")):
        checklist = fidelity.checklist(models[path.parent.name])
        read = read_data(checklist, path.name, path.read_bytes())
        forms[f"{path.parent.name}/{path.name}"] = {
            "forms": [_form(form) for form in read.forms],
            "not understood": len(read.not_understood),
            "score": _worth(fidelity.score(checklist, read)),
        }
    baselines: dict[str, dict[str, object]] = {}
    for path in sorted((folder / "baselines").iterdir()):
        known = load_known(path)
        plan = fidelity.load_plan(folder / "plans" / f"{path.stem}.fidelity.yaml")
        result = fidelity.check(plan, _model_of(models, path.name, plan), on=DAY)
        found = [one.code for one in result.findings if Baseline.of_words(known).knows(result, one)]
        baselines[path.name] = {"known": [len(findings) for findings in known.values()], "found again": found}
    return {"plans": plans, "forms": forms, "baselines": baselines}


def _model_of(models: Mapping[str, Model], name: str, plan: Plan) -> Model:
    """Return the model beside a plan: of drawn plans each has its own."""
    return models.get(name.partition(".")[0]) or models[plan.model.partition("@")[0]]


def _head(plan: Plan) -> dict[str, object]:
    approvals = [
        {"by": one.by, "role": one.role, "given": str(one.given), "until": str(one.until), "reference": one.reference,
         "conditions": one.conditions, "covers": [covered.change for covered in one.covers]}
        for one in plan.approvals
    ]  # fmt: skip
    names = ("id", "model", "site", "author", "status", "claim", "unmentioned")
    return {**{name: getattr(plan, name) for name in names}, "approvals": approvals}


def _form(form: Form) -> dict[str, object]:
    about = [form.site, form.rater, form.period, str(form.day), form.checklist]
    answers = {name: [one.code, one.why, sorted(one.evidence)] for name, one in form.answers.items()}
    return {"about": about, "answers": answers}


def _worth(score: Score) -> str:
    return str(score.total)


# How it was made -----------------------------------------------------------------------------------------


def make(folder: Path) -> None:
    """Write the files of the corpus."""
    for name in ("models", "plans", "baselines", *(f"forms/{one}" for one in FORMS_OF)):
        (folder / name).mkdir(parents=True)
    for path in sorted((ROOT / "models").glob("*.yaml")):
        (folder / "models" / path.name).write_bytes(path.read_bytes())
    for path in sorted((ROOT / "docs/examples").glob("*.fidelity.yaml")):
        (folder / "plans" / path.name).write_bytes(path.read_bytes())
        result = fidelity.check(path, on=DAY)
        if result.verdict is not fidelity.Verdict.GREEN:
            baseline = baseline_text(baseline_of([result]))
            (folder / "baselines" / f"{path.name.partition('.')[0]}.json").write_text(baseline, "utf-8")
    for number, case in enumerate(drawn_cases()[:40]):
        (folder / "models" / f"drawn-{number}.yaml").write_text(case["model"], "utf-8")
        (folder / "plans" / f"drawn-{number}.fidelity.yaml").write_text(case["plan"], "utf-8")
    for name in ("ten-changes", "agreed-variations", "barnahus-beyond", "child-house-within"):
        path = folder / "plans" / f"{name}.fidelity.yaml"
        _call("convert", str(path), "--format", "xlsx", "--output", str(folder / "plans" / f"{name}.workbook.xlsx"))
    for name in FORMS_OF:
        checklist = fidelity.checklist(name)
        for file, data in _filled(checklist):
            (folder / "forms" / name / file).write_bytes(data)


def _call(*words: str) -> None:
    if main(list(words)):
        raise SystemExit(f"{' '.join(words)} failed")


def _filled(checklist: Checklist) -> Iterator[tuple[str, bytes]]:
    """Yield forms with drawn answers, as each program gives them back."""
    drawn = random.Random(SEED)  # noqa: S311 - answers to fill a form with
    given = {
        item.name: Given(
            drawn.choice([option.code for option in checklist.responses_of(item).options]),
            drawn.choice(["", "Seen in three files.", "Nobody could say; ask again, in May."]),
            tuple(sorted(one.code for one in item.evidence_options if drawn.random() < 0.5)),
        )
        for item in checklist
        if drawn.random() < 0.9
    }
    kept = asked(checklist, given)
    xlsx, docx, text, document = (checklist.render(name) for name in ("xlsx", "docx", "csv", "json"))
    assert isinstance(xlsx, bytes)
    assert isinstance(docx, bytes)
    yield "filled.xlsx", fill_xlsx(checklist, xlsx, given)
    yield "filled.docx", fill_docx(checklist, docx, given)
    rows = list(csv.DictReader(io.StringIO(str(text), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows:
        one = given.get(row["item"])
        answer = {"code": one.code, "why": one.why, "evidence": ";".join(one.evidence)} if one else {}
        writer.writerow({**row, **DETAILS, **answer})
    yield "filled.csv", out.getvalue().encode()
    form = json.loads(str(document))
    form["forms"][0] |= DETAILS
    form["forms"][0]["answers"] |= {
        name: {"code": one.code, "why": one.why, "evidence": list(one.evidence)} for name, one in given.items()
    }
    yield "filled.json", json.dumps(form).encode()
    for labels in (False, True):
        way = "labels" if labels else "names"
        yield f"kobo-{way}.csv", kobo_csv(kobo_table(checklist, kept, labels=labels))
        yield f"kobo-{way}.xlsx", kobo_xlsx(kobo_table(checklist, kept, labels=labels))
        yield f"redcap-{way}.csv", redcap_csv(redcap_table(checklist, kept, labels=labels))
    yield "odk.csv", odk_csv(checklist, kept)
    yield "odk.zip", odk_zip(odk_csv(checklist, kept))
    for release in ("R4", "R5"):
        yield f"fhir-{release}.json", fhir_response(checklist, kept, release)


def _packed(folder: Path) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder).as_posix(), recursive=False, filter=_plain)
    return lzma.compress(out.getvalue(), preset=9)


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.mtime = info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


def run() -> None:
    """List what answers differently today, or make the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="make the corpus; only ever on the first edition")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if options.write:
            make(folder)
            FILES.write_bytes(_packed(folder))
            RECORD.write_bytes(lzma.compress(json.dumps(said_by(folder), sort_keys=True).encode(), preset=9))
            return
        unpack(folder)
        now, before = said_by(folder), recorded()
    for kind, key in (("plans", "verdict"), ("forms", "score"), ("baselines", "found again")):
        for path, said in before[kind].items():  # type: ignore[literal-required] # the keys are those of the record
            if now[kind][path][key] != said[key]:  # type: ignore[literal-required] # the same
                print(f"{path}: {key}: {said[key]} -> {now[kind][path][key]}")  # type: ignore[literal-required] # noqa: T201 - a script


if __name__ == "__main__":
    run()
