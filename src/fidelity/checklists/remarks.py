"""What is noticed about forms that have been read, and not gone by: whoever pools them decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.checklists.responses import Form

__all__ = ["copies", "not_filled_in", "spelled_alike"]

_SHOWN = 3  # ids in one remark


def copies(forms: tuple[Form, ...]) -> Iterable[str]:
    """Yield a word on forms that look like copies; they count, because two cases can be alike."""
    alike: dict[object, list[Form]] = {}
    for form in forms:
        answers = tuple(sorted((name, answer.code) for name, answer in form.answers.items()))
        if form.day is not None and answers:
            alike.setdefault((form.rater, form.site, form.period, form.day, answers), []).append(form)
    for first, *others in alike.values():
        if len(others) == 1:
            id_ = others[0].id
            yield f"the form '{id_}' has the same details and answers as '{first.id}'; if it is a copy, take it out"
        elif others:
            same = f"{len(others)} forms have the same details and answers as '{first.id}' ({_ids(others)})"
            yield f"{same}; if they are copies, take them out"


def not_filled_in(forms: tuple[Form, ...]) -> Iterable[str]:
    """Yield a word on forms that nobody filled in: they count, and what they count is gaps."""
    blank = [form for form in forms if not form.answers]
    if len(blank) == 1:
        yield f"the form '{blank[0].id}' holds no answer that is understood; it counts, as gaps only"
    elif blank:
        yield f"{len(blank)} forms hold no answer that is understood ({_ids(blank)}); they count, as gaps only"


def spelled_alike(forms: tuple[Form, ...]) -> Iterable[str]:
    """Yield a word on sites and periods that differ in capitals and blanks only: they are counted apart."""
    for noun in ("site", "period"):
        ways: dict[str, dict[str, None]] = {}
        for word in dict.fromkeys(str(getattr(form, noun)) for form in forms):
            ways.setdefault("".join(word.casefold().split()), {})[word] = None
        for words in ways.values():
            if len(words) > 1:
                names = " and ".join(f"'{word}'" for word in words)
                yield f"{names} are counted as {len(words)} {noun}s; if they are one, write it in one way"


def _ids(forms: list[Form]) -> str:
    names = [f"'{form.id}'" for form in forms[:_SHOWN]]
    return ", ".join([*names, "..."] if len(forms) > _SHOWN else names)
