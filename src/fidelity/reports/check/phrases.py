"""What reports for people share: how findings are sorted by what has to be done, and words that no rule has.

The words are counts, sources, places and repairs.
"""

from __future__ import annotations

from functools import partial
from math import prod
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fidelity.checking.facts import NEEDS_OWNER, ON_WORD, SAYS_NOTHING, SOUNDS_LIKE_MORE, UNDECIDED
from fidelity.codes import APPROVALS, CHANGES, CONSEQUENCES
from fidelity.model.strength import Strength
from fidelity.plan.atoms import CHANGE, CHOICE, split
from fidelity.plan.atoms import UNDECIDED as UNDECIDED_PART
from fidelity.rendering.english import capital, counted, listed
from fidelity.verdicts import AMBER, GREEN, RED, Need, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.checking.finding import Cited, Finding
    from fidelity.checking.result import CheckResult
    from fidelity.errors import Place
    from fidelity.model.model import Model
    from fidelity.reports.check.run import Run

_VOICES = {
    "owner": "the model's owner",
    "standard": "a standard",
    "law": "the law",
    "adopter": "a service that uses the model",
    "inspector": "an inspectorate",
    "secondary": "a secondary source",
    "evaluator": "an evaluation",
    "research": "research",
    "codifier": "whoever wrote the model down here",
}
_BINDING = {Strength.STATED: "state", Strength.RESTATED: "restate", Strength.OBSERVED: "have observed"}


Block: TypeAlias = "tuple[Finding, ...]"
"""What was found of one change to one element, worst first: told together, and counted once."""


