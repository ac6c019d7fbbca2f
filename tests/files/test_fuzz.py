"""Whatever the bytes, only the library's own error escapes, and it can be shown and sent on."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.files.samples import MODEL, PLAN

from fidelity.errors import InputError
from fidelity.files import tree
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable

READERS: list[tuple[str, Callable[[bytes, str], object]]] = [(PLAN, read_plan), (MODEL, read_model)]
PIECES = [
    b"", b" ", b"\n", b"\n  ", b": ", b"- ", b"[", b"]", b"{", b"}", b",", b"'", b'"', b"~", b"null", b"*a", b"&a ",
    b"!t ", b"|\n", b"? ", b"---\n", b"\t", b"\xff", b"\x00", b"\xed\xa0\x80", b"[]", b"{}", b"0", b"-1", b"1e9",
    b"%", b"\\ud83d", b"2 weeks", b"1 month", b"a.b", b"EX-03", b"venue", b"@", b"yes", b"\xc2\x85", b"{a: b}",
    b"\xef\xbb\xbf",
]  # fmt: skip


def error_of(read: Callable[[bytes, str], object], data: bytes, path: str) -> InputError | None:
    """Return the library's own error, or nothing; any other escapes."""
    try:
        read(data, path)
    except InputError as error:
        return error
    return None


def try_reading(data: bytes, *, pure: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if pure:
            patch.setattr(tree, "PARSER", None)
        for _, read in READERS:
            for path in ("f.yaml", "f.json"):
                error = error_of(read, data, path)
                if error is not None:
                    assert error.faults
                    assert all(str(fault).startswith(path) for fault in error.faults)
                    assert all("\n" not in fault.message for fault in error.faults)
                    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
                    assert copy.faults == error.faults


@given(st.binary(max_size=60), st.booleans())
def test_any_bytes(data: bytes, pure: bool) -> None:  # noqa: FBT001 - drawn
    try_reading(data, pure=pure)


@given(st.text(max_size=60), st.booleans())
def test_any_text(text: str, pure: bool) -> None:  # noqa: FBT001 - drawn
    try_reading(text.encode("utf-8", "surrogatepass"), pure=pure)


edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4)


@given(st.sampled_from(READERS), edits, st.booleans())
def test_valid_files_with_pieces_exchanged(
    sample: tuple[str, Callable[[bytes, str], object]],
    changes: list[tuple[float, int, bytes]],
    pure: bool,  # noqa: FBT001 - drawn
) -> None:
    data = sample[0].encode()
    for where, length, piece in changes:
        start = int(where * len(data))
        data = data[:start] + piece + data[start + length :]
    try_reading(data, pure=pure)


@given(
    st.sampled_from(READERS), st.lists(st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)), max_size=3), st.booleans()
)
def test_valid_files_with_values_exchanged(
    sample: tuple[str, Callable[[bytes, str], object]],
    swaps: list[tuple[float, float]],
    pure: bool,  # noqa: FBT001 - drawn
) -> None:
    lines = sample[0].split("\n")
    for here, there in swaps:
        at = int(here * len(lines))
        key, colon, _ = lines[at].partition(": ")
        if colon:
            lines[at] = f"{key}: {lines[int(there * len(lines))].partition(': ')[2] or '[]'}"
    try_reading("\n".join(lines).encode(), pure=pure)
