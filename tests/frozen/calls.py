"""The calls of the command line whose answers are frozen, and the folder of files that they are made in.

The list is made by asking the command line itself for its commands, models, elements and codes, so that a new one is
frozen too.
"""

from __future__ import annotations

import csv
import io
import json
import random
import shlex
import shutil
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Call", "all_calls", "lay_out"]

ROOT = Path(__file__).parents[2]
DAY = ("--on", "2026-11-22")
BINDS = ("stated", "restated", "observed", "inferred")
CHECK = ("text", "github", "gitlab", "html", "json", "junit", "markdown", "sarif")
SHOW = ("dot", "html", "json", "markdown", "mermaid", "text", "uvl")
CHECKLIST = ("markdown", "csv", "docx", "fhir", "html", "json", "pdf", "redcap", "xlsform", "xlsx")
WRITER = {"docx": "python-docx", "pdf": "typst", "xlsform": "XlsxWriter", "xlsx": "XlsxWriter"}
"""Which library decides over the bytes of a format: they count only where it is of the version of the record."""
VARIANTS = {"csv": ("excel", "codebook"), "docx": ("print",), "fhir": ("r5",)}
SCORE = ("text", "csv", "html", "json")
SCALES = tuple(f"docs/examples/scales/{name}.yaml" for name in ("dacts", "housing-first", "imr", "ips-25"))
QUARTERS = "docs/examples/delivery/quarters.csv"
EXAMPLES = "docs/examples/"
KNOWN = ("--baseline", "known.json")


class Call(NamedTuple):
    """One call: its words, what it writes, what it needs, and whether the quick comparison makes it."""

    words: tuple[str, ...]
    quick: bool = False
    stdin: str = ""
    environ: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    """What it writes, in the order in which it is recorded."""
    needs: tuple[str, ...] = ()
    """Distributions that have to be installed, of any version."""
    same: tuple[str, ...] = ()
    """Distributions that have to be of the version that the record was made with; ``python`` is Python itself."""

    @property
    def name(self) -> str:
        said = shlex.join(self.words)
        before = [f"{key}={value}" for key, value in self.environ]
        return " ".join([*before, "fidelity", said, *(["<", shlex.quote(self.stdin[:40])] if self.stdin else [])])


# Files -----------------------------------------------------------------------------------------

