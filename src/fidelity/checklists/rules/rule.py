"""What a code about completed checklists or scales says of itself."""

from __future__ import annotations

from attrs import frozen

__all__ = ["FormRule"]


@frozen(eq=False, repr=False)
class FormRule:
    """A code of the family FID7xx.

    Parameters
    ----------
    code, name
        The stable code, and the issue in a few words. Neither ever changes its meaning.
    summary, why, source
        One line for lists, the page's explanation, and where the rule comes from.
    passes, fails
        A completed form of the checklist of ``fdac`` (or a scale, as ``shows`` says) without it, and one that has it.
    """

    code: str
    name: str
    summary: str
    why: str
    source: str
    passes: str = ""
    fails: str = ""
    since: str = "0.1.0"
    shows: str = "form"
