"""Dependencies that documents draw: Mermaid's charts, and arrows that point to boxes.

In Mermaid a node is called by its label, else by its id; `A & B --> C` is two edges; the dashed
answer in a sequence (`-->>`) is none. Above and below an arrow's head (`▼`, `▲`) stands a box, or a
name right in its column. An arrow to the side (`├──►│`) leads from the box that it begins at to the
one that it ends at, one with two heads both ways. A box with several managers in its first line
that names any says not which of them is meant.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from backend.managers.documents import Document
from backend.managers.fences import TICKS
from backend.managers.hints import hint, hinted, numbers
from backend.managers.names import Names

Drawn = tuple[int, str, str]
"""Number of the line, source and target."""

_MERMAID = hint("mermaid")
_FENCE = re.compile(r"^\s*(?:```|~~~)\s*(?P<language>\w*)")
_NODE = re.compile(
    r"(?<![\w.])(?P<id>[A-Za-z_][\w.]*+)\s*+[\[({>]++[/\\]?\s*+\"?"
    r"(?P<label>[^\[\](){}\"|/\\]++)\"?\s*+[/\\]?[\])}]++"
)
_ALIAS = re.compile(r"^\s*(?:participant|actor)\s+(?P<id>\w+)\s+as\s+(?P<label>.+?)\s*$")
_TEXT = re.compile(r"\|[^|]*\||(?<=--) [^->|]+ (?=--+>)|(?<===) [^=>|]+ (?===+>)|:::\w+")
_TO = re.compile(r"--?>>|--[x)]|<?(?:--+>|-\.+->|==+>|\.\.\|?>|--\|>|->)[+-]?")
_ANSWERS = ("-->>", "--x", "--)")
_ID = re.compile(r"[A-Za-z_][\w.]*")

_HEADS = {"▼": 1, "↓": 1, "⬇": 1, "▲": -1, "↑": -1, "⬆": -1}
"""Head of an arrow to the direction it points in, in lines."""

_HEAD = re.compile(f"[{''.join(_HEADS)}]")
_POINTING = hint(*_HEADS)
_BORDER = re.compile(r"[┌└├╔╚╠+][─═▼▲-][^\s┌└├╔╚╠┐┘┤╗╝╣+]*+[┐┘┤╗╝╣+]")
_SIDE = re.compile(r"[│║|┤├╣╠]")
_SIDEWAYS = re.compile(
    r"[│║|┤├╣╠][^\S\n]*+(?P<back>[◄◀←<])?+(?P<shaft>[─═━-]*+(?:[^─-╿►▶→>◄◀←<|-]++[─═━-]++)?+)"
    r"(?P<on>[►▶→>])?+[^\S\n]*+(?=[│║|┤├╣╠])"
)
"""An arrow between the sides of two boxes, with a label or none."""

_ASIDE = hint("►", "▶", "◄", "◀", "→", "←", "->", "<-") & hint(*"│║|┤├╣╠")
_DIVIDES = "├╠"
"""How a line within a box begins that goes from side to side."""

_FAR = 8
"""Lines from an arrow's head within which a name is looked for."""


def mermaid(document: Document) -> Iterator[range]:
    """The lines within each of Mermaid's fences, by index."""
    if not numbers(document, _MERMAID):
        return
    start: int | None = None
    fenced = False
    for number, line in hinted(document, TICKS):
        fence = _FENCE.match(line)
        if not fence:
            continue
        if fenced and start is not None:
            yield range(start, number - 1)
        fenced = not fenced
        start = number if fenced and fence["language"].lower() == "mermaid" else None


def drawn(document: Document, names: Names) -> Iterator[Drawn]:
    """Every edge between two managers, arrows of single lines outside Mermaid left out."""
    for block in mermaid(document):
        yield from _chart([(at + 1, document.lines[at]) for at in block], names)
    yield from _upright(document, names)
    yield from _sideways(document, names)


