"""What a finding code says of itself: a code about plans, models or checklists."""

from __future__ import annotations

from attrs import frozen

FILES, CHANGES, CONSEQUENCES, APPROVALS, ADVICE, LOCAL = "FID1", "FID2", "FID3", "FID4", "FID5", "FID9"
"""Families of codes about plans: the file cannot be read as one, what a change does, what follows from it, approvals,
advice, and rules of one's own."""


@frozen(eq=False, repr=False, kw_only=True)
class Code:
    """A finding code, and the material of its page.

    Attributes
    ----------
    code, name
        The stable code, such as ``FID201``, and the fault found in a few words. Neither ever changes its meaning.
    summary
        One line for lists.
    why
        Why it matters in practice: the page's explanation.
    source
        Where the rule comes from.
    passes, fails
        An example that does not have it and one that has it; empty if none can show it alone. They are run as tests.
    since
        The version of the library in which the code came.
    shows
        What the examples are: ``plan`` or ``model``, or ``form`` or ``scale`` for checklists.
    """

    code: str
    name: str
    summary: str
    why: str
    source: str
    passes: str = ""
    fails: str = ""
    since: str = "0.1.0"
    shows: str = "plan"

    @property
    def family(self) -> str:
        """The first four characters of the code, which all codes about one kind of thing share."""
        return family_of(self.code)


def family_of(code: str) -> str:
    """Return the family of a code.

    Examples
    --------
    >>> family_of("FID302") == CONSEQUENCES
    True
    """
    return code[:4]
