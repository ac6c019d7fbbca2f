from __future__ import annotations

import json

from tests.commands.call import fidelity

import fidelity as library


def test_one_line_a_model_with_id_version_title_and_counts() -> None:
    [line] = fidelity("models").out.splitlines()
    model = library.load_model("fdac")
    assert line.startswith("fdac  2026.1  Family Drug and Alcohol Court  ")
    assert f"{len(model.essential)} essential" in line


def test_the_json_is_a_list_of_objects() -> None:
    [row] = json.loads(fidelity("models", "--format", "json").out)
    assert list(row) == ["id", "version", "title", "counts"]
    assert row["counts"] == library.load_model("fdac").counts