def _chart(lines: Sequence[tuple[int, str]], names: Names) -> Iterator[Drawn]:
    known: dict[str, str] = {}
    for _, line in lines:
        for found in (*_NODE.finditer(line), *_ALIAS.finditer(line)):
            manager = _called(found["label"], names)
            if manager:
                known[found["id"]] = manager
    for number, line in lines:
        text = _NODE.sub(lambda found: found["id"], _TEXT.sub("", line)).partition(":")[0]
        arrows = [found.group() for found in _TO.finditer(text)]
        for arrow, (left, right) in zip(arrows, pairwise(_TO.split(text)), strict=True):
            if not arrow.startswith(_ANSWERS):
                for pair in product(_ids(left, -1), _ids(right, 0)):
                    source, target = (known.get(one) or names.named(one) for one in pair)
                    if source and target and source != target:
                        yield number, source, target


def _ids(side: str, at: int) -> list[str]:
    """The ids beside an arrow: with `&` between them all, else the one next to it."""
    parts = side.split("&")
    found = [_ID.findall(part) for part in parts]
    if len(parts) > 1:
        return [one for ids in found for one in ids]
    return found[0][at:][:1] if found[0] else []


def _called(label: str, names: Names) -> str | None:
    return names.named(label) or next(names.within(label), None)


def _upright(document: Document, names: Names) -> Iterator[Drawn]:
    for number, line in hinted(document, _POINTING):
        at = number - 1
        for head in _HEAD.finditer(line):
            step = _HEADS[head.group()]
            source = _meets(document.lines, at - step, head.start(), -step, names)
            own = _border(line, head.start())  # the head may stand in the border of its box
            target = _meets(document.lines, at + step, head.start(), step, names, box=own)
            if source and target and source != target:
                yield number, source, target


def _meets(
    lines: Sequence[str],
    at: int,
    column: int,
    step: int,
    names: Names,
    *,
    box: tuple[int, int] | None = None,
) -> str | None:
    """The manager that a column leads to from a line on; None where it is not exactly one.

    Args:
        lines: The document's.
        at: Index of the first of them to look at.
        column: Of the arrow's head.
        step: 1 for downwards, -1 for upwards.
        names: What managers are called.
        box: Columns of the box whose border was met already.
    """
    rows = range(at, at + step * _FAR, step)
    for line in (lines[row] for row in rows if 0 <= row < len(lines)):
        border = _border(line, column)
        if not line.strip() or (border and box):
            return None
        box = box or border
        start, end = box or (column - 1, column + 2)
        places = names.places(line)
        found = [name for name, first, last in places if first < end and last > start]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _sideways(document: Document, names: Names) -> Iterator[Drawn]:
    for number, line in hinted(document, _ASIDE):
        arrows = [found for found in _SIDEWAYS.finditer(line) if found["back"] or found["on"]]
        sides = [found.start() for found in _SIDE.finditer(line)] if arrows else []
        for arrow in arrows:
            left, right = bisect_left(sides, arrow.start()), bisect_left(sides, arrow.end())
            if not left or right + 1 == len(sides):
                continue
            spans = ((sides[left - 1], sides[left]), (sides[right], sides[right + 1]))
            pair = [_inside(document.lines, number - 1, span, names) for span in spans]
            for head, (source, target) in (("on", pair), ("back", pair[::-1])):
                if arrow[head] and source and target and source != target:
                    yield number, source, target


def _inside(lines: Sequence[str], at: int, span: tuple[int, int], names: Names) -> str | None:
    """The manager that a box is called after; None where it is no box, or not exactly one.

    Args:
        lines: The document's.
        at: Index of a line within the box.
        span: Columns of its sides in that line.
        names: What managers are called.
    """
    top, bottom = (_edge(lines, at, sum(span) // 2, step) for step in (-1, 1))
    for line in lines[top + 1 : bottom] if top is not None and bottom is not None else ():
        places = names.places(line)
        found = [name for name, first, last in places if first < span[1] and last > span[0]]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _edge(lines: Sequence[str], at: int, column: int, step: int) -> int | None:
    """Index of the line in which a box ends above (-1) or below (1) a line within it."""
    rows = range(at + step, at + step * (_FAR + 1), step)
    for row in (row for row in rows if 0 <= row < len(lines)):
        border = _border(lines[row], column)
        if border and lines[row][border[0]] not in _DIVIDES:
            return row
    return None


def _border(line: str, column: int) -> tuple[int, int] | None:
    """Where the border of a box begins and ends that a column crosses."""
    spans = (found.span() for found in _BORDER.finditer(line))
    return next(((start, end) for start, end in spans if start <= column < end), None)
