"""What is kept more than once as rows, the costliest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.panes.called import called
from tui.panes.columns import Column, Scalar
from tui.panes.evidence import rule
from tui.panes.rows import Row
from tui.widgets.marks import counted
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from collections.abc import Container

    from backend.model.redundancy import Claim, Cost, Group, Pattern, Redundancy

_FIGURES = 44
"""Cells of a row's figures and of the cursor before its name."""

_FORMULA = "cost: (lines saved + 5 × (managers - 1)) × (1 + drift)"


COLUMNS = (
    Column("KIND"),
    Column("WHAT", telling=True),
    Column("COST"),
    Column("MANAGERS"),
    Column("LINES"),
    Column("DRIFT"),
)
"""Of the rows by cost."""


def cost_rows(found: Redundancy, managers: Container[str], cells: int) -> list[Row]:
    """One row a group or pattern, by what keeping it costs.

    Args:
        found: What is kept more than once.
        managers: All there are, by name.
        cells: The room.
    """
    shown = [
        *((group.cost.value, _group_row(group, cells)) for group in found.groups),
        *((one.cost.value, _pattern_row(one, managers, cells)) for one in found.patterns),
    ]
    return [row for _, row in sorted(shown, key=lambda item: (-item[0], item[1].key))]


def copied_line(found: Redundancy, looking: str) -> Line:
    """How much of the code is copied, beside what documents say of it.

    Args:
        found: What is known.
        looking: What to say where copied code was not looked for.
    """
    said = ", ".join(percent(claim) for claim in found.claims if claim.unit == "percent")
    line: Line = ((f"   {found.lines:,} lines outside tests   copied ", "dim"),)
    if found.copied is None:
        line = (*line, (looking, "unknown"))
        return (*line, (f"   documents claim {said}", "look")) if said else line
    share = 100 * found.copied / found.lines if found.lines else 0.0
    fact = f"{found.copied:,} ({share:.1f} %)"
    return (*line, (f"{said} ⇢ {fact}", "look")) if said else (*line, (fact, "strong"))


def percent(claim: Claim) -> str:
    """A claim about a share: `40 %`."""
    return f"{claim.value} %{' or more' if claim.at_least else ''}"


def verdict(found: Redundancy) -> tuple[str, str]:
    """How much is kept twice, in a line."""
    kept = [group for group in found.groups if group.role == "production"]
    copied = " · copied code not looked for"
    if found.copied is not None:
        share = 100 * found.copied / found.lines if found.lines else 0.0
        copied = f" · {share:.0f} % of the lines copied"
    if not found.lines:
        return "unknown", "no Go code to compare"
    if not kept:
        mark = "unknown" if found.copied is None else "fine"
        return mark, f"no name is kept twice{copied}"
    names = sum(group.kind == "name" for group in kept)
    worst = next((group for group in kept if group.kind == "name"), kept[0])
    told = f"{counted(names, 'name')} kept more than once, {worst.name} {len(worst.sites)}×{copied}"
    return "look", told


def nothing(found: Redundancy) -> Line:
    """Why there are no rows."""
    if not found.lines:
        return words("   ○ there is no Go code outside tests, which is what is compared", "unknown")
    if found.copied is None:
        return words("   ○ no name is kept twice; copied code was not looked for", "unknown")
    return words("   ● nothing is kept twice", "fine")


def head(cells: int) -> Line:
    """The columns' names."""
    room = _room(cells)
    told = f"{'KIND':<10}{fit('WHAT', room)}{'COST':>7}{'MANAGERS':>10}{'LINES':>7}{'DRIFT':>7}"
    return words(f" {told}", "dim")


def place_lines(places: Sequence[str], cells: int) -> list[Line]:
    """Places one below the other."""
    return [words(f"   {text}", "dim") for place in places for text in wrap(place, cells - 4)]


def _room(cells: int) -> int:
    return max(20, min(72, cells - _FIGURES))


def _row(kind: str, name: str, cost: Cost, cells: int) -> Line:
    return (
        (fit(kind, 9) + " ", "dim"),
        (fit(name, _room(cells) - 1) + " ", "strong"),
        (f"{cost.value:>7,.0f}", "text"),
        (f"{cost.managers:>10}", "text"),
        (f"{cost.lines:>7,}", "text"),
        (f"{100 * cost.drift:>5.0f} %", "dim"),
    )


def _group_row(group: Group, cells: int) -> Row:
    kind = group.kind if group.role == "production" else group.role
    shapes = f" · {len(group.shapes)} shapes" if len(group.shapes) > 1 else ""
    line = _row(kind, f"{group.name}{shapes}", group.cost, cells)
    places = [f"{one.path}:{one.line}" if one.line else one.manager for one in group.sites]
    told = [words(f"   {part}") for part in wrap(group.detail, cells - 4)] if group.detail else []
    named = [words(f"   {part}", "strong") for part in wrap(group.name, cells - 4)]
    formula = words(f"   {_FORMULA}", "dim")
    detail = [rule(cells), *named, *told, *place_lines(places, cells), formula]
    text = f"{kind} {group.name} {' '.join(group.managers)}"
    return Row(group.id, line, detail, text, _values(kind, group.name, group.cost))


def _pattern_row(one: Pattern, managers: Container[str], cells: int) -> Row:
    line = _row("pattern", f"{one.name} · {counted(len(one.variants), 'way')}", one.cost, cells)
    detail = [rule(cells)]
    for variant in one.variants:
        names = ", ".join(called(name, managers) for name in variant.managers)
        told = f"{variant.name}: {len(variant.managers)} managers, {variant.count} places: {names}"
        detail += [words(f"   {text}") for text in wrap(told, cells - 4)]
    text = f"pattern {one.name} {' '.join(one.managers)}"
    return Row(one.id, line, detail, text, _values("pattern", one.name, one.cost))


def _values(kind: str, name: str, cost: Cost) -> tuple[Scalar, ...]:
    return (kind, name, cost.value, cost.managers, cost.lines, cost.drift)
