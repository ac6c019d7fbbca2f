"""Rules of your own: write one with ``local_rule``, find them again with ``load_rules``.

A file of rules is a Python file, so its writer can do whatever Python can. It is read only if a call or the settings
name it.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.checking.local import LocalFinding, LocalRule, no_clash
from fidelity.checking.result import CheckResult
from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType, ModuleType, TracebackType

__all__ = ["CheckResult", "LocalFinding", "LocalRule", "load_rules", "local_rule"]

GROUP = "fidelity.rules"


def local_rule(
    code: str, name: str, summary: str, *, why: str = "", source: str = "A local rule", verdict: str = "amber"
) -> Callable[[Callable[[CheckResult], Iterable[LocalFinding]]], LocalRule]:
    """Return a decorator that turns a function into a local rule.

    The function takes the result of a check (its ``plan``, ``model``, ``findings`` and ``elements``) and yields what it
    finds.

    Parameters
    ----------
    code
        One from FID901 to FID999; baselines and reports know the rule by it.
    name
        The fault that it finds, in lower-case words joined by hyphens.
    summary
        One line for lists.
    why
        Why it matters in practice.
    source
        Where the rule comes from, such as a local agreement.
    verdict
        The worst that it can find: ``"amber"``, or ``"green"`` for advice. Only the model can say red.

    Returns
    -------
    Callable
        The decorator.

    Raises
    ------
    ValueError, TypeError
        If an argument is not as described, or the function does not take one result.

    Examples
    --------
    >>> import fidelity
    >>> @local_rule("FID901", "author-is-no-lead", "The author of a plan is a lead.")
    ... def author(result):
    ...     if not (result.plan.author or "").endswith("-lead"):
    ...         yield LocalFinding("The plan was not written by a lead.", ways_out=["have a lead sign it"])
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="A", unmentioned="as-specified", author="team-manager")
    >>> [(one.code, one.verdict.value) for one in fidelity.check(plan, rules=[author]).findings]
    [('FID901', 'amber')]
    """

    def rule_of(function: Callable[[CheckResult], Iterable[LocalFinding]]) -> LocalRule:
        from inspect import signature

        if not callable(function):
            raise TypeError(f"{code}: a rule is a function; not {function!r}")
        try:
            signature(function).bind(None)
        except TypeError:
            raise TypeError(f"{code}: the function of a rule takes one thing, the result of a check") from None
        where: CodeType | None = getattr(function, "__code__", None)
        place = Place("") if where is None else Place(where.co_filename, where.co_firstlineno, 1)
        return LocalRule(code, name, summary, function, why, source, verdict, place)

    return rule_of


def load_rules(files: Iterable[str | os.PathLike[str]] = (), *, packages: bool = False) -> tuple[LocalRule, ...]:
    """Return the local rules in some Python files, and those that installed packages offer.

    Parameters
    ----------
    files
        Python files. They are run.
    packages
        Whether to look for rules in installed packages too. A package offers rules by an entry point of the group
        ``fidelity.rules`` that names a module with rules in it. That module is run.

    Returns
    -------
    tuple of LocalRule
        The rules, in the order of files and packages.

    Raises
    ------
    InputError
        FID101 to FID108, for a file that is missing, cannot be run or holds no rules, for a rule that is not in
        order, and if two rules share a code or a name.
    """
    found: list[LocalRule] = []
    for file in files:
        path = os.fspath(file)
        rules = _rules_in(_run_file(path), Place(path))
        found += [evolve(rule, place=rule.place._replace(path=path)) for rule in rules]
    if packages:
        from importlib.metadata import entry_points

        for point in entry_points(group=GROUP):
            place = Place(f"the package '{point.value}'")
            try:
                module = point.load()
            except (Exception, SystemExit) as error:
                raise _not_run(error, place) from error
            found += _rules_in(module, place)
    try:
        return no_clash(found)
    except ValueError as error:
        ways = ("give one of the two another code and name",)
        raise InputError([Fault("FID108", found[0].place, str(error), "each code and name once", ways)]) from error


def _rules_in(module: ModuleType, place: Place) -> list[LocalRule]:
    rules = list({id(value): value for value in vars(module).values() if isinstance(value, LocalRule)}.values())
    if not rules:
        ways = ("write @local_rule(...) above a function, as the how-to shows",)
        raise InputError([Fault("FID104", place, "there are no local rules in it", "a module with rules", ways)])
    return rules


def _run_file(path: str) -> ModuleType:
    """Run a file as a module of its own. Its folder is not put on the path: it imports what is installed."""
    from importlib.util import module_from_spec, spec_from_file_location

    from fidelity.files.source import refuse_special

    refuse_special(path)
    if not os.path.isfile(path):  # noqa: PTH113 - pathlib costs 8 ms at the start
        raise InputError([Fault("FID101", Place(path), "there is no such file of local rules", "a Python file")])
    name = f"fidelity_local_rules_{abs(hash(os.path.realpath(path)))}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise InputError([Fault("FID104", Place(path), "this is no Python file", "a file that ends in .py")])
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        line = _line(error, path)
        raise _not_run(error, Place(path, line, min(line, 1))) from error
    return module


def _not_run(error: BaseException, place: Place) -> InputError:
    found = f"these local rules cannot be run: {type(error).__name__}: {error}"
    return InputError([Fault("FID107", place, found, "a module that Python can run")])


def _line(error: BaseException, path: str) -> int:
    """Return the last line of a file that an error came through; 0 if there is none."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno
    at: TracebackType | None = error.__traceback__
    line = 0
    while at is not None:
        if os.path.abspath(at.tb_frame.f_code.co_filename) == os.path.abspath(path):  # noqa: PTH100 - the same
            line = at.tb_lineno
        at = at.tb_next
    return line
