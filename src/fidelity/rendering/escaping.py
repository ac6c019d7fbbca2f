"""Makes texts safe in Markdown, spreadsheets, graphs and forms: a text stays a text there.

For HTML and SVG see ``html``; for the log of a job see ``workflow``.
"""

from __future__ import annotations

import re

from fidelity.rendering.english import is_printable, one_line

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&$!^]")
_MARKDOWN_START = re.compile(r"[-+=:%(]|\d+(?=[.)])")
_LINKING = re.compile(
    r"(?<!\w)@(?=\w)|@(?=[\w-]+\.\w)|[#!](?=\d)|\bGH-(?=\d)|(?<=\w):(?=//)|\bwww(?=\.)", re.IGNORECASE
)
_JOINER = "\N{WORD JOINER}"
"""Nothing to see: it parts the signs of which GitHub and GitLab make links, also those that Markdown has escaped."""
_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - the full-width signs start formulas too
_DOT = str.maketrans({"\\": r"\\", '"': r"\"", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MERMAID_PLAIN = frozenset(" ,.-/!?'")
_ROUND = str.maketrans("[]", "()")


def markdown_text(text: str) -> str:
    r"""Return a text that Markdown shows as it is, on one line, wherever it stands.

    Nobody is mentioned by it, and no address or number becomes a link.

    Examples
    --------
    >>> print(markdown_text("*really* <b>\n| # 1"))
    \*really\* \<b\> \| \# 1
    >>> print(markdown_text("1. first"), markdown_text("- second"))
    1\. first \- second
    """
    safe = _LINKING.sub(rf"\g<0>{_JOINER}", _MARKDOWN.sub(r"\\\g<0>", one_line(text)))
    start = _MARKDOWN_START.match(safe)
    if start is None:
        return safe
    at = start.end() if start[0][0].isdigit() else 0
    return f"{safe[:at]}\\{safe[at:]}"


def csv_cell(text: str) -> str:
    r"""Return a text as a cell of a CSV file that people open: on one line, and never a formula.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, which people see. Quotes would not
    help.

    Examples
    --------
    >>> csv_cell("=1+1"), csv_cell("-5"), csv_cell("a\r\n=b"), csv_cell("plain")
    ("'=1+1", "'-5", 'a =b', 'plain')
    """
    plain = one_line(text)
    return f"'{plain}" if starts_formula(plain) else plain


def starts_formula(text: str) -> bool:
    """Return whether a spreadsheet would take a cell of this text for a formula.

    Examples
    --------
    >>> starts_formula("=1+1"), starts_formula("1+1")
    (True, False)
    """
    return text.startswith(_FORMULA)


def dot_text(text: str) -> str:
    r"""Return a text as a quoted string of Graphviz's DOT, on one line: for a label, a tooltip or an id.

    Examples
    --------
    >>> print(dot_text('a "label" with \\N'))
    "a \"label\" with \\N"
    """
    return f'"{one_line(text).translate(_DOT)}"'


def mermaid_text(text: str) -> str:
    """Return a text as a quoted label of Mermaid, on one line. Most signs become numbers.

    Examples
    --------
    >>> print(mermaid_text('say "end" %%{init}%% <b>'))
    "say #34;end#34; #37;#37;#123;init#125;#37;#37; #60;b#62;"
    """
    return f'"{"".join(map(_mermaid_sign, " ".join(text.split())))}"'


def _mermaid_sign(sign: str) -> str:
    if sign.isalnum() or sign in _MERMAID_PLAIN:
        return sign
    return f"#{ord(sign)};" if is_printable(sign) else "\N{REPLACEMENT CHARACTER}"


def uvl_name(text: str) -> str:
    r"""Return a text as a name in quotes of UVL, the Universal Variability Language.

    Two texts never get the same name. A name cannot hold quotes, full stops or line breaks. These, and what cannot be
    printed, become a percent sign and the number of the sign.

    Examples
    --------
    >>> print(uvl_name("a share: 0.8"), uvl_name('50% "or so"'))
    "a share: 0%2E;8" "50%25; %22;or so%22;"
    """
    return f'"{"".join(map(_uvl_sign, text))}"'


def _uvl_sign(sign: str) -> str:
    return f"%{ord(sign):X};" if sign in "\"'.%\\" or not is_printable(sign) else sign


def uvl_text(text: str) -> str:
    r"""Return a text as the value of an attribute of UVL, on one line.

    Examples
    --------
    >>> uvl_text("the judge's\nroom") == "'the judge\u2019s room'"
    True
    """
    plain = one_line(text).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    return f"'{plain.replace(chr(92), '/')}'"


def uvl_comment(text: str) -> str:
    r"""Return a text as a comment of UVL, on one line.

    Examples
    --------
    >>> print(uvl_comment("one\nand two"))
    // one and two
    """
    return f"// {one_line(text)}"


def xlsform_text(text: str) -> str:
    """Return a text on one line that an XLSForm shows as it is: no reference to an answer, no tag and no link.

    A blank breaks up what would mean something.

    Examples
    --------
    >>> xlsform_text("${c01} <b> [here](there)"), xlsform_text("fewer than < 5 {a}")
    ('$ {c01} < b> [here] (there)', 'fewer than < 5 {a}')
    """
    return re.sub(r"\$(?=\{)|<(?=[A-Za-z/!?])|\](?=\()", r"\g<0> ", one_line(text))


def redcap_text(text: str) -> str:
    """Return a text on one line that REDCap shows as it is: it puts answers in place of ``[names]``.

    Examples
    --------
    >>> redcap_text("[c01] is <b>"), redcap_text("a < 5")
    ('(c01) is < b>', 'a < 5')
    """
    return re.sub(r"<(?=[A-Za-z/!?])", "< ", one_line(text)).translate(_ROUND)


def redcap_choice(text: str) -> str:
    """Return a text as the label of a choice of REDCap, where a pipe would start the next one.

    Examples
    --------
    >>> redcap_choice("yes | no")
    'yes / no'
    """
    return redcap_text(text).replace("|", "/")