HEAD = "plan: ashby\nmodel: fdac@2026.1\nsite: Ashby\nauthor: site-lead\nunmentioned: as-specified\n"
CHANGE = "changes:\n  - id: a\n    element: parent-mentor\n    nature: tailoring\n    what: x\n    function_kept: y\n"
ELSEWHERE = HEAD + "undecided: [parent-mentor]\n"
PLANS: dict[str, str] = {
    "green": HEAD,
    "amber": ELSEWHERE,
    "red": HEAD + CHANGE.replace("tailoring", "removing"),
    "personal": HEAD + CHANGE.replace("what: x", "what: Ring Ms Jane Smith, 07700 900123, jane@example.org."),
    "unreadable-empty": "",
    "unreadable-comment": "# nothing\n",
    "unreadable-brackets": "plan: [a\n",
    "unreadable-tab": f"{HEAD}choices:\n\tvenue: x\n",
    "unreadable-list": "- a\n- b\n",
    "unreadable-unmentioned": HEAD.replace("unmentioned: as-specified\n", ""),
    "unreadable-site": HEAD.replace("site: Ashby\n", ""),
    "unreadable-key": HEAD.replace("site:", "sites:"),
    "unreadable-model": HEAD.replace("fdac@2026.1", "fdax@2026.1"),
    "unreadable-version": HEAD.replace("2026.1", "1999.1"),
    "unreadable-no-version": HEAD.replace("@2026.1", ""),
    "unreadable-element": f"{HEAD}as_specified: [parent-mentr]\n",
    "unreadable-parameter": f"{HEAD}choices:\n  review-hearing: {{intervall: 2 weeks}}\n",
    "unreadable-option": f"{HEAD}choices:\n  review-room: {{room: a tent}}\n",
    "unreadable-nature": HEAD + CHANGE.replace("tailoring", "tayloring"),
    "unreadable-unit": f"{HEAD}choices:\n  review-hearing: {{interval: 2 months}}\n",
    "unreadable-key-twice": f"{HEAD}site: Ashby\n",
    "unreadable-id-twice": HEAD + CHANGE + CHANGE.removeprefix("changes:\n"),
    "unreadable-no-element": HEAD + CHANGE.replace("    element: parent-mentor\n", ""),
    "unreadable-said-twice": f"{HEAD}as_specified: [parent-mentor]\nundecided: [parent-mentor]\n",
    "unreadable-alias": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "unreadable-deep": "plan: " + "[" * 3_000 + "]" * 3_000,
    "unreadable-many": HEAD.replace("site:", "sites:") + CHANGE.replace("tailoring", "x").replace("id: a", "idd: a"),
    "unreadable-tag": f"{HEAD}choices: !!python/name:os.system\n",
    "unreadable-date": HEAD + CHANGE + "    approval: {by: model-owner, on: 2026-02-31}\n",
}
RULES = """\
from fidelity.rules import LocalFinding, local_rule

@local_rule("FID902", "no-goal", "A change has no goal.", why="Our board reads the goals first.", source="Minute 12")
def no_goal(result):
    for change in result.plan.changes:
        if not change.record.goal:
            yield LocalFinding(f"{change.id} has no goal.", change=change.id, ways_out=["name a goal"])

@local_rule("FID904", "crashes", "It crashes.")
def crashes(result):
    yield LocalFinding("Never seen.")
    raise RuntimeError("no luck")
"""
NEXT_VERSION = (
    ('version: "2026.1"', 'version: "2027.1"'),
    ("fortnight", "two weeks"),
    ("2 weeks", "3 weeks"),
    ("optional: true", "optional: false"),
    ("parent-mentor", "peer-mentor"),
)
"""What is put for what in a model to have a next version of it, however little sense that makes."""
BROKEN_MODELS = {
    "bad-key": ("owner:", "owners:"),
    "bad-link": ("element: same-judge", "element: same-jugde"),
    "bad-tier": ("essential:", "esential:"),
}


