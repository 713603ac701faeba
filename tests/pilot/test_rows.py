"""Rows under the hands of somebody who reads while they come and go."""

from datetime import timedelta

from textual.pilot import Pilot

from backend.model.event import Event, Events
from backend.model.qdrant import Collections
from backend.model.reading import Reading
from tests.lines import plain
from tests.readings import redundant, sample
from tests.readings.activities import responsible
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.panes.columns import Sorting
from tui.panes.events import EventsPane
from tui.panes.findings import FindingsPane
from tui.panes.host import HostPane
from tui.panes.qdrant import QdrantPane
from tui.panes.rows import RowsPane
from tui.readings import Readings

MANY = tuple(
    Event(
        at=sample.NOW - timedelta(seconds=10 * at), mark="fine", source="host", text=f"event {at}"
    )
    for at in range(60)
)


def happened(*events: Event, seq: int = 2) -> Reading:
    return sample.reading("events", Events(events=(*events, *MANY)), seq=seq)


def new(number: int) -> Event:
    at = sample.NOW + timedelta(seconds=number)
    return Event(at=at, mark="look", source="plan", text=f"new {number}")


def lines(pilot: Pilot[None]) -> list[str]:
    rows = screen_text(pilot).splitlines()[:-2]
    return [line for line in rows if "  event " in line or "  new " in line]


async def test_events_that_come_in_are_counted_and_move_nothing() -> None:
    script = Script(*sample.everything(), happened())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("0", *["down"] * 30)
        await settled(pilot, script)
        before = lines(pilot)
        script.say(happened(new(2), new(1), seq=3))
        await settled(pilot, script)
        assert lines(pilot) == before
        assert "+2 new" in screen_text(pilot)
        pane = app.bridge.query_one(EventsPane)
        assert "event 30" in pane.cursor
        script.say(happened(new(3), new(2), new(1), seq=4))
        await settled(pilot, script)
        assert "+3 new" in screen_text(pilot)
        await pilot.press("g")
        assert "+3 new" not in screen_text(pilot)
        assert "new 3" in lines(pilot)[0]
        script.say(happened(new(4), new(3), new(2), new(1), seq=5))
        await settled(pilot, script)
        assert "new 4" in lines(pilot)[0], "who reads the newest goes on reading the newest"


async def test_an_event_that_does_not_fit_is_told_in_whole_below() -> None:
    long = new(1).model_copy(update={"text": f"{'word ' * 30}end"})
    script = Script(*sample.everything(), happened(long))
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("0")
        assert "word end" in screen_text(pilot)
        await pilot.press("down")
        assert "word end" not in screen_text(pilot)
        assert "event 0" in screen_text(pilot)


async def test_a_row_that_goes_leaves_the_cursor_where_it_was() -> None:
    host = sample.host()
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("H", "down")
        gone = host.processes[1]
        assert app.bridge.query_one(HostPane).cursor == str(gone.pid)
        rest = tuple(one for one in host.processes if one is not gone)
        script.say(sample.reading("host", host.model_copy(update={"processes": rest}), seq=2))
        await settled(pilot, script)
        marked = [line for line in screen_text(pilot).splitlines() if line.startswith("▸")]
        assert str(rest[1].pid) in marked[0]


async def test_changes_since_the_last_look_are_marked_for_a_while() -> None:
    script, clock = Script(*sample.everything()), Clock()
    app = PasserelleApp(script, clock=clock)
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("8", "down")
        await settled(pilot, script)
        await pilot.press("1")
        tasks, *others = sample.collections().collections
        red = tasks.model_copy(update={"status": "red"})
        later = Collections(url=sample.URL, collections=(red, *others))
        script.say(sample.reading("qdrant.collections", later, seq=2))
        await settled(pilot, script)
        clock.forward(600)
        script.say(sample.reading("qdrant.collections", later, seq=3))
        await pilot.press("8")
        await settled(pilot, script)
        changed = [line for line in screen_text(pilot).splitlines() if line.startswith("*")]
        assert len(changed) == 1
        assert tasks.name in changed[0]
        clock.forward(16)
        app._draw()
        await pilot.pause()
        assert not [line for line in screen_text(pilot).splitlines() if line.startswith("*")]


