"""Columns of a table: what rows hold in them, in which order that puts rows, how that shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from tui.widgets.text import Line, clean

Scalar = str | int | float | bool | None
"""One value of a row; None is unknown."""

DOWN, UP = "▾", "▴"
"""After a column's head: the largest first, the smallest first."""

_BESIDE = ("", " ", DOWN, UP)


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        head: As it stands above the rows, or is told where nothing stands there.
        live: Whether its values move all the time, so that a change of one is no news.
        telling: Whether it is what a copy gives; else the first is.
        order: Words from least to most, where they do not stand in the order of letters.
        unit: Of its values, where an export has to say it.
    """

    head: str
    live: bool = False
    order: tuple[str, ...] = ()
    telling: bool = False
    unit: str = ""

    @property
    def name(self) -> str:
        """As exports call it: `srp score`, `left s`."""
        return f"{self.head.lower()} {self.unit}".rstrip()


@dataclass(frozen=True)
class Sorting:
    """By which column rows stand; `column` is empty for the pane's own order."""

    column: str = ""
    descending: bool = False


Item = TypeVar("Item")


def ordered(
    items: Sequence[tuple[tuple[Scalar, ...], Item]], columns: Sequence[Column], by: Sorting
) -> list[Item]:
    """Items by the value of a column; what is unknown stands last in either direction.

    Args:
        items: Each with its values, one a column.
        columns: Those that the values belong to.
        by: A column that is not among them leaves all as it is.
    """
    place = next((at for at, one in enumerate(columns) if one.head == by.column), None)
    if place is None:
        return [item for _, item in items]
    column = columns[place]
    known = [pair for pair in items if len(pair[0]) > place and pair[0][place] is not None]
    unknown = [pair for pair in items if len(pair[0]) <= place or pair[0][place] is None]
    known.sort(key=lambda pair: _rank(pair[0][place], column), reverse=by.descending)
    return [item for _, item in (*known, *unknown)]


def _rank(value: Scalar, column: Column) -> tuple[int, float, str]:
    """Numbers before words; words of an order by their place in it."""
    if isinstance(value, int | float):
        return (0, value, "")
    text = str(value)
    if text in column.order:
        return (0, column.order.index(text), "")
    return (1, 0, text.casefold())


def falls(values: Sequence[Scalar], column: Column) -> bool:
    """Whether a column is first shown with the largest on top: numbers and urgencies are."""
    known = [value for value in values if value is not None]
    return bool(column.order) or (bool(known) and all(not isinstance(one, str) for one in known))


def next_sorting(columns: Sequence[Column], rows: Sequence[Sequence[Scalar]], now: Sorting, by: int
                 ) -> Sorting:  # fmt: skip
    """The column after or before; the pane's own order stands between the last and the first."""
    heads = ["", *(one.head for one in columns)]
    at = heads.index(now.column) if now.column in heads else 0
    return sorting_by(heads[(at + by) % len(heads)], columns, rows)


def sorting_by(head: str, columns: Sequence[Column], rows: Sequence[Sequence[Scalar]]) -> Sorting:
    """By a column, in the direction that people expect of it first."""
    for place, column in enumerate(columns):
        if column.head == head:
            values = [row[place] for row in rows if len(row) > place]
            return Sorting(head, falls(values, column))
    return Sorting()


def marked_head(line: Line, by: Sorting) -> Line | None:
    """A line of heads that shows the direction beside the column's; None where it is not there."""
    text = "".join(clean(part) for part, _ in line)
    span = head_span(text, by.column)
    if span is None:
        return None
    low, high = span
    arrow = DOWN if by.descending else UP
    if text[high : high + 1] in ("", " "):
        return _replaced(line, low, high + 1, f"{by.column}{arrow}")
    return _replaced(line, low - 1, high, f"{arrow}{by.column}") if low else None


def _replaced(line: Line, low: int, high: int, new: str) -> Line:
    """A line with other text, accented, in place of a range of characters."""
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    start = 0
    for part, role in line:
        text = clean(part)
        before.append((text[: max(0, low - start)], role))
        after.append((text[max(0, high - start) :], role))
        start += len(text)
    spans = (*before, (new, "accent"), *after)
    return tuple((text, role) for text, role in spans if text)


def head_span(text: str, head: str) -> tuple[int, int] | None:
    """Where a head stands as words of its own in a line of heads."""
    at = -1
    while head and (at := text.find(head, at + 1)) >= 0:
        end = at + len(head)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if before in _BESIDE and after in _BESIDE:
            return at, end
    return None


def head_at(line: Line, columns: Sequence[Column], cell: int) -> str:
    """The column whose head is nearest to a cell of a line of heads; empty where there is none."""
    text = "".join(clean(part) for part, _ in line)
    spans = [(one.head, head_span(text, one.head)) for one in columns]
    near = [(_away(span, cell), head) for head, span in spans if span is not None]
    return min(near, default=(0, ""))[1]


def _away(span: tuple[int, int], cell: int) -> int:
    low, high = span
    return max(0, low - cell, cell - high + 1)