def lay_out(folder: Path) -> None:
    """Fill an empty folder with what the calls read: the examples, the models, and files with every kind of fault."""
    shutil.copytree(ROOT / "docs" / "examples", folder / "docs" / "examples")
    shutil.copytree(ROOT / "models", folder / "models")
    for name in ("shared", "bad", "out", "empty", "next", "forms"):
        (folder / name).mkdir()
    for path in (ROOT / "tests").rglob("shared/*.fidelity.yaml"):
        shutil.copy(path, folder / "shared")
    for name, text in PLANS.items():
        (folder / "bad" / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "bad" / "unreadable-binary.yaml").write_bytes(bytes(range(256)) * 20)
    (folder / "bad" / "unreadable-latin.yaml").write_bytes(HEAD.encode() + b"# \xff\xfe\n")
    (folder / "bad" / "unreadable.json").write_text('{"plan": "ashby",,}', "utf-8")
    (folder / "bad" / "unreadable.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "bad" / "answers.csv").write_text("item,code\ncourt_solves,9\nno_such,1\n", "utf-8")
    (folder / "bad" / "rules.py").write_text("import nothing_of_this_name\n", "utf-8")
    (folder / "bad" / "known.json").write_text("[1, 2", "utf-8")
    (folder / "bad" / "fidelity.toml").write_text("fail-onn = 'red'\n", "utf-8")
    (folder / "settings.toml").write_text("fail-on = 'amber'\nbind = 'inferred'\nverbose = true\n", "utf-8")
    (folder / "rules.py").write_text(RULES, "utf-8")
    for path in sorted((ROOT / "models").glob("*.yaml")):
        text = path.read_text("utf-8")
        for old, new in NEXT_VERSION:
            text = text.replace(old, new)
        (folder / "next" / path.name).write_text(text, "utf-8")
    fdac = (ROOT / "models" / "fdac.yaml").read_text("utf-8")
    for name, (old, new) in BROKEN_MODELS.items():
        (folder / "bad" / f"{name}-model.yaml").write_text(fdac.replace(old, new), "utf-8")


def filled(form: str, seed: int, site: str, period: str) -> str:
    """Return a blank form as CSV with an answer to most items, drawn by a seed."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    reader = csv.DictReader(io.StringIO(form))
    rows = list(reader)
    for row in rows:
        codes = [answer.split(" ", 1)[0] for answer in row["answers"].split(" | ")]
        said = {"form": f"{site} {period}", "site": site, "period": period, "assessor": "rater-1", "date": "2026-05-04"}
        row.update(said, code=draw.choice([*codes, *codes, ""]))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, reader.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# Calls -----------------------------------------------------------------------------------------


def all_calls(ask: Callable[..., str]) -> Iterator[Call]:
    """Yield every call, in the order in which they are made; the folder of ``lay_out`` is the current one.

    Parameters
    ----------
    ask
        Calls the command line and returns what it printed, to learn what models and codes there are.
    """
    models = [line.split()[0] for line in ask("models").splitlines()]
    plans = sorted(path.as_posix() for path in Path("docs/examples").glob("*.fidelity.yaml"))
    plans += sorted(path.as_posix() for path in Path("shared").glob("*.fidelity.yaml"))
    yield from _of_the_program(ask)
    yield from _of_check(plans)
    yield from _of_models(ask, models)
    yield from _of_diff(models, plans)
    yield from _of_checklists(models, plans)
    yield from _of_scores(ask, models)
    yield from _of_the_rest(ask, plans)
    yield from _of_what_is_refused()


def _of_the_program(ask: Callable[..., str]) -> Iterator[Call]:
    for words in ((), ("--help",), ("-h",), ("help",), ("--version",), ("-V",)):
        yield Call(words, quick=True)
    commands = [line.split()[0] for line in ask("--help").splitlines() if line.startswith("  ") and line[2].isalpha()]
    for command in commands:
        if command != "fidelity":
            yield Call((command, "--help"), quick=True, same=("python",))
            yield Call((command, "--no-such-option"), same=("python",))
    for shell in ("bash", "zsh", "tcsh"):
        yield Call(("completion", shell), quick=shell == "bash", same=("python", "shtab"))
    for what in ("model", "plan", "result", "shown-model"):
        yield Call(("schema", what), quick=True)
    yield Call(("explain",), quick=True)
    for line in ask("explain").splitlines():
        if line.startswith("FID"):
            yield Call(("explain", line.split()[0]), quick=line[4:6] == "01")
    yield Call(("explain", "requirement-unmet"))
    yield Call(("explain", "fid201"))
    yield Call(("explain", "FID902", "--local-rules", "rules.py"), quick=True)
    yield Call(("explain", "--local-rules", "rules.py"))


def _of_check(plans: list[str]) -> Iterator[Call]:
    baseline = ("check", *plans, *KNOWN, *DAY)
    yield Call((*baseline[:4], "--model", "fdac", *KNOWN, "--update-baseline", *DAY), files=("known.json",), quick=True)
    for plan in plans:
        for bind in BINDS:
            yield Call(("check", plan, "--bind", bind, "--format", "json", *DAY), quick=True)
        for form in CHECK:
            yield Call(("check", plan, "--format", form, *DAY), quick=form == "json" or "direct-breach" in plan)
            yield Call(("check", plan, "--format", form, "--verbose", "--bind", "inferred", *DAY))
        yield Call(("check", plan, "--verbose", "--color", "always", *DAY), quick="ten-changes" in plan)
        yield Call(("check", plan, "--fail-on", "amber", "--local-rules", "rules.py", "--format", "json", *DAY))
        yield Call(("check", plan, "--bind", "stated", "--no-privacy-scan", *DAY))
    for form in CHECK:
        yield Call((*baseline, "--format", form), quick=True)
        yield Call(("check", *plans, "--format", form, *DAY))
        yield Call(("check", "bad", "--format", form, *DAY))
        yield Call(("check", "docs/examples", "--verbose", "--format", form, *DAY))
        written = ("--format", form, "--output", f"out/report.{form}")
        yield Call(("check", EXAMPLES + "ten-changes.fidelity.yaml", *written, *DAY), files=(written[-1],))
    yield Call(("check", EXAMPLES + "ten-changes.fidelity.yaml", *KNOWN, "--update-baseline", *DAY),
               files=("known.json",))  # fmt: skip
    yield Call(("check", "docs/examples", "--baseline", "all.json", "--update-baseline", *DAY), files=("all.json",))
    yield Call(("check", "docs/examples", "--baseline", "all.json", "--fail-on", "amber", *DAY))
    for extra in (("--exit-zero",), ("--fail-on", "never"), ("--packaged-rules",), ("--config", "settings.toml"),
                  ("--isolated",), ("--show-config",), ("--model", "next/fdac.yaml"), ("--show-config", "--config",
                  "settings.toml"), ("--on", "2020-01-01"), ("--on", "2030-01-01"), ()):  # fmt: skip
        yield Call(("check", EXAMPLES + "agreed-variations.fidelity.yaml", *extra), quick="--on" in extra)
        yield Call(("check", EXAMPLES + "ten-changes.fidelity.yaml", "--format", "json", *extra))
    for on in ("2026-08-30", "2026-08-31", "2026-09-01", "2030-01-01"):
        for plan in ("docs/examples/agreed-variations.fidelity.yaml", "shared/ashby.fidelity.yaml"):
            yield Call(("check", plan, "--format", "json", "--on", on), quick=True)
    yield Call(("check", "docs/examples/*within*.yaml", *DAY), quick=True)
    yield Call(("check", "empty", "--allow-empty"))
    for name in ("green", "amber", "red", "personal"):
        for form in CHECK:
            yield Call(("check", f"bad/{name}.yaml", "--format", form, *DAY), quick=form == "json")
    for text in (HEAD, ELSEWHERE, "plan: [\n"):
        yield Call(("check", "-", *DAY), stdin=text)
        yield Call(("check", "-", "--format", "json", *DAY), stdin=text, quick=True)
    told = (("GITHUB_STEP_SUMMARY", "out/summary.md"), ("GITHUB_OUTPUT", "out/outputs.txt"))
    yield Call(("check", *plans[:3], "--format", "github", *DAY), environ=told, files=tuple(path for _, path in told))
    yield Call(("check", plans[0], *DAY), environ=(("COLUMNS", "100"), ("FORCE_COLOR", "1")))
    yield Call(("check", plans[0], "--show-config"), environ=(("FIDELITY_FAIL_ON", "amber"),))


def _of_models(ask: Callable[..., str], models: list[str]) -> Iterator[Call]:
    for form in ("text", "json"):
        yield Call(("models", "--format", form), quick=True)
    for model in models:
        for form in SHOW:
            yield Call(("show", model, "--format", form), quick=model == "fdac")
        ids = _ids(json.loads(ask("show", model, "--format", "json")))
        for name in ids:
            yield Call(("show", model, "--element", name), quick=name == "parent-mentor")
        for form in ("html", "json", "markdown"):
            yield Call(("show", model, "--format", form, "--element", ids[-1]))
        yield Call(("new", model), quick=model == "fdac")
        yield Call(("new", model, "--format", "xlsx"), same=("XlsxWriter",), quick=model == "fdac")
        for form in ("text", "json"):
            yield Call(("lint", model, "--format", form), needs=("python-sat",), quick=model == "fdac")
        yield Call(("show", f"next/{model}.yaml"))
        yield Call(("lint", f"next/{model}.yaml", "--fail-on", "advice"), needs=("python-sat",))
    for scale in SCALES:
        for form in ("text", "json"):
            yield Call(("lint", scale, "--format", form), needs=("python-sat",), quick="imr" in scale)
    yield Call(("lint", *models, "--fail-on", "never"), needs=("python-sat",))
    yield Call(("new", "fdac", "--output", "out/new.fidelity.yaml"), files=("out/new.fidelity.yaml",))
    yield Call(("new", "fdac", "--output", "out/new.fidelity.yaml"))
    yield Call(("new", "child-house", "--output", "out/new.fidelity.yaml", "--force"), files=("out/new.fidelity.yaml",))


def _ids(shown: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the ids of all elements of a model that is shown as JSON."""
    return [element["id"] for tier in ("principles", "essential", "flexible") for element in shown[tier]]


def _of_diff(models: list[str], plans: list[str]) -> Iterator[Call]:
    examples = [plan for plan in plans if "unreadable" not in plan]
    for form in ("text", "json", "markdown"):
        for model in models:
            yield Call(("diff", model, f"next/{model}.yaml", "--format", form), quick=model == "fdac")
            yield Call(("diff", f"next/{model}.yaml", model, "--format", form, "--fail-on", "breaking"))
        for old, new in zip(models, [*models[1:], models[0]], strict=True):
            yield Call(("diff", old, new, "--format", form))
        for old, new in zip(examples, [*examples[1:], examples[0]], strict=True):
            yield Call(("diff", old, new, "--format", form), quick="ten-changes" in old)
        affected = [word for plan in examples for word in ("--plan", plan)]
        yield Call(("diff", "fdac", "next/fdac.yaml", *affected, "--format", form, *DAY))
        some = ("--plan", f"{EXAMPLES}ten-changes.fidelity.yaml", "--plan", f"{EXAMPLES}needs-the-owner.fidelity.yaml",
                "--plan", f"{EXAMPLES}agreed-variations.fidelity.yaml")  # fmt: skip
        for bind in BINDS:
            words = ("diff", "fdac", "next/fdac.yaml", *some, "--format", form, "--bind", bind)
            yield Call((*words, "--fail-on", "breaking", *DAY), quick=bind == "restated")
    yield Call(("diff", "fdac", "fdac"))
    yield Call(("diff", "models/fdac.yaml", "fdac@2026.1", "--format", "json"))


def _of_checklists(models: list[str], plans: list[str]) -> Iterator[Call]:
    wholes = [*models, *SCALES]
    for form in CHECKLIST:
        for whole in wholes:
            same = (WRITER[form],) if form in WRITER else ()
            quick = whole == "fdac" and form != "pdf"
            yield Call(("checklist", whole, "--format", form), same=same, quick=quick)
            for variant in VARIANTS.get(form, ()):
                yield Call(("checklist", whole, "--format", form, "--variant", variant), same=same)
    for whole in wholes:
        yield Call(("checklist", whole, "--short"), quick=whole == "fdac")
        yield Call(("checklist", whole, "--short", "--format", "json"))
    yield Call(("checklist", "fdac", "--rater", "FDAC team manager"))
    for plan in plans:
        model = _model_of(plan)
        for form in ("markdown", "json", "csv"):
            words = ("checklist", model, "--plan", plan, "--format", form)
            yield Call(words, quick="ten-changes" in plan)
            yield Call((*words, *DAY))
    for form in CHECKLIST:
        same = (WRITER[form],) if form in WRITER else ()
        for name in ("ten-changes", "agreed-variations"):
            plan = f"{EXAMPLES}{name}.fidelity.yaml"
            yield Call(("checklist", "fdac", "--plan", plan, "--format", form, "--on", "2027-01-01"), same=same)
    yield Call(("checklist", "fdac", "--format", "html", "--output", "out/form.html"), files=("out/form.html",))


def _model_of(plan: str) -> str:
    text = Path(plan).read_text("utf-8", errors="replace")
    return next((line.split()[1] for line in text.splitlines() if line.startswith("model:")), "fdac")


def _of_scores(ask: Callable[..., str], models: list[str]) -> Iterator[Call]:
    words = ("score", QUARTERS, "--model", "fdac", "--format")
    for form in SCORE:
        yield Call((*words, form), quick=True)
        yield Call(("score", "bad/answers.csv", "--model", "fdac", "--format", form))
    extras = (
        ("--short",), ("--rule", "80-percent"), ("--rule", "half"), ("--rule", "lowest"), ("--base", "maximum"),
        ("--together", "every"), ("--rules", "7-7"), ("--rules", "6-6"), ("--rules", "9-6"), ("--rebase", "2026-Q3"),
        ("--fail-on", "amber"), ("--fail-on", "never"), ("--plan", f"{EXAMPLES}within-the-model.fidelity.yaml"),
        ("--plan", f"{EXAMPLES}agreed-variations.fidelity.yaml", *DAY),
    )  # fmt: skip
    for extra, form in zip(extras, cycle(("text", "html", "csv")), strict=False):
        yield Call((*words, "json", *extra), quick=extra == ("--rule", "half"))
        yield Call((*words, form, *extra))
    for whole in [*models, *SCALES]:
        blank, stem = ask("checklist", whole, "--format", "csv"), Path(whole).stem
        named = "--scale" if whole in SCALES else "--model"
        for seed in (1, 2, 3):
            text = filled(blank, seed, f"Site {seed}", f"2026-Q{seed}")
            Path("forms", f"{stem}-{seed}.csv").write_text(text, "utf-8")
        forms = [f"forms/{stem}-{seed}.csv" for seed in (1, 2, 3)]
        for form in SCORE:
            yield Call(("score", forms[0], named, whole, "--format", form), quick="imr" in whole)
            yield Call(("score", *forms, named, whole, "--format", form))
            yield Call(("score", *forms, named, whole, "--rule", "half", "--base", "maximum", "--format", form))
    plan = f"{EXAMPLES}agreed-variations.fidelity.yaml"
    blank = ask("checklist", "fdac", "--plan", plan, "--format", "csv")
    Path("forms", "adapted.csv").write_text(filled(blank, 4, "Stonebridge", "2026-Q1"), "utf-8")
    for form in SCORE:
        yield Call(("score", "forms/adapted.csv", "--model", "fdac", "--plan", plan, "--format", form), quick=True)


def _of_the_rest(ask: Callable[..., str], plans: list[str]) -> Iterator[Call]:
    for form in ("text", "csv", "json"):
        for extra in ((), ("--within", "30"), ("--within", "400", "--fail-on", "running-out"), ("--fail-on", "lapsed")):
            yield Call(("approvals", "docs/examples", "--format", form, *extra, *DAY), quick=not extra)
            yield Call(("approvals", *plans, "--format", form, *extra, *DAY))
        for on in ("2026-01-01", "2026-08-31", "2026-09-01", "2030-01-01"):
            yield Call(("approvals", "docs/examples", "shared", "--format", form, "--on", on))
    yield Call(("approvals", "empty", "--allow-empty"))
    yield Call(("approvals", "empty"))
    for plan in plans:
        yield Call(("convert", plan), quick="ten-changes" in plan)
        yield Call(("convert", plan, "--format", "xlsx"), same=("XlsxWriter",), quick="ten-changes" in plan)
        if "unreadable" not in plan:
            book = f"out/{Path(plan).name.removesuffix('.fidelity.yaml')}.xlsx"
            ask("convert", plan, "--format", "xlsx", "--output", book)
            yield Call(("convert", book), needs=("openpyxl",), quick="agreed" in plan)
            yield Call(("check", book, "--format", "json", *DAY), needs=("openpyxl",), quick="agreed" in plan)


def _of_what_is_refused() -> Iterator[Call]:
    for path in sorted(path.as_posix() for path in Path("bad").glob("unreadable*")):
        yield Call(("check", path, *DAY), quick=True)
        yield Call(("check", path, "--format", "json", *DAY))
        yield Call(("convert", path))
        yield Call(("approvals", path, *DAY))
        yield Call(("checklist", "fdac", "--plan", path))
        yield Call(("diff", path, f"{EXAMPLES}ten-changes.fidelity.yaml"))
        yield Call(("show", path))
        yield Call(("score", path, "--model", "fdac"))
    for name in BROKEN_MODELS:
        model = f"bad/{name}-model.yaml"
        for command in ("show", "lint", "new", "checklist"):
            yield Call((command, model), quick=command == "show", needs=("python-sat",) if command == "lint" else ())
    for words in _refused():
        same = () if words[0] in {"chek", "-x", "--model"} else ("python",)
        yield Call(words, quick=True, same=same)


def _refused() -> Iterable[tuple[str, ...]]:
    """Return calls that end with status 2 for their words alone: nothing of the name, or options that do not fit."""
    plan = f"{EXAMPLES}ten-changes.fidelity.yaml"
    return (
        ("chek",), ("-x",), ("--model", "fdac"), ("check",), ("check", "no-such.yaml"), ("check", "empty"),
        ("check", "no/*.yaml"), ("check", plan, "--format", "pdf"), ("check", plan, "--formt", "json"),
        ("check", plan, "--bind", "said"), ("check", plan, "--on", "yesterday"), ("check", plan, "--on", "2026-02-30"),
        ("check", plan, "--model", "fdax"), ("check", plan, "--model", "child-house"),
        ("check", plan, "--output", "no/such/folder/report.txt"), ("check", plan, "--output", "docs"),
        ("check", plan, "--baseline", "no-such.json"), ("check", plan, "--baseline", "bad/known.json"),
        ("check", plan, "--update-baseline"), ("check", plan, "--local-rules", "no-such.py"),
        ("check", plan, "--local-rules", "bad/rules.py"), ("check", plan, "--config", "bad/fidelity.toml"),
        ("check", plan, "--config", "no-such.toml"), ("check", plan, "--format", "json", "--format", "sarif"),
        ("check", "docs/examples/scales/imr.yaml"), ("check", "models/fdac.yaml"), ("check", "-", "-"),
        ("show",), ("show", "fdax"), ("show", "fdac@1999"), ("show", "no-such.yaml"), ("show", "fdac", "more"),
        ("show", "fdac", "--element", "parent-mentr"), ("show", "fdac", "--format", "xml"), ("show", plan),
        ("new", "fdax"), ("new", "fdac", "--format", "csv"), ("new", "fdac", "--output", "no/such/plan.yaml"),
        ("lint", "fdax"), ("lint",), ("lint", plan), ("explain", "FID999"), ("explain", "breach"),
        ("diff", "fdac"), ("diff", "fdac", "fdax"), ("diff", "fdac", plan), ("diff", plan, "no-such.yaml"),
        ("diff", plan, plan, "--plan", plan), ("diff", "fdac", "fdac", "--plan", "no-such.yaml"),
        ("checklist", "fdac", "--variant", "zzz"), ("checklist", "fdac", "--format", "csv", "--variant", "zzz"),
        ("checklist", "fdac", "--lang", "cy"), ("checklist", "fdac", "--rater", "nobody"), ("checklist", "fdax"),
        ("checklist", "fdac", "--plan", f"{EXAMPLES}barnahus-within.fidelity.yaml"),
        ("checklist", "fdac", "--format", "docx", "--template", "no-such.docx"), ("checklist", plan),
        ("checklist", "docs/examples/scales/imr.yaml", "--plan", plan), ("checklist", "fdac", "--template", plan),
        ("score",), ("score", "no-such.csv", "--model", "fdac"), ("score", QUARTERS),
        ("score", QUARTERS, "--model", "child-house"), ("score", QUARTERS, "--scale", SCALES[0]),
        ("score", QUARTERS, "--model", "fdac", "--scale", SCALES[0]), ("score", plan, "--model", "fdac"),
        ("score", QUARTERS, "--model", "fdac", "--rebase", "2031-Q1"),
        ("score", QUARTERS, "--model", "fdac", "--rule", "most"), ("score", "models/fdac.yaml", "--model", "fdac"),
        ("approvals", "no-such.yaml"), ("approvals", plan, "--within", "soon"), ("approvals", "models/fdac.yaml"),
        ("schema",), ("schema", "plans"), ("convert",), ("convert", "no-such.yaml"), ("convert", "models/fdac.yaml"),
        ("convert", plan, "--format", "json"), ("convert", plan, "--model", "fdax"), ("completion", "fish"),
        ("completion",), ("models", "more"), ("models", "--output", "no/such/folder/models.txt"),
    )  # fmt: skip
