"""The dependency structure matrix: a row uses a column; what stands right of the diagonal is amiss.

Managers that are used by others come first, so that an acyclic ecosystem fills only the lower
left half. It stays readable where a drawing of lines no longer does.
"""

from __future__ import annotations

from tui.panes.graph.network import Network, short
from tui.widgets.text import Line, fit

_SIGNS = {"strict": "━", "recovered": "┅", "ambiguous": "╌"}


def order(known: Network) -> list[str]:
    """Rows, and columns as far as imports go: connected managers first, then the others."""
    return [*known.connected(), *known.alone()]


def header(known: Network, chosen: str, room: int, columns: range) -> Line:
    """Column numbers: the first, every fifth, and that of the chosen manager."""
    names = known.connected()[columns.start : columns.stop]
    line: list[tuple[str, str]] = [(" " * (room + 4), "")]
    skip = 0
    for number, name in enumerate(names, start=columns.start + 1):
        if skip:
            skip -= 1
            continue
        telling = number == columns.start + 1 or number % 5 == 0 or name == chosen
        said = str(number) if telling else ""
        text = fit(said, 2 if len(said) < 3 else 4)
        skip = 1 if len(said) > 2 else 0
        line.append((text, "accent" if name == chosen else "dim"))
    return tuple(line)


def row(known: Network, name: str, chosen: str, room: int, columns: range) -> Line:
    """One manager's row."""
    every = known.connected()
    names = every[columns.start : columns.stop]
    number = f"{every.index(name) + 1:>3} " if name in every else "    "
    mark = "⟲" if name in known.cyclic else ""
    label = fit(f"{short(name)} {mark}".strip(), room)
    spans = [(number, "dim"), (label, _label_role(known, name, chosen))]
    columns_ = names if name in every else []
    return (*spans, *(_cell(known, name, column, chosen, every) for column in columns_))


def _label_role(known: Network, name: str, chosen: str) -> str:
    if not chosen or name == chosen:
        return "text"
    tied = (name, chosen) in known.imports or (chosen, name) in known.imports
    return "strong" if tied else "dim"


def _cell(known: Network, name: str, column: str, chosen: str, every: list[str]) -> tuple[str, str]:
    if name == column:
        return "╲ ", "rule"
    lit = chosen in {name, column}
    pair = (name, column)
    if pair in known.imports:
        sign = _SIGNS.get(known.resolution(pair), "·")
        against = every.index(column) > every.index(name)
        if against:
            return f"{sign} ", "act"
        return f"{sign} ", "accent" if lit else "text"
    if pair in known.traces:
        return "· ", "text" if lit else "dim"
    return "  ", ""
