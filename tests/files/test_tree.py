"""Any text becomes a tree with places, or an error that says where it is wrong; both parsers agree."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.files.samples import MODEL, PLAN, Found, faults_of, only

from fidelity.files import tree
from fidelity.files.nodes import Mapping, Node, Scalar, Sequence
from fidelity.files.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

PARSERS = [
    pytest.param(True, id="C", marks=pytest.mark.skipif(tree.PARSER is None, reason="PyYAML without its C part")),
    pytest.param(False, id="Python"),
]


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use one parser after the other."""
    if not request.param:
        monkeypatch.setattr(tree, "PARSER", None)
    yield
    assert gc.isenabled()


def plain(node: Node) -> object:
    """Return a tree with its places, in plain Python."""
    at = (node.line, node.column)
    if isinstance(node, Scalar):
        return (node.text, node.null, *at)
    if isinstance(node, Sequence):
        return [at, *map(plain, node.items)]
    keys = ((key, node.key(key).line, node.key(key).column) for key in node.values)
    return {"": at} | {key: plain(value) for key, value in zip(keys, node.values.values(), strict=True)}


def words(node: Node) -> object:
    """Return a tree as plain texts, lists and dictionaries."""
    if isinstance(node, Scalar):
        return None if node.null else node.text
    if isinstance(node, Sequence):
        return [words(item) for item in node.items]
    return {key: words(value) for key, value in node.values.items()}


def found(text: str | bytes, path: str = "f.yaml") -> list[Found]:
    data = text.encode() if isinstance(text, str) else text
    return faults_of(lambda: read_tree(data, path))


@pytest.mark.usefixtures("parser")
def test_every_key_and_value_has_its_place() -> None:
    assert plain(read_tree(b"a: b\nc:\n  - d\n  - {e: 'f'}\n", "f")) == {
        "": (1, 1),
        ("a", 1, 1): ("b", False, 1, 4),
        ("c", 2, 1): [(3, 3), ("d", False, 3, 5), {"": (4, 5), ("e", 4, 6): ("f", False, 4, 9)}],
    }


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["", "~", "null", "# only a comment", "---"])
def test_nothing_is_null(text: str) -> None:
    node = read_tree(text.encode(), "f")
    assert isinstance(node, Scalar)
    assert node.null


@pytest.mark.usefixtures("parser")
def test_quoted_words_are_text_and_plain_ones_are_never_converted() -> None:
    text = b"a: 'null'\nb: '~'\nc: ''\nd: no\ne: 012\nf: 1:20\ng: 2026-05-01\nh: .inf\ni: yes\nj: null\nk:\n"
    assert words(read_tree(text, "f")) == {
        "a": "null", "b": "~", "c": "", "d": "no", "e": "012", "f": "1:20", "g": "2026-05-01",
        "h": ".inf", "i": "yes", "j": None, "k": None,
    }  # fmt: skip


@pytest.mark.usefixtures("parser")
def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    node = read_tree(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "f")
    assert plain(node) == {"": (1, 1), ("a", 1, 1): ("b", False, 1, 4), ("c", 2, 1): ("d", False, 2, 4)}


@pytest.mark.usefixtures("parser")
def test_columns_count_characters_and_not_bytes() -> None:
    node = read_tree("{é: ü, x: y}".encode(), "f")
    assert isinstance(node, Mapping)
    assert node.key("x").column == 8


