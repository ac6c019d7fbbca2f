from __future__ import annotations

import json

from tests.commands.call import ROOT, fidelity

import fidelity as library

SHIPPED = sorted(path.stem for path in (ROOT / "models").glob("*.yaml"))


def test_one_line_a_model_with_id_version_title_and_counts() -> None:
    lines = fidelity("models").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[id_, "2026.1"] for id_ in SHIPPED]
    for line, id_ in zip(lines, SHIPPED, strict=True):
        model = library.load_model(id_)
        assert f"  {model.title}  " in line
        assert f"{len(model.essential)} essential" in line


def test_the_json_is_a_list_of_objects() -> None:
    rows = json.loads(fidelity("models", "--format", "json").out)
    assert [row["id"] for row in rows] == SHIPPED
    for row in rows:
        assert list(row) == ["id", "version", "title", "counts"]
        assert row["counts"] == library.load_model(row["id"]).counts
