"""Small wrong changes to a module, one at a time: what may be changed, and how each is named.

A mutant changes one place of a syntax tree. It is named by what a reader sees: the file, the function, the text of the
place before and after; never by a line number, so that a name outlives edits around it. Left out are places of which a
change means nothing, or nothing that a test should hold on to:

* docstrings, annotations, ``__all__``, decorators (sizes of caches among them), overloads and protocols;
* code that runs for a type checker or a developer only: ``if TYPE_CHECKING``, ``assert``, ``__repr__``, ``__hash__``;
* the wording of messages: f-strings, what is raised, and texts with a space in them;
* flags of a field or of a variable of types that only say how it is shown or what it may hold.
"""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Mutant", "Name", "mutants_of"]

LONGEST = 120
"""A place is shown with as much of the statement around it as stays readable."""


class Name(NamedTuple):
    """What a mutant is called in lists that outlive edits."""

    file: str
    function: str
    before: str
    after: str


class Mutant(NamedTuple):
    """One wrong change: its name, the lines that it touches, whether they run only when the module is loaded.

    ``site`` is the number of the place in its file.
    """

    name: Name
    lines: range
    loading: bool
    site: int
    apply: Callable[[], ast.Module]


class _Place(NamedTuple):
    """A node that may be replaced, with the nodes around it, outermost first."""

    node: ast.AST
    parents: tuple[ast.AST, ...]
    field: str
    at: int | None

    def put(self, node: ast.AST) -> None:
        """Put another node in this place."""
        if self.at is None:
            setattr(self.parents[-1], self.field, node)
        else:
            getattr(self.parents[-1], self.field)[self.at] = node


