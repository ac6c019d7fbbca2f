"""What the words of a change give away: less than its nature says, a function denied, a statement that says nothing.

Words are not judged. They are read for three things, and all of their signs stand in this file, so that somebody who
knows the field can look them through: how much of it they find, and what they miss, is in the documentation. Only a
plain denial counts, as nothing said of the function; the other two are advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MORE_THAN: dict[str, tuple[str, ...]] = {
    "removing": (
        *("abolish", "abolished", "abolishing", "abolishes", "scrap", "scrapped", "scrapping", "axe", "axed", "axing"),
        *("drop", "dropped", "dropping", "drops", "stop", "stopped", "stopping", "stops", "cease", "ceased", "ceases"),
        *("discontinue", "discontinued", "remove", "removed", "removing", "removal", "omit", "omitted", "omitting"),
        *("skip", "skipped", "skipping", "cancel", "cancelled", "cancelling", "suspend", "suspended", "suspending"),
        *("pause", "paused", "pausing", "on hold", "abandon", "abandoned", "withdraw", "withdrawn", "withdrew"),
        *("disband", "disbanded", "dispense with", "dispensed with", "do without", "done without", "manage without"),
        *("do away with", "done away with", "leave out", "leaving out", "left out", "leave off", "left off"),
        *("take out", "taken out", "taking out", "take away", "taken away", "give up", "given up", "giving up"),
        *("get rid of", "got rid of", "cut out", "lose", "lost", "losing", "mothballed", "wound up", "winding up"),
        *("no longer", "not any more", "never", "nobody", "no one", "none of", "has no", "have no", "is no", "are no"),
        *("with no", "and no", "will be no", "not held", "not offered", "not done", "not used", "not made"),
        *(
            "not asked",
            "not take place",
            "not have",
            "not get",
            "not do",
            "not use",
            "not offer",
            "not hold",
            "not run",
        ),
        *("not be held", "not be offered", "not be done", "not be used", "not be made", "not filled", "not recorded"),
        *(
            "not always",
            "not all",
            "not every",
            "without a",
            "without an",
            "without the",
            "without any",
            "without their",
        ),
        *("instead of having", "in place of having", "rather than having", "ended", "closed", "switched off"),
    ),
    "shortening": (
        *("fewer", "less", "less often", "shorter", "shorten", "shortened", "shortening", "reduce", "reduced"),
        *(
            "reduces",
            "reducing",
            "reduction",
            "halve",
            "halved",
            "halving",
            "lower",
            "lowered",
            "cut",
            "cuts",
            "cutting",
        ),
        *("trim", "trimmed", "trimming", "condense", "condensed", "compress", "compressed", "slimmed", "slimline"),
        *("scale back", "scaled back", "scale down", "scaled down", "pared", "skeleton", "minimal", "minimum"),
        *("light touch", "lighter touch", "streamline", "streamlined", "streamlining", "rationalise", "rationalised"),
        *("rationalising", "only", "just the", "just one", "just two", "abbreviated", "brief", "briefer", "quicker"),
        *("half the", "half as", "down to", "rolled into one", "merged into"),
    ),
    "loosening-structure": (
        *("where possible", "when possible", "if possible", "as far as possible", "where practicable"),
        *("if time allows", "when time allows", "where time allows", "time permitting", "capacity allows"),
        *("capacity permits", "resources allow", "resources permit", "as needed", "if needed", "when needed"),
        *("as required", "if required", "when required", "as and when", "if asked", "on request", "optional"),
        *("discretion", "not required", "not mandatory", "not compulsory", "leave it to", "left to", "flexibly"),
    ),
}
"""Signs in what is altered that it is left out, cut down or left open, by the nature that would say so."""

MILDER = frozenset((
    "tailoring", "packaging", "repeating", "adding", "integrating-another-treatment", "lengthening", "spreading",
    "reordering", "departing-with-return", "format", "setting", "personnel", "population",
))  # fmt: skip
"""The natures, mild or of the manner only, that say less than these signs do."""

TURNED_BY = frozenset(("no", "not", "nothing", "never", "without", "nor", "neither", "hardly", "isn't", "aren't"))
"""Words before a sign that turn it round: nothing is left out."""
TURNED_BEFORE = 3
"""How many words before a sign are looked at for those."""
NO_LOSS = frozenset((
    "loss", "losing", "lose", "delay", "delays", "change", "changing", "changed", "changes", "altered", "affected",
    "different", "reduced", "reducing", "shortened", "shorter", "less", "fewer", "cut", "cutting", "lost", "leaving",
    "exception", "waiting", "needing", "having", "need", "only", "least", "than",
))  # fmt: skip
"""Words after a sign with ``no``, ``not`` or ``without`` that make it no loss: without losing, is not changed."""

IT = (
    "it", "this", "that", "they", "function", "the function", "its function", "the purpose", "its purpose", "purpose",
    "the aim", "the point", "the intention", "what it is for", "the function of this", "the element", "this part",
)  # fmt: skip
"""What a statement on the function calls it."""
KEPT = (
    "kept", "met", "served", "achieved", "preserved", "maintained", "fulfilled", "protected", "retained", "upheld",
    "there", "delivered", "the same",
)  # fmt: skip
IS = ("is", "are", "will be", "would be", "remains", "stays", "is still", "will still be", "is being", "can be")
IS_NOT = (
    "is not", "isn't", "is no longer", "are not", "are no longer", "will not be", "won't be", "will no longer be",
    "would not be", "wouldn't be", "cannot be", "can't be", "can not be", "has not been", "is not being", "not",
)  # fmt: skip
LOST = (
    "is lost", "is gone", "goes", "is given up", "will be lost", "would be lost", "has gone", "falls away",
    "is dropped", "is abandoned", "will be given up", "will go", "was lost", "is not", "isn't", "will not", "won't",
    "does not", "doesn't", "is none", "is sacrificed", "no longer happens", "stops", "will stop", "ends",
)  # fmt: skip
DENIED_ALONE = frozenset((
    "no", "none", "nothing", "lost", "gone", "never", "not at all", "no longer", "not any more", "nothing is kept",
    "it has no function", "there is none", "none of it", "not really", "no it is not", "no it isn't", "sadly lost",
))  # fmt: skip
TAILS = (
    "any more", "anymore", "any longer", "at all", "now", "for now", "here", "in full", "sadly", "unfortunately",
    "as such", "for the time being", "at present", "at the moment", "still", "of course", "fully", "completely",
    "entirely", "too",
)  # fmt: skip
"""Words at either end of a statement that change nothing in it."""
BUT = frozenset(("but", "however", "instead", "except", "although", "though", "unless", "until", "because", "yet"))
"""With one of these a statement is no plain denial: somebody explains."""
SAYS_NOTHING = frozenset((
    "x", "xx", "xxx", "y", "yes", "ok", "okay", "tbc", "tbd", "na", "n/a", "not applicable", "to be confirmed", "done",
    "same", "the same", "as before", "same as before", "the same as before", "no change", "unchanged", "as now",
    "as is", "as usual", "kept", "still kept", "see above", "as above", "see below", "fine", "all good", "no issues",
    "tick", "yes it is", "yes kept", "to follow", "will do", "nothing to add", "test", "function kept", "purpose kept",
))  # fmt: skip

_MARKS = str.maketrans(dict.fromkeys('"()[]{}*_“”«»', " ") | {"\N{RIGHT SINGLE QUOTATION MARK}": "'", "-": " "})
_ENDS = str.maketrans(dict.fromkeys(",;:!?…\n\N{EN DASH}\N{EM DASH}", "."))
_PLAIN = _MARKS | dict.fromkeys(map(ord, ".,;:!?…\n\N{EN DASH}\N{EM DASH}"), " ")
_COMMON = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "for", "from", "has", "have", "if", "in", "is", "it", "of", "off", "on",
    "out", "the", "to", "up", "when", "where", "will", "with",
))  # fmt: skip
_TELLING: set[str] = set()
"""One word of each sign, such as few texts have: a text with none of them holds no sign."""
for _signs in MORE_THAN.values():  # a loop, as this runs whenever the library loads
    for _sign in _signs:
        for _word in _sign.split():
            if _word not in _COMMON:
                _TELLING.add(_word)
                break
        else:
            _TELLING.add(_sign.split()[0])
_SAID_KEPT = frozenset([f"{yes} {kept}" for yes in IS for kept in KEPT])
_SAID_NOT_KEPT = frozenset([f"{no} {kept}" for no in IS_NOT for kept in KEPT])
_DENYING = frozenset([word for said in (*LOST, *IS_NOT, *DENIED_ALONE) for word in said.split()]) - _COMMON
"""A statement without any of these words denies nothing."""
_TAILS = frozenset(TAILS)
_TAIL = max([len(tail.split()) for tail in TAILS])
_HOLLOW: set[str] = set()
for _words in (*SAYS_NOTHING, *IT, *IS, *KEPT, *TAILS):
    _HOLLOW.update(_words.split())


def may_sound(texts: Iterable[str]) -> bool:
    """Return whether any of some texts may sound like more: a quick look, all at once, as most hold no sign."""
    return not _TELLING.isdisjoint(" ".join(texts).lower().translate(_PLAIN).split())


def sounds_like_more(what: str, natures: Sequence[str]) -> tuple[str, str] | None:
    """Return the nature that a text sounds like, and the words that give it away, or ``None``.

    Parameters
    ----------
    what
        What is altered, in words.
    natures
        The natures that the change is given. Where one of them says as much as the words do, there is nothing to say.

    Returns
    -------
    tuple of str, str, or None
        A nature and the sign that was found first in the text.

    Examples
    --------
    >>> sounds_like_more("Reviews with the judge are abolished.", ["tailoring"])
    ('removing', 'abolished')
    >>> sounds_like_more("Nothing is left out.", ["tailoring"]) is None
    True
    """
    if not natures or not MILDER.issuperset(natures):
        return None
    for clause in _clauses(what):
        for at in range(len(clause)):
            for nature, sign in _starting(clause[at]):
                words = sign.split()
                if clause[at : at + len(words)] == words and not _turned(clause, at, words):
                    return nature, sign
    return None


def denies(statement: str) -> bool:
    """Return whether a statement on the function plainly says that it is not kept.

    Examples
    --------
    >>> denies("It is not kept."), denies("It is not kept as a meeting, but the letter says the same.")
    (True, False)
    """
    words = statement.lower().translate(_PLAIN).split()
    if _DENYING.isdisjoint(words) or not BUT.isdisjoint(words):
        return False
    clauses = [" ".join(_bare(clause)) for clause in _clauses(statement)]
    return (len(clauses) == 1 and clauses[0] in DENIED_ALONE) or any(map(_is_denied, clauses))


def says_nothing(statement: str, *repeated: str | None) -> bool:
    """Return whether a statement on the function says nothing: a mere yes, or only what is repeated from elsewhere.

    Parameters
    ----------
    statement
        How the function is kept, as the plan says it.
    *repeated
        Texts that say nothing when they are only said again, such as the element's own function.

    Examples
    --------
    >>> says_nothing("The purpose is kept."), says_nothing("Parents ring the judge each week.")
    (True, False)
    """
    words = statement.lower().translate(_PLAIN).split()
    if sum(map(len, words)) <= len("ok"):
        return True
    if _HOLLOW.issuperset(words):  # which those of few statements are
        clauses = [" ".join(_bare(clause)) for clause in _clauses(statement)]
        if all(one in SAYS_NOTHING or one in _TAILS or _is_affirmed(one) for one in clauses):
            return True
    return any(
        text is not None
        and abs(len(text) - len(statement)) <= len("..")
        and [*_clauses(text)] == [*_clauses(statement)]
        for text in repeated
    )


def _clauses(text: str) -> Iterator[list[str]]:
    """Yield the clauses of a text, each as its words."""
    for clause in text.lower().translate(_MARKS).translate(_ENDS).split("."):
        words = clause.split()
        if words:
            yield words


def _starting(word: str) -> Sequence[tuple[str, str]]:
    """Return the signs that begin with a word, the longest first, each with its nature."""
    if not _BY_WORD:
        for nature, signs in MORE_THAN.items():
            for sign in sorted(signs, key=len, reverse=True):
                _BY_WORD.setdefault(sign.split()[0], []).append((nature, sign))
    return _BY_WORD.get(word, ())


_BY_WORD: dict[str, list[tuple[str, str]]] = {}


def _turned(clause: Sequence[str], at: int, sign: Sequence[str]) -> bool:
    """Return whether what stands around a sign makes it no loss."""
    after = clause[at + len(sign)] if at + len(sign) < len(clause) else ""
    negative = not TURNED_BY.isdisjoint(sign)
    if negative and after in NO_LOSS:
        return True
    return not TURNED_BY.isdisjoint(clause[max(at - TURNED_BEFORE, 0) : at])


def _bare(clause: list[str]) -> list[str]:
    """Return the words of a clause without those at its ends that change nothing."""
    while clause[:-1]:
        for many in range(1, min(_TAIL, len(clause) - 1) + 1):
            if " ".join(clause[-many:]) in _TAILS:
                clause = clause[:-many]
                break
            if " ".join(clause[:many]) in _TAILS:
                clause = clause[many:]
                break
        else:
            break
    return clause


def _rest(clause: str) -> str | None:
    """Return what a clause says of the function, or ``None`` where it speaks of something else."""
    found = [it for it in IT if clause.startswith(f"{it} ")]
    return clause.removeprefix(f"{max(found, key=len)} ") if found else None


def _is_denied(clause: str) -> bool:
    rest = _rest(clause)
    return rest in LOST or (rest or clause) in _SAID_NOT_KEPT


def _is_affirmed(clause: str) -> bool:
    return _rest(clause) in _SAID_KEPT
