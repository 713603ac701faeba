"""The dependency structure matrix: a row uses a column; what rests on a higher layer is amiss.

In its own order, in which managers that are used by others come first, an acyclic ecosystem fills
only the lower left half. It stays readable where a drawing of lines no longer does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.widgets.text import Line, clean, fit, width

if TYPE_CHECKING:
    from tui.panes.graph.network import Network

NUMBER = 4
"""Cells of a row's number."""
COLUMN = 2
"""Cells of a column."""

_TALLEST = 24
"""Signs of the longest name that is written downwards."""
_SIGNS = {"strict": "━", "recovered": "┅", "ambiguous": "╌"}


@dataclass(frozen=True)
class Axes:
    """What stands where.

    Attributes:
        rows: The managers that have a row.
        columns: Those that have a column: the rows as far as imports tie them to others, and
            what these use.
        numbers: By which rows and columns are told from one another.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: Mapping[str, int]

    def heads(self, called: Callable[[str], str], rows: int) -> Mapping[str, str]:
        """What stands over each column: its name where all rows fit below, else its number.

        All of them are of one length.

        Args:
            called: What a manager is called.
            rows: The room for heads and rows together.
        """
        names = {name: clean(called(name)) for name in self.columns}
        longest = max(map(len, names.values()), default=0)
        if longest <= _TALLEST and longest + len(self.rows) <= rows:
            return {name: text.rjust(longest) for name, text in names.items()}
        digits = len(str(len(self.numbers)))
        return {name: f"{self.numbers[name]:>{digits}}" for name in self.columns}


def axes(known: Network, names: Iterable[str], kept: Set[str]) -> Axes:
    """The axes of a matrix.

    Args:
        known: Managers and their ties.
        names: All managers in the order in which they stand.
        kept: Those that a filter leaves in.
    """
    names = tuple(names)
    tied = [name for name in names if name in known.ranks]
    used = {target for source, target in known.imports if source in kept}
    return Axes(
        tuple(name for name in names if name in kept),
        tuple(name for name in tied if name in kept or name in used),
        {name: number for number, name in enumerate(tied, start=1)},
    )


def header(
    columns: Sequence[str], heads: Mapping[str, str], chosen: str, before: str
) -> list[Line]:
    """What stands over the columns, letters or digits below each other.

    Args:
        columns: Those in sight.
        heads: Of all.
        chosen: The manager whose column is lit.
        before: What stands before the last of these lines.
    """
    columns_ = [(list(heads[name]), "accent" if name == chosen else "dim") for name in columns]
    height = max((len(signs) for signs, _ in columns_), default=1)
    lines: list[Line] = []
    for place in range(height):
        spans = [(before if place == height - 1 else " " * width(before), "dim")]
        spans += [(fit(signs[place], COLUMN), role) for signs, role in columns_]
        lines.append(tuple(spans))
    return lines


def label_role(known: Network, name: str, chosen: str) -> str:
    """How a row's name is coloured: chosen or tied to the chosen one, or neither."""
    if not chosen or name == chosen:
        return "text"
    tied = (name, chosen) in known.imports or (chosen, name) in known.imports
    return "strong" if tied else "dim"


def marks(known: Network, name: str, columns: Iterable[str], chosen: str) -> Line:
    """What a row's manager has to do with each column."""
    return tuple(_cell(known, name, column, chosen) for column in columns)


def _cell(known: Network, name: str, column: str, chosen: str) -> tuple[str, str]:
    if name == column:
        return "╲ ", "rule"
    lit = chosen in {name, column}
    pair = (name, column)
    if pair in known.imports:
        sign = _SIGNS.get(known.resolution(pair), "·")
        if known.ranks[column] > known.ranks[name]:
            return f"{sign} ", "act"
        return f"{sign} ", "accent" if lit else "text"
    if pair in known.traces:
        return "· ", "text" if lit else "dim"
    return "  ", ""
