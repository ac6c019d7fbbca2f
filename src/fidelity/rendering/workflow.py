"""Makes texts safe in the log of GitHub Actions: no text becomes a command of the workflow.

The runner takes a line for a command if ``::`` is the first thing on it, or if ``##[`` stands anywhere in it; that of
Azure Pipelines, if ``##vso[`` does.
"""

from __future__ import annotations


def data(text: str) -> str:
    r"""Return a text as the message of a command, where one line is all there is.

    Examples
    --------
    >>> data("50%\nand more")
    '50%25%0Aand more'
    """
    plain = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return _unmarked(plain)


def value(text: str) -> str:
    """Return a text as the value of a property of a command.

    Examples
    --------
    >>> value("a: b, c")
    'a%3A b%2C c'
    """
    return data(text).replace(":", "%3A").replace(",", "%2C")


def line(text: str) -> str:
    """Return a line that is no command: a blank breaks up the signs of one.

    Examples
    --------
    >>> line("  ::error::forged"), line("see a::b"), line("##[error]forged")
    ('  : :error::forged', 'see a::b', '# #[error]forged')
    """
    if text.lstrip().startswith("::"):
        text = text.replace("::", ": :", 1)
    return _unmarked(text)


def lines(text: str) -> str:
    r"""Return a text of which no line is a command.

    Examples
    --------
    >>> lines("a\n::error::forged\n")
    'a\n: :error::forged\n'
    """
    if "::" in text or "##" in text:  # most texts have neither
        return "\n".join([line(row) for row in text.split("\n")])
    return text


def _unmarked(text: str) -> str:
    return text.replace("##[", "# #[").replace("##vso[", "# #vso[") if "##" in text else text


def in_json(text: str) -> str:
    """Return the same JSON without the sign of a command in any of its texts."""
    return text.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[") if "##" in text else text


def in_xml(text: str) -> str:
    """Return the same XML without the sign of a command in any of its texts."""
    return text.replace("##[", "#&#35;[").replace("##vso[", "#&#35;vso[") if "##" in text else text