class Sections(NamedTuple):
    """What was found of one plan: each root cause in exactly one block, and each block in one section.

    ``agreed`` are those of which nothing is left to say, and ``variations`` all that was agreed, in words; ``known``
    are in the baseline, whatever they are. ``statements`` are those of the site's own words that want a look.
    """

    breaches: tuple[Block, ...]
    differences: tuple[Block, ...]
    owner: tuple[Block, ...]
    decision: tuple[Block, ...]
    evidence: tuple[Block, ...]
    condition: tuple[Block, ...]
    agreed: tuple[Block, ...]
    variations: tuple[tuple[str, Finding], ...]
    known: tuple[Block, ...]
    approvals: tuple[Finding, ...]
    statements: tuple[Finding, ...]
    advice: tuple[Finding, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in the order in which they are told."""
        return tuple(block for section in self[:7] for block in section)

    @property
    def nothing_new(self) -> bool:
        """Whether there is nothing that the baseline does not know."""
        return len(self.blocks) == len(self.agreed)

    @property
    def numbers(self) -> str:
        """How many blocks there are of each kind, agreed variations, and what was known; empty where there is none."""
        settle = len(self.owner) + len(self.decision) + len(self.evidence)
        statements = len({one.subject for one in self.statements})
        rows = (
            (len(self.breaches), counted(len(self.breaches), "breach", "breaches")),
            (len(self.differences), counted(len(self.differences), "difference")),
            (settle, f"{settle} to settle"),
            (len(self.condition), f"{len(self.condition)} depending on other matters"),
            (len(self.variations), f"{len(self.variations)} agreed"),
            (len(self.known), f"{len(self.known)} known before"),
            (statements, f"{counted(statements, 'statement')} to check"),
        )
        return ", ".join(words for number, words in rows if number)


_OF_WORDS = frozenset((SOUNDS_LIKE_MORE, SAYS_NOTHING, ON_WORD))


def sections(run: Run, result: CheckResult) -> Sections:
    """Return what was found of a plan by what a reader has to do about it."""
    known = run.known(result)
    before = frozenset(known)
    different = frozenset(differences(result))
    found: dict[object, list[Block]] = {}
    judged = result.findings[: len(result.findings) - len(result.remarks)]
    for block in blocks([one for one in judged if one not in before]):
        first = block[0]
        kind = "difference" if first in different else first.verdict if first.verdict is not AMBER else _need(first)
        found.setdefault(kind, []).append(block)
    remarks = [one for one in result.remarks if one not in before]
    agreed = tuple(found.get(GREEN, ()))
    return Sections(
        breaches=tuple(found.get(RED, ())),
        differences=tuple(found.get("difference", ())),
        owner=tuple(found.get(Need.OWNER, ())),
        decision=tuple(found.get(Need.DECISION, ())),
        evidence=tuple(found.get(Need.EVIDENCE, ())),
        condition=tuple(found.get(Need.CONDITION, ())),
        agreed=agreed,
        variations=tuple(_variations(result, agreed)),
        known=tuple(blocks(known)),
        approvals=tuple(one for one in remarks if one.raw.family == APPROVALS),
        statements=tuple(one for one in remarks if one.code in _OF_WORDS),
        advice=tuple(one for one in remarks if one.raw.family != APPROVALS and one.code not in _OF_WORDS),
    )


def blocks(findings: Sequence[Finding]) -> list[Block]:
    """Return findings that share a change to an element together, the worst first and the change before its values."""
    joined: dict[object, object] = {}  # what is told together points the same way

    def root(key: object) -> object:
        while joined.setdefault(key, key) is not key:
            joined[key] = key = joined[joined[key]]
        return key

    keys: list[list[object]] = []
    for number, finding in enumerate(findings):
        own: list[object] = [(finding.element, change) for change in finding.changes]
        keys.append(own if own and finding.raw.family == CHANGES else [number])
        for key in keys[-1][1:]:
            joined[root(key)] = root(keys[-1][0])
    found: dict[object, list[Finding]] = {}
    for finding, (key, *_) in zip(findings, keys, strict=True):
        found.setdefault(root(key), []).append(finding)
    return [tuple(sorted(block, key=_worst_first)) for block in found.values()]


def _worst_first(finding: Finding) -> tuple[int, int, bool]:
    return -finding.verdict.rank, [*Need].index(_need(finding)), finding.code != NEEDS_OWNER


def _need(finding: Finding) -> Need:
    """Return what would settle an open matter; where only what follows is open, what would settle that."""
    if finding.needs is not None:
        return finding.needs
    return next((one.needs for one in finding.consequences if one.needs is not None), Need.CONDITION)


def choices(ways: Sequence[str]) -> list[str]:
    """Return ways out as the choice that they are.

    Examples
    --------
    >>> choices(["withdraw it", "have it agreed"]), choices(["wait"])
    (['either withdraw it', 'or have it agreed'], ['wait'])
    """
    if not ways[1:] or ways[0].startswith("either "):
        return list(ways)
    return [f"{'or' if number else 'either'} {way}" for number, way in enumerate(ways)]


def headline(result: CheckResult) -> str:
    """Return the verdict in words."""
    if result.plan.claim == "inspired-by":
        return "was compared with the model, which it does not claim to be"
    if result.verdict is RED:
        return "breaches the model"
    if result.verdict is AMBER:
        return "is not settled yet"
    on_word = any(one.code == ON_WORD for one in result.remarks)
    return "is within the model" + ", on the site's own word" * on_word


def within(found: Sections) -> str:
    """Return what green means; where the site's own words want a look, that it rests on them."""
    agreed = ", or was agreed" if found.agreed else ""
    rest = ", if its words are right: see the statements to check" if found.statements else ""
    nothing = "" if found.statements else " Nothing has to be done."
    return f"Everything that the plan says is within the model{agreed}{rest}.{nothing}"


def verdict_word(verdict: Verdict) -> str:
    """Return the word that a report shows for a verdict, so that colour is never all there is."""
    return {RED: "RED", AMBER: "AMBER", GREEN: "GREEN"}[verdict]


def verdict_of(run: Run, result: CheckResult) -> str:
    """Return the word for the verdict on a plan; it says so where the baseline knows all that makes it so."""
    return verdict_word(result.verdict) + ", known" * run.all_known(result)


def totals(run: Run) -> str:
    """Return how many plans there are, of which verdict, and how many agreed variations."""
    counts = run.counts
    words = [f"{counts[word]} {word}" for word in ("red", "amber", "green") if counts[word]]
    if counts["known"]:
        words.append(f"{counts['known']} of them known before")
    if counts["unreadable"]:
        words.append(f"{counts['unreadable']} could not be read")
    number = sum(len(sections(run, result).variations) for result in run.judged() if result.agreed)
    agreed = f" {counted(number, 'agreed variation')}." if number else ""
    return f"{counted(counts['plans'], 'plan')}{': ' if words else ''}{', '.join(words)}.{agreed}"


def differences(result: CheckResult) -> list[Finding]:
    """Return what would be a breach or a question in a plan that makes a claim; empty where it makes one."""
    if result.plan.claim != "inspired-by":
        return []
    return [
        finding
        for finding in result.open
        if finding.code != UNDECIDED and (finding.raw.family != CONSEQUENCES or finding.raw.detail.certain)
    ]


def silence(result: CheckResult) -> str:
    """Return what it means that a plan does not mention something."""
    if result.plan.unmentioned == "as-specified":
        return "What the plan does not mention is taken to be as the model specifies."
    return "What the plan does not mention counts as not decided yet."


def binding(bind: Strength) -> str:
    """Return in a sentence which strengths bind."""
    if bind is Strength.INFERRED:
        return "Everything in the model can make a breach, what was only inferred included"
    levels = [verb for level, verb in _BINDING.items() if level >= bind]
    return f"Only what sources {listed(levels, 'or')} can make a breach"


def judged_as(run: Run, quote: str = "") -> str:
    """Return the terms of a run: the day, and what binds; ``quote`` stands around words of the command line."""
    day = f"Judged as of {run.on.isoformat()}" if run.on else "Judged without a date"
    return f"{day}. {binding(run.bind)} ({quote}--bind {run.bind.word}{quote})."


def judged_by(model: Model) -> str:
    """Return which model judged."""
    return f"{model.title} ({model.reference})"


def where(at: Place, path: str) -> str:
    """Return a place inside a plan; with its file where it is in another, as what a variant itself does is."""
    elsewhere = at.where and path and at.path != path
    return f"{at.where} of {at.path}" if elsewhere else at.where


def place(finding: Finding) -> str:
    """Return where the plan says it: the line, and the change or choice."""
    within = where(finding.location, finding.case.plan.place.path)
    words = [within] if within else []
    if finding.changes:
        noun = "change" if len(finding.changes) == 1 else "changes"
        words.append(f"{noun} {listed(finding.changes, most=6)}")
    elif finding.raw.atoms and split(finding.raw.atoms[0]).kind == CHOICE:
        words.append(f"choice {split(finding.raw.atoms[0]).name}")
    return ", ".join(words) or "the plan as a whole"


def source(model: Model, cited: Cited) -> str:
    """Return a piece of evidence as a reader can look it up, and how firmly it says so."""
    evidence = model.evidence_by_id.get(cited.evidence)
    keys = evidence.sources if evidence else ()
    titles = [model.sources_by_id[key].title for key in keys if key in model.sources_by_id]
    first = titles[0] if titles else cited.source
    more = f" and {counted(len(titles) - 1, 'other source')}" if len(titles) > 1 else ""
    where = f"{cited.locator}, in: " if cited.locator and cited.locator != first else ""
    return f"{where}{first}{more} ({firmness(model, cited)}; {cited.evidence})"


def firmness(model: Model, cited: Cited) -> str:
    """Return how firmly a piece of evidence says so, and whose word it is."""
    evidence = model.evidence_by_id.get(cited.evidence)
    voice = f" by {_VOICES[evidence.voice]}" if evidence and evidence.voice in _VOICES else ""
    if evidence is not None and evidence.status == "recalled":
        voice += ", quoted from memory"
    return f"{cited.strength.word}{voice}"


def sources(finding: Finding, most: int | None = None) -> list[str]:
    """Return the evidence behind a finding, strongest first; what was only inferred says so."""
    model = finding.case.model
    rows = [source(model, cited) for cited in finding.basis[:most]]
    if rows:
        return rows
    element = finding.case.element_of(finding.raw)
    if element is None:
        return []
    why = element.tier_basis.inferred or element.basis.inferred
    return [f"no source states it; inferred{': ' + why if why else ' when the model was written down'}"]


def question(finding: Finding) -> str:
    """Return the question to the owner without the owner's name, which the report says once."""
    words = finding.ask or finding.message
    return capital(words.removeprefix(f"Ask {finding.case.model.owner}: "))


def quoted_titles(findings: Iterable[Finding], most: int | None = None) -> str:
    """Return the titles of the elements that some findings are about."""
    return listed(dict.fromkeys(finding.title for finding in findings), most=most)


def approvals(finding: Finding) -> Iterator[str]:
    """Yield the approvals that carry an agreed variation, in words."""
    approvals = {id(g.approval): g.approval for id_ in finding.changes for g in finding.case.grants.get(id_, ())}
    for approval in approvals.values():
        reference = f" {approval.reference}" if approval.reference else ""
        until = f", until {approval.until.isoformat()}" if approval.until else ", without an end"
        conditions = f" On condition: {approval.conditions.rstrip('.')}." if approval.conditions else ""
        role = approval.role.replace("-", " ")
        yield f"Approval{reference} by {approval.by} ({role}), {approval.given.isoformat()}{until}.{conditions}"


NO_REPAIR = "Nothing that the plan could do alone would clear it: the model itself has to be looked at."


TOO_MANY = "The plan changes so much that the smallest repair was not looked for. The ways out stand with each breach."


def no_repair(result: CheckResult) -> str:
    """Return why no repair is listed: nothing would help, or there is too much to look for one."""
    return NO_REPAIR if result.repairs().complete else TOO_MANY


def repair_lines(result: CheckResult, most: int | None = None) -> tuple[str, list[str], int]:
    """Return the repairs as a list under a sentence, and how many are left out; no lines where nothing would help.

    One repair is told as a line a step, several as a line each.
    """
    rows = repairs(result)
    if not rows:
        return no_repair(result), [], 0
    if len(rows) > 1:
        enough, lines = "Any one of these is", ["; and ".join(row) for row in rows[:most]]
    else:
        [lines] = rows
        enough = "All of these together are" if len(lines) > 1 else "This is"
    left_out = len(rows) - len(lines) if len(rows) > 1 else 0
    return f"{enough} enough for nothing to be in breach any more:", lines, left_out


def repairs(result: CheckResult) -> list[list[str]]:
    """Return the repairs in words: one list a repair, one clause a part of the plan to act on.

    Sets that differ only in whether a change is withdrawn or agreed become one repair. Many changes to one element to
    which the same is done are one clause.
    """
    grouped: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in map(partial(_gathered, result), result.repairs().sets):
        grouped.setdefault(tuple(action.partition(" ")[2] for action in row), []).append(row)
    found: list[list[str]] = []
    for rows in grouped.values():
        ways = [list(dict.fromkeys(actions)) for actions in zip(*rows, strict=True)]
        if prod(map(len, ways)) == len(rows):
            found.append([_either(result, actions) for actions in ways])
        else:
            found += [[_action(result, action) for action in row] for row in rows]
    return found


_FEW = 4
"""So many changes to one element are told one by one."""


def _gathered(result: CheckResult, row: tuple[str, ...]) -> tuple[str, ...]:
    """Return the actions of a repair, those on many changes to one element as one, with a blank between the changes."""
    if len(row) <= _FEW:
        return row
    groups: dict[tuple[str, str], list[str]] = {}
    changes = result.findings[0].case.changes  # where there is a repair there is a finding
    for action in row:
        verb, _, atom = action.partition(" ")
        kind, name = split(atom)
        groups.setdefault((verb, changes[name].subject if kind == CHANGE else atom), []).append(action)
    return tuple(
        [
            one
            for (verb, _), actions in groups.items()
            for one in (
                [f"{verb} {' '.join(action.partition(' ')[2] for action in actions)}"]
                if len(actions) > _FEW
                else actions
            )
        ]
    )


def _either(result: CheckResult, actions: list[str]) -> str:
    """Return the actions on one part of the plan: to withdraw it, or to have it agreed."""
    words = [_action(result, action) for action in sorted(actions, reverse=True)]
    if len(actions) == 1:
        return words[0]
    first, *others = actions[0].partition(" ")[2].split(" ")
    return f"{words[0]}, or have {'them' if others else 'it'} agreed by the {_approvers(result, split(first).name)}"


def _action(result: CheckResult, action: str) -> str:
    """Return one action of a repair in words."""
    verb, _, atoms = action.partition(" ")
    atom, *others = atoms.split(" ")
    name = split(atom).name
    said = f"the change {name}"
    if others:
        said = f"the changes {listed([name, *(split(one).name for one in others)], most=_FEW)}"
    if verb == "withdraw":
        return f"withdraw {said}"
    if verb == "approve":
        return f"have {said} agreed by the {_approvers(result, name)}"
    element = result.model.by_id.get(name.partition(".")[0])
    title = f"'{element.title}'" if element else f"'{name}'"
    if verb == "reset":
        parameter = element.parameter(name.partition(".")[2]) if element else None
        return f"go back to what the model specifies for '{parameter.name if parameter else name}' in {title}"
    return f"settle {title} as the model specifies it"


def _approvers(result: CheckResult, change: str) -> str:
    from fidelity.checking.approvals import approvers  # few reports list repairs

    found = result.findings[0].case.changes.get(change)
    roles = approvers(result.plan, result.model, found) if found else ()
    return listed(sorted(role.replace("-", " ") for role in roles), "or") or "model's owner"


def part(model: Model, atom: str) -> str:
    """Return a part of a plan, such as ``change:c1``, as a reader knows it."""
    kind, name = split(atom)
    if kind != UNDECIDED_PART:
        return f"the {kind} {name}"
    known = model.by_id.get(name) or model.proscribed_by_id.get(name)
    return f"'{known.title}'" if known else name


def causes(finding: Finding, *, titles: bool = False) -> Iterator[str]:
    """Yield every cause of a finding in words, with the way along the links, and a word where there are more.

    The way names elements by their ids, or with ``titles`` by what they are called.
    """
    model = finding.case.model
    for cause in finding.causes:
        named = [f"'{model.by_id[id_].title}'" if titles and id_ in model.by_id else id_ for id_ in cause.path]
        way = f", by way of {' > '.join(named)}" if len(named) > 1 else ""
        parts = listed(part(model, atom) for atom in cause.atoms)
        yield f"{parts or 'the model as it stands, whatever the plan says'}{way}"
    if not finding.causes_complete:
        yield "there are more; these are the smallest"


def _variations(result: CheckResult, agreed: Iterable[Block]) -> Iterator[tuple[str, Finding]]:
    """Yield what was agreed, in words, each with one of its findings; what follows from an agreed change included."""
    told = {id(one) for block in agreed for one in block}
    blocks = [(variation(block[0]), block[0]) for block in agreed]
    yield from blocks
    words = dict(blocks)
    for finding in result.agreed:
        if id(finding) not in told and variation(finding) not in words:
            words[variation(finding)] = finding
            yield variation(finding), finding


def variation(finding: Finding) -> str:
    """Return what was agreed, in words: the changes, or what follows from agreed ones."""
    whats = "; ".join(f"{id_}: {finding.case.changes[id_].what.rstrip('.')}" for id_ in finding.changes)
    title = quoted_titles([finding])
    if not whats:
        return f"{title}: agreed with the changes that it follows from ({finding.approval})."
    noun = f"{title}, {finding.tier.noun}" if finding.tier and finding.element else "an addition"
    return f"{whats} ({noun})."


def standing_out(result: CheckResult) -> list[str]:
    """Return the ids of the elements that are not simply as specified, and of principles that have lost something."""
    return [
        id_
        for id_, state in result.elements.items()
        if state.state != "as-specified" or (state.named is not None and state.standing != state.named)
    ]
