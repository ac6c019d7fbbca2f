"""How the tables of a plan's keys are read: from the fields of a tree, or from the quick ones of plain values."""

from __future__ import annotations

from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from fidelity.errors import Place
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Unclear
from fidelity.files.plain import Plain, PlainFields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.plan.fields import Field, Table

T = TypeVar("T")

Source: TypeAlias = Fields | PlainFields
"""What a plan is read from: the careful fields of a tree, or the quick ones of plain values."""

_NEEDED = object()  # in the place of a default: there is none
_NOTHING: Mapping[str, object] = MappingProxyType({})
_SEVERAL = frozenset({"words", "natures", "names", "settings", "list", "choices"})
# What is asked of a kind for every key of a plan is asked of a number: that is quicker than of a word.
_WORD, _TEXT, _WORDS, _BELOW, _OTHER = range(5)
_CODES = {"word": _WORD, "text": _TEXT, "name": _TEXT, "words": _WORDS, "mapping": _BELOW}
_new = tuple.__new__  # twice as fast as calling the class


class Reading(Generic[T]):
    """How a table is read. To be made once.

    Parameters
    ----------
    table
        The table.
    make
        The class of what is read. It gets the values by their position: with keywords a plan would take a fortieth
        longer to read.
    given
        The keys that are read before, or that read themselves in their turn, parted by blanks.
    **below
        By key, how a mapping is read, or what takes the name, the value and the place of a setting.
    """

    __slots__ = ("fields", "given", "make", "picked", "placed", "rows", "shape", "takes")

    def __init__(self, table: Table, make: type[T], given: str = "", **below: Reading[Any] | type) -> None:
        self.fields = tuple([(field, field.key in given.split()) for field in table.fields])
        self.takes = below
        rows: list[tuple[str, int, Any, object, str]] = []
        for field, own in self.fields:
            inner = below.get(field.key)
            default = _NEEDED if field.need and not own else _default(field, inner)
            # What is given is put in afterwards: until then it is looked for under a key that no mapping has.
            key = field.key if not own else ""
            rows.append((key, _CODES.get(field.kind, _OTHER), inner or field.takes, default, field.kind))
        self.rows = tuple(rows)
        self.given = tuple([(number, field.key) for number, (field, own) in enumerate(self.fields) if own])
        self.shape = shape(table.noun, table.keys, **table.hints)
        self.make = make
        names = _attributes(make)
        self.placed = "place" in names
        attributes = [*[field.attribute for field in table.fields], *(["place"] if self.placed else [])]
        wanted = [name for name in names if name in attributes]
        # None where the values stand in the order of the table already.
        self.picked = None if wanted == attributes else itemgetter(*[attributes.index(name) for name in wanted])

    def read(self, source: Source, given: Mapping[str, object] = _NOTHING, *more: object) -> T:
        """Return what a table makes of a mapping.

        Parameters
        ----------
        source
            The mapping.
        given
            What was read before, by key, or functions of the mapping that read in their turn.
        *more
            What the class takes behind the rest.
        """
        if isinstance(source, PlainFields):
            return self._plain(source.values, source, given, more)
        found = [_said(given[field.key], source) if own else self._careful(source, field) for field, own in self.fields]
        if self.placed:
            found.append(source.place)
        return self.make(*(self.picked(found) if self.picked is not None else found), *more)

    def _careful(self, source: Fields, field: Field) -> object:
        key, kind = field.key, field.kind
        if kind in {"text", "name"}:
            return source.text(key, field.expected) if field.need else source.maybe(key, field.expected)
        if kind == "id":
            return source.id(key)
        if kind == "word":
            return source.word(key, field.takes, None if field.need else field.default) or _default(field)
        if kind == "words":
            return source.words(key, field.takes)
        if kind == "names":
            return source.texts(key, field.expected)
        takes: Any = self.takes[key]
        if kind == "settings":
            return tuple([takes(*pair) for pair in source.pairs(key)])
        inner = source.under(key, takes.shape)
        return _default(field, takes) if inner is None else takes.read(inner)

    def _plain(  # noqa: C901, PLR0912 - one flat loop, run for each key of a plan: every call would cost
        self, values: Plain, source: PlainFields, given: Mapping[str, object], more: tuple[object, ...] = ()
    ) -> T:
        """Return what the table makes of plain values. Raises ``Unclear`` for what is not plainly right."""
        get = values.get
        found: list[Any] = []
        add = found.append
        for key, code, takes, default, kind in self.rows:
            value = get(key)
            if value is None:
                if default is _NEEDED:
                    raise Unclear
                add(default)
            elif code == _WORD:
                if value.__class__ is not str or value not in takes:
                    raise Unclear
                add(value)
            elif code == _TEXT:
                if value.__class__ is not str:
                    raise Unclear
                text = value.strip()
                if not text and default is _NEEDED:
                    raise Unclear
                add(text or None)
            elif code == _WORDS:
                if value.__class__ is str and value in takes:
                    add((value,))
                else:
                    add(PlainFields.words_of(value, takes))
            elif code == _BELOW:
                if value.__class__ is not Plain or not takes.shape.keys.issuperset(value):
                    raise Unclear
                add(takes._plain(value, source, _NOTHING))  # noqa: SLF001 - its own kind
            else:
                add(_rare(PlainFields(values, self.shape, source.path), key, kind, takes))
        for number, key in self.given:
            found[number] = _said(given[key], source)
        if self.placed:
            mark = values.mark
            if mark is None:
                raise Unclear
            add(_new(Place, (source.path, mark.line + 1, mark.column + 1, "")))
        return self.make(*(self.picked(found) if self.picked is not None else found), *more)


def _attributes(of: type) -> list[str]:
    """Return what a class takes, in the order in which it takes it."""
    attributes = getattr(of, "__attrs_attrs__", None)
    return [one.name for one in attributes if one.init] if attributes else list(getattr(of, "_fields", ()))


def _said(given: object, source: Source) -> object:
    return given(source) if callable(given) else given


def _rare(source: PlainFields, key: str, kind: str, takes: Any) -> object:  # noqa: ANN401 - by kind
    if kind == "names":
        return source.texts(key)
    if kind == "id":
        return source.id()
    return tuple([takes(*pair) for pair in source.pairs(key)])


def _default(field: Field, below: object = None) -> object:
    """Return what a key stands for where it is not there: an empty mapping, where nothing of it is compulsory."""
    if isinstance(below, Reading) and not any(inner.need for inner, _ in below.fields):
        return below.make()
    return () if field.kind in _SEVERAL else field.default or None
