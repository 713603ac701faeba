"""The cells that changed are sent, and what stands beside them stays."""

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from tui.changes import Changes

CELLS, HALF = 12, 6
CONSOLE = Console(force_terminal=True, color_system="truecolor")
ROW = st.text("abc", min_size=CELLS, max_size=CELLS)
SPAN = st.tuples(st.integers(0, CELLS), st.integers(0, CELLS)).map(sorted)


def changes(rows: list[str], spans: list[tuple[int, int, int]]) -> str:
    """Rows of two widgets beside each other."""
    chops = [{0: Strip([Segment(row[:HALF])]), HALF: Strip([Segment(row[HALF:])])} for row in rows]
    return Changes(chops, spans, [[HALF, CELLS]] * len(rows)).render_segments(CONSOLE)


@given(st.lists(st.tuples(ROW, ROW, SPAN), min_size=1, max_size=4))
def test_what_stands_beside_them_stays(rows: list[tuple[str, str, list[int]]]) -> None:
    screen = pyte.Screen(CELLS, len(rows))
    stream = pyte.Stream(screen)
    before, after = [old for old, _, _ in rows], [new for _, new, _ in rows]
    stream.feed(changes(before, [(y, 0, CELLS) for y in range(len(rows))]))
    assert screen.display == before
    spans = [(y, start, end) for y, (_, _, (start, end)) in enumerate(rows)]
    stream.feed(changes(after, spans))
    assert screen.display == [
        f"{old[:start]}{new[start:end]}{old[end:]}" for old, new, (start, end) in rows
    ]


def test_nothing_else_is_sent() -> None:
    assert changes(["abcdefghijkl"], [(0, 4, 8)]) == "\x1b[1;5Hef\x1b[1;7Hgh"
    assert changes(["abcdefghijkl"], [(0, 6, 6)]) == ""
