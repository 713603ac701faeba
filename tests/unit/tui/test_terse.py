"""Fewer bytes draw the same picture."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terse import terse

COLOUR = st.one_of(
    st.sampled_from(("31", "97", "39", "5", "38;5;9", "38;2;1;2;3", "38;2;200;2;3")),
    st.sampled_from(("41", "107", "49", "48;5;9", "48;2;1;2;3")),
)
STYLE = st.lists(st.one_of(COLOUR, st.sampled_from(("", "0", "1", "3", "4", "7", "9"))), max_size=4)
PIECE = st.one_of(
    st.text("ab ", max_size=4),
    STYLE.map(lambda told: f"\x1b[{';'.join(told)}m"),
    st.tuples(st.integers(1, 3), st.integers(1, 8)).map(lambda at: f"\x1b[{at[0]};{at[1]}H"),
    st.just("\x1b[K"),
)


def drawn(text: str) -> list[list[pyte.screens.Char]]:
    screen = pyte.Screen(8, 3)
    pyte.Stream(screen).feed(text)
    return [[screen.buffer[y][x] for x in range(8)] for y in range(3)]


@given(st.lists(PIECE, max_size=20))
def test_the_picture_is_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert drawn(f"{terse(text)}x") == drawn(f"{text}x")


@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), STYLE), max_size=9))
def test_what_is_written_as_textual_writes_it_gets_no_longer(
    pieces: list[tuple[str, list[str]]],
) -> None:
    text = "".join(f"\x1b[{';'.join(style)}m{said}\x1b[0m" for said, style in pieces)
    assert len(terse(text)) <= len(text)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("\x1b[31;40ma\x1b[0m\x1b[32;40mb\x1b[0m", "\x1b[31;40ma\x1b[32mb\x1b[m"),
        ("\x1b[31ma\x1b[0m\x1b[2;1H\x1b[31mb\x1b[0m", "\x1b[31ma\x1b[2;1Hb\x1b[m"),
        ("\x1b[1;31ma\x1b[0m\x1b[31mb\x1b[0m", "\x1b[1;31ma\x1b[0;31mb\x1b[m"),
        ("\x1b[31ma\x1b[0m\x1b[?2026l", "\x1b[31ma\x1b[m\x1b[?2026l"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_a_style_is_sent_where_it_changes(long: str, short: str) -> None:
    assert terse(long) == short


@pytest.mark.parametrize("parameters", ["58;5;1", "38;9;1", "38;2;1", "38", "1000"])
def test_what_is_not_known_is_left_alone(parameters: str) -> None:
    text = f"\x1b[31ma\x1b[0m\x1b[{parameters}mb\x1b[0m"
    assert terse(text) == text
