"""The SAT solver that the analyses ask, from the extra ``lint``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from fidelity.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from fidelity.soundness.space import Space

__all__ = ["MissingExtraError", "Solver"]


class Solver:
    """Answers whether any permitted plan has some literals; to be used in a ``with`` block.

    Raises
    ------
    MissingExtraError
        If python-sat is not installed.
    """

    def __init__(self, space: Space) -> None:
        try:
            from pysat.solvers import Cadical153
        except ImportError as error:
            raise MissingExtraError("the analysis of a model", "lint") from error
        self._solver = Cadical153(bootstrap_with=space.clauses)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._solver.delete()

    def prefer(self, literals: Iterable[int]) -> None:
        """Try these literals first wherever nothing decides."""
        self._solver.set_phases(list(literals))

    def add(self, clause: Sequence[int]) -> None:
        """Ask for one more clause from now on."""
        self._solver.add_clause(list(clause))

    def holds(self, assumed: Iterable[int]) -> bool:
        """Return whether there is a permitted plan with all of these literals."""
        return bool(self._solver.solve(assumptions=list(assumed)))

    def plan(self) -> frozenset[int]:
        """Return the literals of the plan that was found last."""
        return frozenset(self._solver.get_model() or ())

    def core(self) -> frozenset[int]:
        """Return which of the literals assumed last cannot hold together."""
        return frozenset(self._solver.get_core() or ())
