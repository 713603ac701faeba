"""The top line: what is watched, how, and what the screen may do, in every usual width."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readings import sample
from tests.readings.sample import NOW
from tui.panes.latency import LatencyPane
from tui.readings import Readings
from tui.screens.frame import Status, footer, header, ticker, too_small
from tui.theme import shipped
from tui.widgets.canvas import Look
from tui.widgets.text import line_width, plain_text, width


def told(status: Status, cells: int, target: str = sample.URL, gone: str = "") -> str:
    readings = Readings()
    for one in sample.everything():
        named = one.probe == "qdrant.server"
        readings.take(one.model_copy(update={"target": target}) if named else one, NOW)
    readings.gone = gone
    return "".join(text for text, _ in header(status, readings.picture(NOW), cells))


LONG = "https://a-very-long-name.of-a-server.in-some.cloud.example.org:6333"


def test_what_a_pane_can_do_has_room_before_what_is_the_same_everywhere() -> None:
    pane = LatencyPane(Look(shipped("dark")))
    told = {at: plain_text([footer(pane, zoomed=True, cells=at)]) for at in (40, 80, 160)}
    assert told[160].endswith("q quit  ? help  Ctrl+P actions  p pause")
    assert "n whose" in told[80]
    assert {line[-14:] for line in (told[40], told[80])} == {"q quit  ? help"}


def test_an_event_that_could_tell_nothing_is_left_out() -> None:
    readings = Readings()
    readings.take(sample.reading("events", sample.events()), NOW)
    told = {cells: plain_text([ticker(readings.picture(NOW), cells)]) for cells in (80, 110, 200)}
    assert told[80] == " 14:01:58 UTC ▲ migration  batch 41 retried after 429"
    assert told[110].endswith("14:01:12 UTC ● qdrant.collections  collection tasks y…")
    assert told[200].endswith("timeout: no answer within 2 s")


@pytest.mark.parametrize("cells", [80, 100, 120, 200])
@pytest.mark.parametrize("note", ["", "periods × 4", "/etc/a/long/path/passerelle.toml:12: " * 4])
@pytest.mark.parametrize("target", [sample.URL, LONG])
@pytest.mark.parametrize("paused", [None, NOW - timedelta(minutes=1)])
@pytest.mark.parametrize("replay", ["", "recording-of-a-long-night-in-november.jsonl"])
def test_state_target_and_what_it_may_are_always_told(
    cells: int, note: str, target: str, paused: object, replay: str
) -> None:
    for read_only, may in ((True, "read-only"), (False, "actions allowed")):
        status = Status(
            clock=NOW,
            paused=NOW if paused else None,
            demo=not replay,
            replay=replay,
            read_only=read_only,
            note=note,
        )
        line = told(status, cells, target)
        assert width(line) == cells
        assert may in line
        assert "6333" in line
        assert ("replay of" in line and ".jsonl" in line) if replay else "demo" in line
        assert ("PAUSED" in line) is (paused is not None)


def test_the_clock_tells_its_zone() -> None:
    assert told(Status(clock=NOW), 80).endswith("14:02 UTC ")


def test_a_note_has_room_before_figures_have() -> None:
    note = "theme bad.yaml left out: line 1: this is no YAML"
    line = told(Status(clock=NOW, note=note), 80)
    assert "theme bad.yaml left o" in line
    assert "read-only" in line


@given(
    st.integers(0, 90),
    st.text(max_size=60),
    st.text(max_size=60),
    st.text(max_size=40),
    st.booleans(),
)
def test_no_width_and_no_text_break_it(
    cells: int, note: str, target: str, gone: str, demo: bool
) -> None:
    status = Status(clock=NOW, note=note, replay="" if demo else note, demo=demo)
    assert width(told(status, cells, target, gone)) == cells


@given(st.integers(1, 40), st.integers(1, 10))
def test_that_a_screen_is_too_small_fits_it(cells: int, rows: int) -> None:
    lines = too_small(cells, rows)
    assert (lines == []) == (cells >= 24 and rows >= 6)
    assert len(lines) <= rows
    assert all(line_width(line) <= cells for line in lines)


def test_a_screen_that_is_too_small_says_what_would_do() -> None:
    assert plain_text(too_small(23, 6)) == "23×6 is too small, 24×6\nwould do"
    assert plain_text(too_small(12, 1)) == "needs 24×6"
    assert plain_text(too_small(2, 2)) == "▲"


def silent_for(seconds: float) -> str:
    readings = Readings()
    for one in sample.everything():
        readings.take(one.model_copy(update={"period": 2.0}), NOW)
    later = NOW + timedelta(seconds=seconds)
    return "".join(text for text, _ in header(Status(clock=later), readings.picture(later), 120))


def test_a_backend_that_says_nothing_any_more_is_not_called_live() -> None:
    assert "● live" in silent_for(6)
    assert "live" not in silent_for(6.5)
    assert "◌ no reading for <15s" in silent_for(6.5)
