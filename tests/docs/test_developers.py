"""The pages for developers speak of the code as it is: every path, module, room and step that they name exists."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.house.rooms import ORDER

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "developers"
PAGES = [ROOT / "CONTRIBUTING.md", *sorted(FOLDER.rglob("*.md"))]
TOPS = ("src/", "tests/", "docs/", "models/", ".ci/")
HOLES = re.compile(r"N{2,3}(?=_)|NAME|ID(?=[./-])|[<{]\w+[>}]")
"""What stands for a name that the reader chooses: `fidNNN_NAME.py`."""


def read(page: Path) -> str:
    return page.read_text("utf-8")


def code_in(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))


def links_in(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", text)


def headings_of(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", read(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    named = [word for words in code_in(read(page)) for word in words.split() if word.startswith(TOPS)]
    missing = [word for word in named if not any(ROOT.glob(HOLES.sub("*", word.rstrip("/"))))]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_page_and_a_heading(page: Path) -> None:
    for link in links_in(read(page)):
        if not link.startswith("http"):
            file, _, heading = link.partition("#")
            target = (page.parent / file).resolve() if file else page
            assert target.is_file(), link
            assert not heading or heading in headings_of(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_a_page_runs_or_names_exists(page: Path) -> None:
    run = re.findall(r"python -m (tests[.\w]+)", read(page))
    named = [word for word in code_in(read(page)) if re.fullmatch(r"fidelity(\.[a-z_]+)+", word)]
    for name in [*run, *named]:
        module, _, attribute = name.rpartition(".")
        assert find_spec(module) is not None, name
        assert find_spec(name) is not None or hasattr(import_module(module), attribute), name


def test_the_table_of_rooms_names_every_room_from_the_ground_up() -> None:
    table = read(FOLDER / "architecture.md").partition("## The rooms\n")[2].partition("\n## ")[0]
    rows = [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in table.splitlines() if row.startswith("| `")]
    rooms = [room.rstrip("/").removesuffix(".py") for row in rows for room in row]
    assert set(ORDER) - set(rooms) == {"__main__", "_version"}
    assert [max(ORDER[room.rstrip("/").removesuffix(".py")] for room in row) for row in rows] == sorted(
        max(ORDER[room.rstrip("/").removesuffix(".py")] for room in row) for row in rows
    )


def test_every_page_for_developers_is_in_a_table_of_contents() -> None:
    for index in FOLDER.rglob("index.md"):
        listed = read(index).rpartition("```{toctree}")[2].split()
        beside = {path.stem for path in index.parent.glob("*.md")} - {"index"}
        below = {f"{path.parent.name}/index" for path in index.parent.glob("*/index.md")}
        assert beside | below <= set(listed)
    assert "developers/index" in read(ROOT / "docs" / "index.md")
    assert "CONTRIBUTING.md" in read(ROOT / "README.md")


def test_every_term_of_the_glossary_stands_there_once() -> None:
    terms = re.findall(r"^([A-Za-z][\w -]*)\n: ", read(FOLDER / "glossary.md"), re.MULTILINE)
    assert len(terms) > 40
    assert len(terms) == len(set(terms))


def test_every_name_that_the_page_of_the_library_documents_exists() -> None:
    named = re.findall(r"^\.\. auto\w+:: ([\w.]+)", read(ROOT / "docs" / "reference" / "library.md"), re.MULTILINE)
    assert len(named) > 50
    for name in named:
        module, _, attribute = name.rpartition(".")
        assert hasattr(import_module(module), attribute), name
