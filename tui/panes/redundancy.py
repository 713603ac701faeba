"""Redundancy: what the managers keep more than once, the costliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.columns import Column, Scalar
from tui.panes.evidence import rule
from tui.panes.graph.network import short
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.marks import counted
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem
    from backend.model.redundancy import Claim, Cost, Group, Pattern, Redundancy
    from tui.readings import Picture

_FIGURES = 44
"""Cells of a row's figures and of the cursor before its name."""

_FORMULA = "cost: (lines saved + 5 × (managers - 1)) × (1 + drift)"


_COLUMNS = (
    Column("KIND"),
    Column("WHAT", telling=True),
    Column("COST"),
    Column("MANAGERS"),
    Column("LINES"),
    Column("DRIFT"),
)


class RedundancyPane(RowsPane):
    """One row a finding."""

    NAME: ClassVar = "redundancy"
    TITLE: ClassVar = "REDUNDANCY"
    PROBES: ClassVar = ("managers",)
    DETAIL_ROWS: ClassVar = 10

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """Groups and patterns together, by what keeping them costs."""
        found = cast("Ecosystem", picture.held["managers"].value).redundancy
        shown = [
            *((group.cost.value, _group_row(group, cells)) for group in found.groups),
            *((one.cost.value, _pattern_row(one, cells)) for one in found.patterns),
        ]
        return Table(
            *_verdict(found),
            [row for _, row in sorted(shown, key=lambda item: (-item[0], item[1].key))],
            above=[copied_line(found), _head(cells)],
            empty=(_nothing(found),),
            columns=_COLUMNS,
        )


def copied_line(found: Redundancy) -> Line:
    """How much of the code is copied, beside what documents say of it."""
    claims = [claim for claim in found.claims if claim.unit == "percent"]
    said = ", ".join(_percent(claim) for claim in claims)
    line: Line = ((f"   {found.lines:,} lines outside tests   copied ", "dim"),)
    if found.copied is None:
        line = (*line, ("○ not looked for", "unknown"))
        return (*line, (f"   documents claim {said}", "look")) if said else line
    share = 100 * found.copied / found.lines if found.lines else 0.0
    fact = f"{found.copied:,} ({share:.1f} %)"
    return (*line, (f"{said} ⇢ {fact}", "look")) if said else (*line, (fact, "strong"))


def _nothing(found: Redundancy) -> Line:
    if not found.lines:
        return words("   ○ there is no Go code outside tests, which is what is compared", "unknown")
    if found.copied is None:
        return words("   ○ no name is kept twice; copied code was not looked for", "unknown")
    return words("   ● nothing is kept twice", "fine")


def _percent(claim: Claim) -> str:
    return f"{claim.value} %{' or more' if claim.at_least else ''}"


def _verdict(found: Redundancy) -> tuple[str, str]:
    kept = [group for group in found.groups if group.role == "production"]
    copied = "" if found.copied is not None else " · copied code not looked for"
    if not found.lines:
        return "unknown", "no Go code to compare"
    if not kept:
        return ("unknown" if copied else "fine"), f"no name is kept twice{copied}"
    worst = kept[0]
    names = sum(group.kind == "name" for group in kept)
    told = f"{counted(names, 'name')} kept more than once, {worst.name} {len(worst.sites)}×{copied}"
    return "look", told


def _head(cells: int) -> Line:
    room = _room(cells)
    head = f"{'KIND':<10}{fit('WHAT', room)}{'COST':>7}{'MANAGERS':>10}{'LINES':>7}{'DRIFT':>7}"
    return words(f" {head}", "dim")


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
    places = (f"{site.path}:{site.line}" if site.line else site.manager for site in group.sites)
    detail = [rule(cells), *_told(group.detail, cells)]
    detail += [words(f"   {place}", "dim") for place in places]
    text = f"{kind} {group.name} {' '.join(group.managers)}"
    detail.append(words(f"   {_FORMULA}", "dim"))
    return Row(group.id, line, detail, text, _values(kind, group.name, group.cost))


def _told(text: str, cells: int) -> list[Line]:
    return [words(f"   {part}") for part in wrap(text, cells - 4)] if text else []


def _pattern_row(one: Pattern, cells: int) -> Row:
    line = _row("pattern", f"{one.name} · {counted(len(one.variants), 'way')}", one.cost, cells)
    detail = [rule(cells)]
    for variant in one.variants:
        names = ", ".join(map(short, variant.managers))
        told = f"{variant.name}: {len(variant.managers)} managers, {variant.count} places: {names}"
        detail += [words(f"   {text}") for text in wrap(told, cells - 4)]
    text = f"pattern {one.name} {' '.join(one.managers)}"
    return Row(one.id, line, detail, text, _values("pattern", one.name, one.cost))


def _values(kind: str, name: str, cost: Cost) -> tuple[Scalar, ...]:
    return (kind, name, cost.value, cost.managers, cost.lines, cost.drift)
