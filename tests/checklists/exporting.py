"""Exports of filled in forms, built from what was given to each system and never from what reads them back.

Kobo's and ODK Central's columns come from the rows of the XLSForm, REDCap's from the data dictionary, and a FHIR
response from the questionnaire.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

from tests.checklists.filling import DETAILS, Given
from tests.needed import library

from fidelity.checklists.exchange.xlsform_format import sheets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.checklists.checklist import Checklist

__all__ = [
    "asked", "fhir_response", "kobo_csv", "kobo_table", "kobo_xlsx", "odk_csv", "odk_zip", "redcap_csv", "redcap_table",
]  # fmt: skip

Table = tuple[list[str], list[str]]
_LABEL = "label::English (en)"
_REDCAP = {"na": "98", "nk": "99"}


def asked(checklist: Checklist, given: Mapping[str, Given]) -> dict[str, Given]:
    """Return what a form keeps of some answers: it asks why only below the threshold."""
    return {
        item.name: given[item.name]
        if given[item.name].code in checklist.responses_of(item).below
        else given[item.name]._replace(why="")
        for item in checklist
        if item.name in given
    }


class _Question(NamedTuple):
    name: str
    label: str
    type: str
    list: str
    names: tuple[str, ...]
    titles: tuple[str, ...]


def _questions(checklist: Checklist) -> tuple[list[_Question], dict[str, dict[str, str]]]:
    """Return the questions of the XLSForm with the groups that they stand in, and the choices of its lists."""
    form = sheets(checklist)
    lists: dict[str, dict[str, str]] = {}
    for row in form["choices"]:
        lists.setdefault(row["list_name"], {})[row["name"]] = row[_LABEL]
    names, titles, found = [], [], []
    for row in form["survey"]:
        type_, _, list_ = row["type"].partition(" ")
        if type_ == "begin_group":
            names.append(row["name"])
            titles.append(row[_LABEL])
        elif type_ == "end_group":
            names.pop()
            titles.pop()
        elif type_ != "note":
            label = row.get(_LABEL, row["name"])
            found.append(_Question(row["name"], label, type_, list_, tuple(names), tuple(titles)))
    return found, lists


def _value(checklist: Checklist, name: str, given: Mapping[str, Given]) -> str:
    """Return what a form holds in a field, as codes."""
    if name in DETAILS:
        return DETAILS[name]
    if name in ("checklist", "hash", "model", "version"):
        return checklist.metadata[name]
    if name in ("points", "counted", "percent"):
        return "7"  # a total that nobody is to read
    one = given.get(name.removesuffix("_why").removesuffix("_evid"), Given("", "", ()))
    if name.endswith("_why"):
        return one.why
    return " ".join(one.evidence) if name.endswith("_evid") else one.code


def kobo_table(checklist: Checklist, given: Mapping[str, Given], *, labels: bool, split: bool = True) -> Table:
    """Return the columns and the values of Kobo's export, by names or by labels."""
    questions, lists = _questions(checklist)
    titles, values = ["start", "_notes"], ["2026-03-31T10:00:00", "by somebody"]
    for one in questions:
        path = "/".join((*one.titles, one.label) if labels else (*one.names, one.name))
        codes = _value(checklist, one.name, given).split(" ") if one.list else []
        shown = " ".join(lists[one.list].get(code, "") if labels else code for code in codes)
        titles.append(path)
        values.append(shown if one.list else _value(checklist, one.name, given))
        if one.type == "select_multiple" and split:
            for code, label in lists[one.list].items():
                titles.append(f"{path}/{label if labels else code}")
                values.append("" if not any(codes) else "1" if code in codes else "0")
    own = {"_id": "17", "_uuid": "0f3c", "_submission_time": "2026-03-31T10:05:00", "_validation_status": ""}
    return titles + list(own), values + list(own.values())


def _csv(tables: list[Table], sign: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator="\r\n")
    writer.writerow(tables[0][0])
    writer.writerows(values for _, values in tables)
    return out.getvalue().encode("utf-8-sig")


def kobo_csv(*tables: Table) -> bytes:
    """Return Kobo's CSV, which has semicolons."""
    return _csv(list(tables), ";")


