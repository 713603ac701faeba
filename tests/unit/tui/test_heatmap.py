"""Latency over time, as it is drawn."""

from datetime import UTC

import pytest

from tests.readings import sample
from tui.panes.heatmap import heatmap


def drawn(cells: int, rows: int, slices: int = 40) -> list[str]:
    history = sample.history(slices)
    lines = heatmap(history.endpoints[0], history, 0.05, UTC, (cells, rows))
    return ["".join(text for text, _ in line) for line in lines]


def test_slower_is_higher_and_the_limit_is_marked() -> None:
    *buckets, times = drawn(120, 20)
    labels = [line[:9].strip() for line in buckets]
    assert labels == [f"≤{ms} ms" for ms in (100, 50, 20, 10, 5, 2, 1)]
    assert [line.endswith("┄ limit") for line in buckets] == [False, True] + 5 * [False]
    assert times.split() == ["13:55", "13:56", "13:57", "▲", "13:59", "14:00", "14:01"]


def test_the_densest_cell_is_the_busiest_and_none_is_blank() -> None:
    *buckets, _ = drawn(120, 20)
    quickest = buckets[-1][11:]
    assert quickest.startswith("██")
    assert "  " in quickest, "nothing was asked while the server restarted"
    assert "·" in buckets[0], "few is not none"


@pytest.mark.parametrize(("cells", "rows"), [(120, 20), (60, 8), (40, 3), (20, 2), (12, 1)])
def test_it_keeps_to_its_room(cells: int, rows: int) -> None:
    lines = drawn(cells, rows, 90)
    assert len(lines) <= max(2, rows)
    assert max(map(len, lines)) <= max(cells, 23)


def test_without_slices_there_is_an_empty_map() -> None:
    assert drawn(80, 10, 0)


def test_time_in_which_nobody_could_look_is_a_gap_and_not_quiet() -> None:
    history = sample.history(20).model_copy(update={"silences": ((15, 3),)})
    *buckets, _ = heatmap(history.endpoints[0], history, 0.05, UTC, (120, 20))
    drawn_ = ["".join(text for text, _ in line) for line in buckets]
    assert {line.count("┊") for line in drawn_} == {6}, "three slices of two cells"
    assert {line.index("┊") for line in drawn_} == {11 + 15 * 2}


def test_a_long_silence_leaves_the_rest_in_sight() -> None:
    history = sample.history(20).model_copy(update={"silences": ((15, 5_000),)})
    first, *_ = heatmap(history.endpoints[0], history, 0.05, UTC, (120, 20))
    assert "".join(text for text, _ in first).count("┊") == 60
