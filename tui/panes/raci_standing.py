"""The matrices as letters, what is tried in their place, and which rules that breaks or mends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backend.model.raci_rollup import moved
from backend.model.raci_rules import SEVERITY, Broken, Reach, broken, in_charge, reached

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem
    from backend.model.raci import Cell, Letter, Raci
    from tui.panes.raci_trial import Tried


@dataclass(frozen=True)
class Verdict:
    """One broken rule, and what trying letters makes of it.

    Attributes:
        origin: Whose letters: `declared` or `found`.
    """

    origin: Literal["declared", "found"]
    rule: Broken
    state: Literal["new", "gone", "kept"] = "kept"

    @property
    def key(self) -> str:
        """The same while it is the same rule in the same column, or about the same managers."""
        return " ".join((self.origin, *_key(self.rule)))


class Matrix:
    """One matrix, its cells by manager and activity."""

    def __init__(self, raci: Raci, *, whole: bool) -> None:
        self.raci = raci
        self.whole = whole
        self.cells: dict[str, dict[str, Cell]] = {
            row.manager: {cell.activity: cell for cell in row.cells} for row in raci.rows
        }
        self.managers = [row.manager for row in raci.rows if row.found]

    def letter(self, manager: str, activity: str) -> Letter | None:
        """The letter in force."""
        cell = self.cells.get(manager, {}).get(activity)
        return cell.in_force if cell else None

    def letters(self, tried: Tried) -> dict[str, dict[str, str]]:
        """Activity to manager to letter, with what is tried in place of what is in force."""
        held: dict[str, dict[str, str]] = {activity: {} for activity in self.raci.activities}
        for row in self.raci.rows:
            for activity, letter in row.letters.items():
                if activity in held:
                    held[activity][row.manager] = letter
        for (manager, activity), tried_letter in tried.items():
            if activity in held:
                held[activity].pop(manager, None)
                if tried_letter:
                    held[activity][manager] = tried_letter
        return held

    def declared(self) -> dict[str, dict[str, str]]:
        """Activity to manager to letter, as documents say."""
        held: dict[str, dict[str, str]] = {activity: {} for activity in self.raci.activities}
        for manager, cells in self.cells.items():
            for activity, cell in cells.items():
                if cell.declared:
                    held[activity][manager] = cell.declared
        return held


class Standing:
    """Both matrices of one ecosystem and what they break; worked out once for each."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        self.phases = Matrix(ecosystem.raci, whole=True)
        self.activities = Matrix(ecosystem.raci_detail, whole=False)
        self._reach: Reach = reached(
            (one.source, one.target) for one in ecosystem.dependencies if one.leads()
        )
        self.declared = tuple(one for matrix in self.matrices() for one in self._said(matrix))
        self._following: dict[frozenset[object], Tried] = {}
        self._worked_out: dict[tuple[bool, frozenset[object]], tuple[Broken, ...]] = {}

    def matrices(self) -> tuple[Matrix, Matrix]:
        """The rollup, then the matrix of the activities."""
        return self.phases, self.activities

    def of(self, activity: str) -> Matrix:
        """The matrix that has a column of that name: `Planning`, or `alerts/Planning`."""
        return self.activities if "/" in activity else self.phases

    def letter(self, manager: str, activity: str) -> Letter | None:
        """The letter in force."""
        return self.of(activity).letter(manager, activity)

    def with_rollup(self, tried: Tried) -> Tried:
        """What is tried, and what follows from letters of activities for the phases.

        A letter that is tried in a phase itself stays as it is.
        """
        key = frozenset(tried.items())
        if key not in self._following:
            before, after = self.activities.letters({}), self.activities.letters(tried)
            follows = moved(self.phases.letters({}), before, after) if tried else {}
            self._following[key] = {**follows, **tried}
        return self._following[key]

    def _said(self, matrix: Matrix) -> tuple[Broken, ...]:
        """What the declared letters break."""
        said = matrix.declared()
        names = sorted({name for held in said.values() for name in held})
        return broken(said, names, self._reach, finest=matrix.whole, whole=matrix.whole)

    def found(self, matrix: Matrix, tried: Tried) -> tuple[Broken, ...]:
        """What the letters in force, or tried, break."""
        tried = self.with_rollup(tried)
        key = (matrix.whole, frozenset[object](tried.items()))
        if key not in self._worked_out:
            finest = not matrix.whole or not self.activities.raci.activities
            self._worked_out[key] = broken(
                matrix.letters(tried),
                matrix.managers,
                self._reach,
                finest=finest,
                whole=matrix.whole,
                busy=() if matrix.whole else in_charge(self.phases.letters(tried)),
            )
        return self._worked_out[key]

    def verdicts(self, tried: Tried) -> list[Verdict]:
        """Every broken rule, those first that trying letters breaks or mends, then the worst."""
        found = [Verdict("declared", one) for one in self.declared]
        for matrix in self.matrices():
            found += compared(self.found(matrix, {}), self.found(matrix, tried))
        return sorted(found, key=_rank)


def _rank(one: Verdict) -> tuple[int, int]:
    severity = SEVERITY[one.rule.rule]
    return ("new", "gone", "kept").index(one.state), ("act", "look", "note").index(severity)


def compared(before: tuple[Broken, ...], after: tuple[Broken, ...]) -> Iterator[Verdict]:
    """What is new, what is gone and what stays."""
    was, then = {_key(one) for one in before}, {_key(one) for one in after}
    for one in after:
        yield Verdict("found", one, "kept" if _key(one) in was else "new")
    for one in before:
        if _key(one) not in then:
            yield Verdict("found", one, "gone")


def _key(one: Broken) -> tuple[str, ...]:
    """A column that breaks a rule still does when it is with other managers."""
    return (one.rule, one.activity) if one.activity else (one.rule, *one.managers)
