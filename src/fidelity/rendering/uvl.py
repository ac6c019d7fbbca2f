"""Texts in UVL, the Universal Variability Language: no text can leave its name, its string or its comment."""

from __future__ import annotations

__all__ = ["comment", "name", "string"]


def name(text: str) -> str:
    r"""Return a text as a name in quotes. Two texts never get the same name.

    Names take no quotes, full stops or line breaks: these, and what cannot be printed, are written as a percent
    sign and the number of the sign.

    Examples
    --------
    >>> print(name("a share: 0.8"), name('50% "or so"'))
    "a share: 0%2E;8" "50%25; %22;or so%22;"
    """
    return f'"{"".join(map(_sign, text))}"'


def _sign(sign: str) -> str:
    return f"%{ord(sign):X};" if sign in "\"'.%\\" or not sign.isprintable() else sign


def string(text: str) -> str:
    r"""Return a text as the value of an attribute, on one line.

    Examples
    --------
    >>> string("the judge's\nroom") == "'the judge\u2019s room'"
    True
    """
    plain = _line(text).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    return f"'{plain.replace(chr(92), '/')}'"


def comment(text: str) -> str:
    r"""Return a text as a comment, on one line.

    Examples
    --------
    >>> print(comment("one\nand two"))
    // one and two
    """
    return f"// {_line(text)}"


def _line(text: str) -> str:
    plain = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in plain)
