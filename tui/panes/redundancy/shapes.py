"""A name's shapes side by side: members or methods as rows, shapes as columns."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING

from tui.panes.called import called
from tui.panes.evidence import rule
from tui.panes.rows import Row
from tui.widgets.text import Line, Span, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.redundancy import Group, Shape, Site

_COLUMN = 3
_LEGEND = 28
"""Cells that tell who has a shape."""


def letter(place: int) -> str:
    """The name of a column: A to Z, then A2, B2 and so on."""
    again, at = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[at] + (str(again + 1) if again else "")


def shape_of(group: Group, site: Site) -> str:
    """The letter of the shape that a place has; empty where the group has none."""
    found = (at for at, shape in enumerate(group.shapes) if site in shape.sites)
    at = next(found, None)
    return "" if at is None else letter(at)


def legend(group: Group, managers: Container[str], cells: int, rows: int) -> list[Line]:
    """Who of all managers has which shape: `A  3× struct circuit-breaker, config`, in columns."""
    count = len(group.shapes)
    across = max(1, min(-(-count // max(1, rows)), (cells - 3) // _LEGEND))
    down = -(-count // across)
    room = (cells - 3) // across
    lines: list[Line] = []
    for row in range(min(rows, down)):
        line: list[Span] = [("   ", "")]
        for at in range(row, count, down):
            line += _said(letter(at), group.shapes[at], managers, room)
        lines.append(tuple(line))
    if across * rows < count and lines:
        lines[-1] = words(f"   … and {count - across * (rows - 1)} shapes more", "dim")
    return lines


def _said(name: str, shape: Shape, managers: Container[str], room: int) -> Line:
    who = ", ".join(dict.fromkeys(called(site.manager, managers) for site in shape.sites))
    told = fit(f"{shape.form} {who}", room - 8) + " "
    return ((f"{name:<3}", "accent"), (f"{len(shape.sites):>2}× ", "strong"), (told, "text"))


def member_rows(shapes: Sequence[Shape], cells: int) -> list[Row]:
    """The members that any shape has, those that most have first."""
    columns = [set(shape.members) for shape in shapes]
    held = {at: sum(len(shape.sites) for shape in shapes if at in shape.members)
            for members in columns for at in members}  # fmt: skip
    order = sorted(held, key=lambda member: (-held[member], member))
    return [_row(member, [member in column for column in columns], cells) for member in order]


def method_rows(sets: Mapping[str, Sequence[str]], cells: int) -> list[Row]:
    """The methods that any of some types has, by type; those that most have first."""
    columns = [set(methods) for methods in sets.values()]
    every = sorted(set().union(*columns), key=lambda one: (-sum(one in c for c in columns), one))
    return [_row(method, [method in column for column in columns], cells) for method in every]


def header(names: Sequence[str], title: str, cells: int) -> Line:
    """The columns' letters over the marks."""
    room = _room(len(names), cells)
    letters = "".join(fit(name, _COLUMN) for name in names)
    return ((f"  {fit(title, room)}", "dim"), (letters, "accent"))


def _room(columns: int, cells: int) -> int:
    return max(16, min(70, cells - 4 - _COLUMN * columns))


def _row(name: str, has: Sequence[bool], cells: int) -> Row:
    everywhere = all(has)
    spans = [(f" {fit(name, _room(len(has), cells))}", "text" if everywhere else "strong")]
    for held in has:
        mark = ("■", "text") if held else ("·", "rule")
        spans += [mark, (" " * (_COLUMN - 1), "")]
    said = "in every column" if everywhere else f"in {sum(has)} of {len(has)}"
    detail = [rule(cells), *(words(f"   {text}") for text in wrap(name, cells - 4)),
              words(f"   {said}", "dim")]  # fmt: skip
    return Row(name, tuple(spans), detail, text=name)