def mutants_of(file: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module that the rules allow, in reading order."""
    tree = ast.parse(source)
    known: set[Name] = set()
    for site, place in enumerate(_places(tree, ())):
        for new in _replacements(place):
            name = _named(file, place, new)
            if name.before != name.after and name not in known:  # of two that read alike the first speaks for both
                known.add(name)
                inside = any(isinstance(one, (ast.FunctionDef, ast.Lambda)) for one in place.parents)
                loading = not inside or any(isinstance(one, ast.arguments) for one in place.parents)
                yield Mutant(name, _lines(place), loading, site, partial(_applied, tree, place, new))


def _applied(tree: ast.Module, place: _Place, new: ast.AST) -> ast.Module:
    """Return the tree with one place replaced; the caller's process has no other use for it."""
    place.put(ast.copy_location(new, place.node))
    return ast.fix_missing_locations(tree)


# What a place is called ------------------------------------------------------------------------------


def _named(file: str, place: _Place, new: ast.AST) -> Name:
    """Return the name of a mutant: the text around a place before and after."""
    scopes = [
        node.name for node in place.parents if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
    ]
    shown = place.node
    before = _text(place.node)
    for parent in reversed(place.parents):
        if isinstance(parent, (ast.Module, ast.FunctionDef, ast.ClassDef)):
            break
        text = _text(parent)
        if len(text) > LONGEST:
            break
        shown, before = parent, text
        if isinstance(parent, ast.stmt):
            break
    if shown is place.node:
        after = _text(new)
    else:
        place.put(new)
        after = _text(shown)
        place.put(place.node)
    return Name(file, ".".join(scopes), before, after)


def _text(node: ast.AST) -> str:
    """Return a node's text; of a compound statement its head only."""
    if isinstance(node, (ast.If, ast.While)):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"
    if isinstance(node, ast.arguments):
        return f"({ast.unparse(node)})"
    text = ast.unparse(ast.fix_missing_locations(deepcopy(node)))
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} ... {text[-LONGEST // 2 :]}"


def _lines(place: _Place) -> range:
    """Return the lines of the statement, or of its head, that a place belongs to."""
    nearest = next((one for one in (place.node, *reversed(place.parents)) if isinstance(one, ast.stmt)), None)
    if nearest is None:
        return range(1, 2)
    last = nearest.end_lineno or nearest.lineno
    body = getattr(nearest, "body", None)
    if body:
        last = max(nearest.lineno, body[0].lineno - 1)
    return range(nearest.lineno, last + 1)


# What may be changed ---------------------------------------------------------------------------------

_SILENT = {"__repr__", "__str__", "__hash__", "_repr_html_"}
_FLAGS = {"repr", "eq", "hash", "maxsize", "kw_only"}
_SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "ctx", "ops", "op"}


def _places(node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[_Place]:
    """Yield the places inside a node, in reading order."""
    around = (*parents, node)
    for field, value in ast.iter_fields(node):
        if field in _SKIPPED_FIELDS:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _left_out(child, node):
                yield _Place(child, around, field, index)
                yield from _places(child, around)


def _left_out(node: ast.AST, parent: ast.AST) -> bool:
    """Return whether a change to a node would mean nothing; see the head of this module."""
    if isinstance(parent, ast.Raise):
        return True
    if isinstance(parent, ast.Call) and node in parent.args[1:] and _mentions(parent.func, "isinstance"):
        return True
    match node:
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Assert() | ast.Import() | ast.ImportFrom():
            found = True
        case ast.FunctionDef(name=name):
            found = name in _SILENT or any(_mentions(one, "overload") for one in node.decorator_list)
        case ast.ClassDef(bases=bases):
            found = any(_mentions(base, "Protocol") for base in bases)
        case ast.If(test=test):
            found = _mentions(test, "TYPE_CHECKING")
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            found = True
        case ast.AnnAssign(annotation=annotation):
            found = _mentions(annotation, "TypeAlias") or node.value is None
        case ast.keyword(arg=arg):
            found = arg in _FLAGS
        case ast.Call(func=ast.Name(id="TypeVar" | "cast")):
            found = True
        case _:
            found = False
    return found


def _mentions(node: ast.AST, name: str) -> bool:
    return any(getattr(one, "id", getattr(one, "attr", None)) == name for one in ast.walk(node))


# What it is changed into -----------------------------------------------------------------------------

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitOr,
}
_FUNCTIONS = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list", "reversed": "list"}
_METHODS = {
    "issubset": "issuperset",
    "issuperset": "issubset",
    "startswith": "endswith",
    "endswith": "startswith",
    "union": "intersection",
    "intersection": "union",
    "add": "discard",
    "partition": "rpartition",
    "rpartition": "partition",
    "removeprefix": "removesuffix",
    "removesuffix": "removeprefix",
}
_DROPPED = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "splitlines", "replace"}
_WORD = re.compile(r"[\w.:/|-]+")
"""A text that code compares or looks up, rather than one that somebody reads."""


def _replacements(place: _Place) -> Iterator[ast.AST]:
    """Yield what may stand in a place instead, wrongly."""
    node, parent = place.node, place.parents[-1]
    if isinstance(node, ast.stmt):
        yield from _for_statement(node, parent)
    elif isinstance(node, ast.expr):
        if isinstance(node, (ast.Constant, ast.UnaryOp)):
            yield from _for_constant(node, parent)
        elif isinstance(node, (ast.Compare, ast.BoolOp, ast.IfExp)):
            yield from _for_condition(node)
        elif isinstance(node, (ast.Call, ast.BinOp, ast.Slice, ast.Subscript)):
            yield from _for_computation(node, parent)
        elif isinstance(node, (ast.Dict, ast.Set, ast.List, ast.Tuple)):
            yield from _for_members(node, parent)
        if _is_test(node, parent) and not isinstance(node, (ast.Compare, ast.UnaryOp)):
            yield _negated(node)
    elif isinstance(node, ast.comprehension):
        for number in range(len(node.ifs)):
            yield _copied(node, ifs=node.ifs[:number] + node.ifs[number + 1 :])


def _copied(node: ast.AST, **changes: object) -> ast.AST:
    """Return a node like another, but for some fields."""
    fields = {name: getattr(node, name) for name in node._fields if hasattr(node, name)} | changes
    return type(node)(**fields)


def _negated(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), node)