@pytest.mark.parametrize("text", [MODEL, PLAN])
def test_both_parsers_build_the_same_tree(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = plain(read_tree(text.encode(), "f"))
    monkeypatch.setattr(tree, "PARSER", None)
    assert plain(read_tree(text.encode(), "f")) == first


SYNTAX = {
    "a: b: c\n": (1, 5, "not YAML: a colon where none can stand; expected one 'key: value' a line"),
    "a: 'x\nb: c\n": (1, 4, "not YAML: a quote that is not closed; expected a closing quote"),
    "a:\n\tb: c\n": (2, 1, "a tab; expected spaces: YAML takes no tabs here. Replace the tab by spaces."),
    "a: [1, 2\nb: 3\n": (1, 4, "not YAML: a list in [...] that is not closed or lacks a comma"),
    "a: {b: 1\nc: 3\n": (1, 4, "not YAML: a mapping in {...} that is not closed or lacks a comma"),
    "a: @b\n": (1, 4, "not YAML: a character that no text can begin with"),
    "a: 'it's'\n": (1, 8, "not YAML: something that does not fit the lines above"),
    "- a\nb: c\n": (2, 1, "not YAML: something that does not fit the l"),
    "a: - b\n": (1, 4, "not YAML: a '-' where none can stand"),
    "a:\n  b: c\n x: y\n": (3, 2, "not YAML: something that does not fit the lines above"),
    "a: }\n": (1, 4, "not YAML: something that is no value"),
    "a: b\nc\nd: e\n": (2, 1, "not YAML: a line without a colon; expected 'key: value'"),
    "%YAML 9.9\n---\na: b\n": (1, 1, "not YAML: found incompatible YAML document"),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", SYNTAX)
def test_what_is_not_yaml_is_said_with_its_place(text: str) -> None:
    line, column, words_ = SYNTAX[text]
    fault = only(found(text))
    assert (fault.code, fault.line, fault.column) == ("FID102", line, column)
    assert fault.text.startswith(words_)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", [r'a: "\q"', r'a: "\ud800"', r'a: "\Uffffffff"', r'{"a": "\ud800x"}'])
def test_an_escape_that_is_no_character_is_not_yaml(text: str) -> None:
    assert only(found(text)).code == "FID102"


UNSAFE = {
    "a: &x 1\nb: *x\n": [(1, 4, "the anchor '&x'"), (2, 4, "the alias '*x'")],
    "a: !!python/object:os.system x\n": [(1, 4, "the tag 'tag:yaml.org,2002:python/object:os.system'")],
    "a: !x {b: c}\n": [(1, 4, "the tag '!x'")],
    "a: &x [b]\n": [(1, 4, "the anchor '&x'")],
    "&k a: b\n": [(1, 1, "the anchor '&k'")],
    "a: b\n---\nc: d\n": [(2, 1, "a second document ('---')")],
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", UNSAFE)
def test_what_could_surprise_is_refused_with_its_place(text: str) -> None:
    faults = found(text)
    assert [(f.code, f.line, f.column) for f in faults] == [("FID103", *at[:2]) for at in UNSAFE[text]]
    assert all(f.text.startswith(at[2]) for f, at in zip(faults, UNSAFE[text], strict=True))


@pytest.mark.usefixtures("parser")
def test_a_duplicate_key_names_both_places() -> None:
    fault = only(found("a: 1\nb:\n  c: 1\n  'c': 2\n"))
    assert fault == Found(
        "FID108", 4, 3,
        "the key 'c' stands here a second time (first in line 3); expected each key once. Keep one of the two.",
    )  # fmt: skip


@pytest.mark.usefixtures("parser")
def test_a_duplicate_key_with_a_list_is_a_duplicate_too() -> None:
    assert only(found("a: 1\na: [2]\n")).code == "FID108"


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["a: {{ x }}\nb: c\n", "? [a]\n: b\nc: d\n"])
def test_a_key_that_is_no_text_is_said_once(text: str) -> None:
    fault = only(found(text))
    assert (fault.code, fault.line) == ("FID107", 1)
    assert "put it in quotes" in fault.text


@pytest.mark.usefixtures("parser")
def test_two_keys_that_are_no_text_are_no_duplicates() -> None:
    assert [fault.code for fault in found("? [a]\n: b\n? {c: d}\n: {e: f}\n")] == ["FID107", "FID107"]


@pytest.mark.usefixtures("parser")
def test_an_alias_as_a_key_is_an_alias() -> None:
    assert [fault.text[:9] for fault in found("a: &x b\n*x : c\n")] == ["the ancho", "the alias"]


BINARY = {
    b"a: b\0": (0, 0, "this is a binary file (it holds NUL bytes)"),
    "a: b".encode("utf-16"): (0, 0, "this file is in UTF-16"),
    b"a: b\nc: d\xe9\n": (2, 5, "the byte 0xE9 is not UTF-8"),
    b"\xef\xbb\xbfab\xff": (1, 3, "the byte 0xFF is not UTF-8"),
    b"a: b\nc: \x01\n": (2, 4, "the control character U+0001"),
    b"a: b\x7f": (1, 5, "the control character U+007F"),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("data", BINARY)
def test_what_is_no_text_is_said_in_one_message(data: bytes) -> None:
    line, column, text = BINARY[data]
    fault = only(found(data))
    assert (fault.code, fault.line, fault.column) == ("FID101", line, column)
    assert fault.text.startswith(text)


JSON = {
    '{"a": "b"}': {"a": "b"},
    '{\n\t"a":\t[1,\t-2.5e3, true, null],\n\t"b"\t:\t{}\n}': {"a": ["1", "-2.5e3", "true", None], "b": {}},
    r'{"a": "\ud83d\ude00 \/ \u00e9 \\ud83d\\ude00 \n\t\""}': {"a": '\U0001f600 / é \\ud83d\\ude00 \n\t"'},
    r'{"a": "\\\ud83d\ude00\ud83d\ude01"}': {"a": "\\\U0001f600\U0001f601"},
    '{"a"\n\t: 1, "b"  \r\n: 2}': {"a": "1", "b": "2"},
    '{"a": "x\x7fy\x85z\u2028w\ufeff\uffff"}': {"a": "x\x7fy\x85z\u2028w\ufeff\uffff"},
    '{"a":"b","c":{"d":["e"]}}': {"a": "b", "c": {"d": ["e"]}},
    '{"a": "# no comment", "b": ": - ? & * !"}': {"a": "# no comment", "b": ": - ? & * !"},
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", JSON)
@pytest.mark.parametrize("path", ["f.json", "-"])
def test_json_is_read(text: str, path: str) -> None:
    assert words(read_tree(text.encode(), path)) == JSON[text]


@pytest.mark.usefixtures("parser")
def test_json_keeps_its_places_in_spite_of_tabs() -> None:
    node = read_tree(b'{\n\t"a":\t"b",\n\t"c" : 1}', "f.json")
    assert plain(node) == {"": (1, 1), ("a", 2, 2): ("b", False, 2, 7), ("c", 3, 2): ("1", False, 3, 8)}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
documents = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)


@given(
    st.dictionaries(texts, documents, max_size=4),
    st.sampled_from([None, 2, "\t"]),
    st.sampled_from(["ASCII", "UTF-8"]),
    st.sampled_from(["C", "Python"]),
)
def test_any_json_is_read_as_it_was_written(
    document: dict[str, object], indent: int | str | None, letters: str, parser: str
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=letters == "ASCII")
    with pytest.MonkeyPatch.context() as patch:
        if parser == "Python":
            patch.setattr(tree, "PARSER", None)
        assert words(read_tree(text.encode(), "f.json")) == document


def test_a_tree_shows_its_texts_and_places() -> None:
    assert repr(read_tree(b"a: [b, {c: d}]", "f")) == (
        "Mapping({'a': Sequence([Scalar('b', 1:5), Mapping({'c': Scalar('d', 1:12)}, 1:8)], 1:4)}, 1:1)"
    )