async def test_a_click_on_a_head_sorts_and_again_turns() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("8")
        await settled(pilot, script)
        pane = app.bridge.query_one(QdrantPane)
        top = len(pane._above)
        head = screen_text(pilot).splitlines()[pane.region.y + top].index("POINTS")
        await pilot.click(QdrantPane, offset=(head, top))
        points = [row.values[2] for row in pane.shown]
        assert points == sorted(points, reverse=True)  # type: ignore[type-var]
        assert "POINTS▾" in screen_text(pilot)
        await pilot.click(QdrantPane, offset=(head, top))
        assert "POINTS▴" in screen_text(pilot)
        await pilot.click(QdrantPane, offset=(4, top + 2))
        assert pane.cursor == pane.shown[1].key


async def test_a_sorting_without_a_head_is_told_beside_the_filter() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("F", "S", "S")
        assert " by kind ▴" in screen_text(pilot)
        kinds = [row.values[1] for row in app.bridge.query_one(FindingsPane).shown]
        assert kinds == sorted(kinds)  # type: ignore[type-var]
        await pilot.press("slash", *"/cyc", "enter")
        assert "//cyc  1 of 3 by kind ▴" in screen_text(pilot)


async def test_the_prompt_tells_what_was_found_and_what_is_no_expression() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot, script)
        await pilot.press("3", "slash", *"~gtmgr")
        await pilot.pause()
        assert screen_text(pilot).splitlines()[-1].rstrip().endswith(" of 37")
        await pilot.press(*["backspace"] * 6, *"/[a")
        await pilot.pause()
        prompt = screen_text(pilot).splitlines()[-1]
        assert "■ no expression: unterminated character set" in prompt
        assert "api-gateway" in screen_text(pilot)


async def test_every_view_with_rows_is_filtered_and_sorted() -> None:
    """Whichever pane: by every column of every view, and by a text that no row holds."""
    readings = Readings()
    for reading in (
        *sample.everything(responsible()),
        sample.reading("redundancy", redundant.searched()),
        sample.reading("consolidation", sample.consolidation()),
        sample.reading("qdrant.server", sample.troubled_server(), seq=2),
    ):
        readings.take(reading, sample.NOW)
    picture = readings.picture(sample.NOW)
    app = PasserelleApp(Script(), clock=Clock())
    without: set[str] = set()
    sorted_by: dict[str, int] = {}
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        for pane in app.bridge.panes.every():
            if not isinstance(pane, RowsPane):
                without.add(pane.NAME)
                continue
            for view in pane.VIEWS or ("",):
                pane.begin_with(view)
                pane.set_filter("")
                pane.judged(picture, 100, 30)
                rows = [row.key for row in pane.shown]
                assert {len(row.values) for row in pane.shown} <= {len(pane.columns)}, view
                for column in pane.columns:
                    pane.sort(Sorting(column.head))
                    body = pane.judged(picture, 100, 30)
                    assert sorted(row.key for row in pane.shown) == sorted(rows), view
                    told = plain(body.lines)
                    if rows:
                        assert f"{column.head}▴" in told or f" by {column.head.lower()} ▴" in told
                sorted_by[f"{pane.NAME} {view}"] = len(pane.columns) if rows else 0
                pane.set_filter("no row holds this")
                pane.judged(picture, 100, 30)
                assert pane.shown == (), view
                pane.set_filter("!no row holds this")
                pane.judged(picture, 100, 30)
                assert len(pane.shown) == len(rows), view
    assert without == {"bridge", "graph", "latency"}, "they show no rows of what is watched"
    assert {name for name, count in sorted_by.items() if not count} == set()
