"""Links in words, as a message says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.requirements import AdditionTerm, ElementTerm, Group

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.model.requirements import Term

__all__ = ["term_words"]


def term_words(term: Term, model: Model) -> str:
    """Return a term in words, with titles for ids."""
    if isinstance(term, Group):
        inner = [_inner_words(one, model) for one in term.terms]
        if term.kind == "at_least":
            return f"at least {term.count} of: {', '.join(inner)}"
        return {"any": " or ", "all": " and "}[term.kind].join(inner)
    if isinstance(term, ElementTerm):
        return f"'{model.by_id[term.element].title}'"
    if isinstance(term, AdditionTerm):
        return f"the local addition '{term.addition}'"
    element = model.by_id[term.element]
    parameter = element.parameter(term.parameter)
    name = term.parameter if parameter is None else parameter.name
    return f"'{element.title}' with {name} {' and '.join(map(str, term.constraints))}"


def _inner_words(term: Term, model: Model) -> str:
    """Return a term inside a group in words, in brackets where they could be read in two ways."""
    words = term_words(term, model)
    return f"({words})" if isinstance(term, Group) and len(term.terms) > 1 else words