def _is_test(node: ast.expr, parent: ast.AST) -> bool:
    """Return whether only the truth of an expression matters."""
    if isinstance(parent, (ast.If, ast.While, ast.IfExp)):
        return node is parent.test
    return isinstance(parent, ast.comprehension) and node in parent.ifs


def _for_statement(node: ast.stmt, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign() | ast.Delete() | ast.Break():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Pass()
            yield ast.Break()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.If(orelse=[]):
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if isinstance(parent, ast.If):
            yield ast.Pass()
            yield from _for_returned(value)
        case ast.Return(value=ast.expr() as value):
            yield from _for_returned(value)
    if isinstance(node, ast.AugAssign) and type(node.op) in _COUNTED:
        yield _copied(node, op=_COUNTED[type(node.op)]())


def _for_returned(value: ast.expr) -> Iterator[ast.AST]:
    match value:
        case ast.Constant():
            return  # the constant is changed by itself
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return  # so is the comparison
        case ast.BoolOp() | ast.Call(func=ast.Name(id="any" | "all" | "isinstance" | "bool")):
            yield ast.Return(_negated(value))
        case _:
            yield ast.Return(ast.Constant(None))


def _for_constant(node: ast.Constant | ast.UnaryOp, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
            if value > 0:
                yield ast.Constant(value - 1)
        case ast.Constant(value=str() as value) if _WORD.fullmatch(value) and isinstance(
            parent, (ast.Compare, ast.Subscript, ast.Dict, ast.Set, ast.List, ast.Tuple, ast.MatchValue)
        ):
            yield ast.Constant(f"{value}x")


def _for_condition(node: ast.Compare | ast.BoolOp | ast.IfExp) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for number, op in enumerate(ops):
                for other in _COMPARED[type(op)]:
                    yield _copied(node, ops=[*ops[:number], other(), *ops[number + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _copied(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for number in range(len(values)):
                rest = values[:number] + values[number + 1 :]
                yield rest[0] if len(rest) == 1 else _copied(node, values=rest)
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse


def _for_computation(node: ast.Call | ast.BinOp | ast.Slice | ast.Subscript, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS:
            swapped = _copied(node, func=ast.Name(_FUNCTIONS[name], ast.Load()))
            yield _copied(swapped, keywords=[]) if name == "sorted" else swapped
        case ast.Call(func=ast.Attribute(attr=name) as method) if name in _METHODS:
            yield _copied(node, func=_copied(method, attr=_METHODS[name]))
        case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in _DROPPED:
            yield value
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _COUNTED and not _is_text(left, right):
            yield _copied(node, op=_COUNTED[type(op)]())
            yield left
            yield right
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower is not None:
                yield _copied(node, lower=None)
            if upper is not None:
                yield _copied(node, upper=None)
            if step is not None:
                yield _copied(node, step=None)
        case ast.Subscript(slice=ast.Constant(value=0)) if not isinstance(parent, ast.Delete):
            yield _copied(node, slice=ast.UnaryOp(ast.USub(), ast.Constant(1)))


def _is_text(*sides: ast.expr) -> bool:
    """Return whether a sum joins texts."""
    return any(isinstance(one, ast.JoinedStr) or isinstance(getattr(one, "value", None), str) for one in sides)


def _for_members(node: ast.Dict | ast.Set | ast.List | ast.Tuple, parent: ast.AST) -> Iterator[ast.AST]:
    """Drop one member of a collection. A tuple only where it is a collection, and no row of fixed length."""
    if isinstance(node, ast.Dict):
        for number in range(len(node.keys)):
            keys, values = list(node.keys), list(node.values)
            del keys[number], values[number]
            yield _copied(node, keys=keys, values=values)
    elif isinstance(node.elts and getattr(node, "ctx", ast.Load()), ast.Load):
        if isinstance(node, ast.Tuple) and not isinstance(parent, (ast.Compare, ast.For, ast.comprehension)):
            return
        if len(node.elts) > 1:
            for number in range(len(node.elts)):
                yield _copied(node, elts=node.elts[:number] + node.elts[number + 1 :])
