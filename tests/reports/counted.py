"""What each format says was found, read back from what it wrote: pairs of a kind and a code."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

from tests.reports.page_read import read

__all__ = ["AGREED", "COUNTED", "KNOWN", "VERDICTS", "counted_in_json"]

Kinds = Counter[tuple[str, str]]


def counted_in_json(text: str) -> Kinds:
    found: Kinds = Counter()
    for plan in json.loads(text)["plans"]:
        for finding in plan["findings"]:
            found[_kind(finding), finding["code"]] += 1
    return found


def _kind(finding: dict[str, Any]) -> str:
    if finding["verdict"] is None:
        return "unreadable"
    if finding["baselined"]:
        return "known"
    if finding["verdict"] == "green":
        return "agreed" if finding["approval"] else "remark"
    return "breach" if finding["verdict"] == "red" else "open"


def counted_in_sarif(text: str) -> Kinds:
    return Counter((_sarif_kind(result), result["ruleId"]) for result in json.loads(text)["runs"][0]["results"])


def _sarif_kind(result: dict[str, Any]) -> str:
    suppressed = [one["kind"] for one in result.get("suppressions", [])]
    if suppressed:
        return "known" if suppressed == ["external"] else "agreed"
    if result["ruleId"][3] == "1":
        return "unreadable"
    return {"error": "breach", "warning": "open", "note": "remark"}[result["level"]]


def counted_in_junit(text: str) -> Kinds:
    found: Kinds = Counter()
    for case in ET.fromstring(text.encode()).iter("testcase"):  # noqa: S314 - our own output
        if case.get("name") == "the plan as a whole":
            continue
        skipped = case.find("skipped")
        kind = "open or remark"
        if case.find("failure") is not None:
            kind = "breach"
        elif case.find("error") is not None:
            kind = "unreadable"
        elif skipped is not None:
            kind = "known" if str(skipped.get("message")).startswith("known before") else "agreed"
        found[kind, str(case.get("name"))[:6]] += 1
    return found


def counted_in_gitlab(text: str) -> Kinds:
    found: Kinds = Counter()
    for issue in json.loads(text):
        code, said, severity = issue["check_name"][:6], issue["description"], issue["severity"]
        kind = {"info": "remark", "minor": "open", "critical": "breach", "blocker": "breach"}[severity]
        if said.startswith("Known before, "):
            kind = "known"
        elif said.startswith("Agreed ("):
            kind = "agreed"
        elif code[3] == "1":
            kind = "unreadable"
        found[kind, code] += 1
    return found


def counted_in_github(text: str) -> Kinds:
    found: Kinds = Counter()
    for line in text.partition("::stop-commands::")[0].splitlines():
        match = re.fullmatch(r"::(error|warning|notice) (?:\S|(?<=,)| )*?title=(FID\d{3}) [^:]*::(.*)", line)
        assert match, line
        level, code, said = match.groups()
        kind = {"error": "breach", "warning": "open", "notice": "remark"}[level]
        if said.startswith("Known before, "):
            kind = "known"
        elif said.startswith("Agreed ("):
            kind = "agreed"
        elif code[3] == "1":
            kind = "unreadable"
        found[kind, code] += 1
    return found


def counted_in_markdown(text: str) -> Kinds:
    titles = {
        "Breaches": "breach",
        "To settle": "open",
        "Depends on the above": "open",
        "Agreed variations": "agreed",
        "Known before": "known",
        "Remarks": "remark",
        "Statements to check": "remark",
        "Faults": "unreadable",
    }
    found: Kinds = Counter()
    kind = ""
    for line in text.splitlines():
        if line.startswith("#### "):
            kind = titles.get(line[5:].rpartition(" (")[0], "")
        elif (also := re.match(r"  - Also (in breach|to settle|agreed|known): \*\*(FID\d{3})", line)) is not None:
            found[
                {"in breach": "breach", "to settle": "open", "agreed": "agreed", "known": "known"}[also[1]], also[2]
            ] += 1
        elif line.startswith("- **FID") and kind:
            found[kind, line[4:10]] += 1
    return found


def counted_in_html(text: str) -> Kinds:
    marked = [node.attributes for node in read(text) if "data-code" in node.attributes]
    return Counter((one["data-kind"], one["data-code"]) for one in marked)


COUNTED = {
    "html": counted_in_html,
    "sarif": counted_in_sarif,
    "junit": counted_in_junit,
    "gitlab": counted_in_gitlab,
    "github": counted_in_github,
    "markdown": counted_in_markdown,
}

# The verdict on each plan, in order, where a format says it (None: the plan could not be read) ------------------------


def verdicts_in_json(text: str) -> list[str | None]:
    return [plan["verdict"] for plan in json.loads(text)["plans"]]


def verdicts_in_html(text: str) -> list[str | None]:
    said = [node.attributes["data-verdict"] for node in read(text) if "data-verdict" in node.attributes]
    return [None if one == "unreadable" else one for one in said]


def verdicts_in_markdown(text: str) -> list[str | None]:
    titles = re.findall(r"^### (?:\S+ (red|amber|green)(?:, known)?|Not read): ", text, re.MULTILINE)
    return [title or None for title in titles]


def verdicts_in_text(text: str) -> list[str | None]:
    first = [block.lstrip("\n").partition("  ")[0] for block in re.split(r"^=+$", text, flags=re.MULTILINE)]
    said = {"RED": "red", "AMBER": "amber", "GREEN": "green", "NOT READ": None}
    return [said[word] for one in first if (word := one.removesuffix(", known")) in said]


VERDICTS = {
    "json": verdicts_in_json,
    "html": verdicts_in_html,
    "markdown": verdicts_in_markdown,
    "text": verdicts_in_text,
}


# The colour of each finding that the baseline knows, where a format lists it: pairs of a verdict and a code -----------


def known_in_json(text: str) -> Kinds:
    found = [one for plan in json.loads(text)["plans"] for one in plan["findings"]]
    return Counter((one["verdict"], one["code"]) for one in found if one["baselined"])


def known_in_sarif(text: str) -> Kinds:
    results = [one for one in json.loads(text)["runs"][0]["results"] if _sarif_kind(one) == "known"]
    return Counter(({"error": "red", "warning": "amber"}[one["level"]], one["ruleId"]) for one in results)


def known_in_gitlab(text: str) -> Kinds:
    known = [one for one in json.loads(text) if one["description"].startswith("Known before, ")]
    found = Counter((one["description"][14:].partition(":")[0], one["check_name"][:6]) for one in known)
    meant = {"blocker": "red", "critical": "red", "minor": "amber"}
    assert found == Counter((meant[one["severity"]], one["check_name"][:6]) for one in known)
    return found


def known_in_github(text: str) -> Kinds:
    said = re.findall(r"^::notice [^\n]*?title=(FID\d{3}) [^:]*::Known before, (\w+): ", text, re.MULTILINE)
    return Counter((verdict, code) for code, verdict in said)


def known_in_junit(text: str) -> Kinds:
    cases = ET.fromstring(text.encode()).iter("testcase")  # noqa: S314 - our own output
    skipped = [(one.find("skipped"), str(one.get("name"))) for one in cases]
    said = [
        (re.match(r"known before, in the baseline \((\w+)\): ", str(it.get("message"))), n)
        for it, n in skipped
        if it is not None
    ]
    return Counter((match[1], name[:6]) for match, name in said if match)


def known_in_markdown(text: str) -> Kinds:
    return Counter(
        (verdict, code)
        for code, verdict in re.findall(r"^(?:- |  - Also known: )\*\*(FID\d{3}), (red|amber)[,:]", text, re.MULTILINE)
    )


def known_in_text(text: str) -> Kinds:
    said = text.partition("\nKnown before, in the baseline (")[2].partition("\n\n")[0]
    return Counter((verdict, code) for code, verdict in re.findall(r"\[(FID\d{3}),\s+(\w+)\]", said))


def known_in_html(text: str) -> Kinds:
    known = [node for node in read(text) if node.attributes.get("data-kind") == "known"]
    said = [re.search(r"\[(FID\d{3}), (\w+)\]$", node.text) for node in known]
    return Counter((match[2], match[1]) for match in said if match)


KNOWN = {
    "json": known_in_json,
    "sarif": known_in_sarif,
    "gitlab": known_in_gitlab,
    "github": known_in_github,
    "junit": known_in_junit,
    "markdown": known_in_markdown,
    "text": known_in_text,
    "html": known_in_html,
}


# The references of the approvals that carry the agreed variations -----------------------------------------------------


def agreed_in_json(text: str) -> Counter[str]:
    found = [one for plan in json.loads(text)["plans"] for one in plan["findings"]]
    return Counter(one["approval"] for one in found if _kind(one) == "agreed")


def agreed_in_sarif(text: str) -> Counter[str]:
    results = json.loads(text)["runs"][0]["results"]
    suppressions = [one["suppressions"][0] for one in results if _sarif_kind(one) == "agreed"]
    return Counter(one["justification"].removeprefix("agreed: ") for one in suppressions)


def agreed_in_junit(text: str) -> Counter[str]:
    skipped = ET.fromstring(text.encode()).iter("skipped")  # noqa: S314 - our own output
    said = [re.match("agreed: (.*?): ", str(one.get("message"))) for one in skipped]
    return Counter(match[1] for match in said if match)


def agreed_in_gitlab(text: str) -> Counter[str]:
    said = [re.match(r"Agreed \((.*?)\): ", one["description"]) for one in json.loads(text)]
    return Counter(match[1] for match in said if match)


def agreed_in_github(text: str) -> Counter[str]:
    return Counter(re.findall(r"^::notice [^\n]*?::Agreed \((.*?)\): ", text, re.MULTILINE))


def agreed_in_html(text: str) -> Counter[str]:
    agreed = [node.attributes for node in read(text) if node.attributes.get("data-kind") == "agreed"]
    return Counter(one["data-approval"] for one in agreed)


AGREED = {
    "json": agreed_in_json,
    "sarif": agreed_in_sarif,
    "junit": agreed_in_junit,
    "gitlab": agreed_in_gitlab,
    "github": agreed_in_github,
    "html": agreed_in_html,
}