def kobo_xlsx(*tables: Table) -> bytes:
    """Return Kobo's workbook, in which every cell is text."""
    out = io.BytesIO()
    book = library("xlsxwriter").Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("fidelity")
    for number, line in enumerate([tables[0][0], *(values for _, values in tables)]):
        for at, text in enumerate(line):
            sheet.write_string(number, at, text)
    book.close()
    return out.getvalue()


def odk_csv(checklist: Checklist, given: Mapping[str, Given], *, split: bool = False) -> bytes:
    """Return ODK Central's CSV: groups and names with hyphens between them."""
    questions, lists = _questions(checklist)
    titles, values = ["SubmissionDate"], ["2026-03-31T10:05:00.000Z"]
    for one in questions:
        path, value = "-".join((*one.names, one.name)), _value(checklist, one.name, given)
        titles.append(path)
        values.append(value)
        for code in lists[one.list] if one.type == "select_multiple" and split else ():
            titles.append(f"{path}/{code}")
            values.append("1" if code in value.split(" ") else "0")
    own = {"meta-instanceID": "uuid:0f3c", "KEY": "uuid:0f3c", "SubmitterName": "Pat", "ReviewState": ""}
    return _csv([(titles + list(own), values + list(own.values()))])


def odk_zip(submissions: bytes, repeats: bytes = b"text,PARENT_KEY,KEY\r\nx,uuid:0f3c,uuid:1\r\n") -> bytes:
    """Return the zip that ODK Central gives: submissions, and a file for each repeat."""
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("form-repeat.csv", repeats)
        package.writestr("form.csv", submissions)
    return out.getvalue()


def redcap_table(checklist: Checklist, given: Mapping[str, Given], *, labels: bool, record: str = "1") -> Table:
    """Return the columns and the values of REDCap's export, raw or by labels, made from the data dictionary."""
    text = checklist.render("redcap")
    assert isinstance(text, str)
    titles, values = [], []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        name, label, type_ = row["Variable / Field Name"], row["Field Label"], row["Field Type"]
        choices = dict(one.split(", ", 1) for one in row["Choices, Calculations, OR Slider Labels"].split(" | ") if one
                       and type_ in {"radio", "checkbox"})  # fmt: skip
        value = record if name == "record_id" else _value(checklist, name, given)
        if type_ == "checkbox":
            for code, shown in choices.items():
                ticked = code in value.split(" ")
                titles.append(f"{label} (choice={shown})" if labels else f"{name}___{code}")
                values.append(("Unchecked", "Checked")[ticked] if labels else str(int(ticked)))
        elif type_ != "descriptive":
            code = _REDCAP.get(value, value) if type_ == "radio" else value
            titles.append(label if labels else name)
            values.append(choices.get(code, code) if labels else code)
    titles.append("Complete?" if labels else "fidelity_complete")
    values.append("Complete" if labels else "2")
    return titles, values


def redcap_csv(*tables: Table) -> bytes:
    """Return REDCap's CSV."""
    return _csv(list(tables))


def fhir_response(
    checklist: Checklist, given: Mapping[str, Given], release: str = "R4", *, bundle: bool = False, **root: str
) -> bytes:
    """Return a completed QuestionnaireResponse, with the groups of the questionnaire."""
    form = json.loads(checklist.render("fhir", release))
    response = {
        "resourceType": "QuestionnaireResponse",
        "id": "response-1",
        "questionnaire": f"{form['url']}|{form['version']}",
        "status": "completed",
        "item": [one for item in form["item"] if (one := _answered(checklist, item, given))],
        **root,
    }
    if not bundle:
        return json.dumps(response).encode()
    entries = [{"resource": {"resourceType": "Organization", "name": "Northtown"}}, {"resource": response}]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def _answered(checklist: Checklist, item: dict[str, Any], given: Mapping[str, Given]) -> dict[str, Any] | None:
    if item["type"] == "group":
        below = [one for part in item["item"] if (one := _answered(checklist, part, given))]
        return {"linkId": item["linkId"], "text": item["text"], "item": below} if below else None
    value = "" if item["type"] == "display" else _value(checklist, item["linkId"], given)
    if not value:
        return None
    if "answerOption" in item:
        codings = {one["valueCoding"]["code"]: one["valueCoding"] for one in item["answerOption"]}
        answers = [{"valueCoding": codings[code]} for code in value.split(" ")]
    else:
        answers = [{"valueDate" if item["type"] == "date" else "valueString": value}]
    return {"linkId": item["linkId"], "text": item["text"], "answer": answers}
