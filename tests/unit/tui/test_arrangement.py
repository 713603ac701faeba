"""Which panes share the bridge, and that their cells fill it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.screens.arrangement import PRESETS, alone, together


@pytest.mark.parametrize("preset", PRESETS)
def test_how_many_panes_there_are_depends_on_the_room(preset: str) -> None:
    assert together(preset, 80, 24).names() == {"bridge"}
    assert together(preset, 120, 36).names() == {"bridge", *PRESETS[preset]}
    wide = together(preset, 200, 50).names()
    assert wide > {"bridge", *PRESETS[preset]}
    assert len(wide) == 8


def test_the_bridge_says_more_where_there_are_more_rows() -> None:
    assert together("usual", 100, 28).strip == 1
    assert together("usual", 120, 36).strip == 4


@given(st.sampled_from(sorted(PRESETS)), st.integers(1, 300), st.integers(1, 120))
def test_regions_fill_the_room_and_never_overlap(preset: str, cells: int, rows: int) -> None:
    for arrangement in (together(preset, cells, rows), alone("graph")):
        regions = arrangement.regions(cells, rows)
        assert set(regions) == arrangement.names()
        assert sum(region.area for region in regions.values()) == cells * rows
        drawn = [
            (x, y) for one in regions.values() for y in one.line_range for x in one.column_range
        ]
        assert len(drawn) == len(set(drawn))
