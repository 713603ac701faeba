"""An update that changes nothing draws nothing; one that changes little draws little."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from textual.geometry import Region

from backend.model.migration.run import Migrations
from tests.readings import sample
from tests.readings.sample import NOW
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.panes.graph.pane import GraphPane
from tui.panes.latency import LatencyPane
from tui.panes.migration import MigrationPane
from tui.panes.pane import Pane
from tui.panes.raci import RaciPane
from tui.panes.states import Body
from tui.readings import Picture
from tui.widgets.canvas import Canvas


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str | None, Region]]]:
    """The cells that canvases ask to have drawn again."""
    regions: list[tuple[str | None, Region]] = []
    refresh = Canvas.refresh

    def noted(self: Canvas, *asked: Region, **rest: bool) -> Canvas:
        whole = Region(0, 0, *self.size)
        regions.extend((self.id, region) for region in asked or (whole,))
        return refresh(self, *asked, **rest)

    monkeypatch.setattr(Canvas, "refresh", noted)
    yield regions


async def test_the_same_readings_again_draw_nothing(drawn: list[tuple[str | None, Region]]) -> None:
    script, clock = Script(*sample.everything()), Clock()
    app = PasserelleApp(script, clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        drawn.clear()
        clock.forward(1)
        script.say(*sample.everything())
        await settled(pilot, script)
        assert drawn == []


async def test_a_heartbeat_draws_nothing(drawn: list[tuple[str | None, Region]]) -> None:
    script, clock = Script(*sample.everything()), Clock()
    app = PasserelleApp(script, clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        drawn.clear()
        for seq in range(2, 30):
            clock.forward(2)
            for said in sample.everything():
                script.say(said.model_copy(update={"seq": seq, "value": None, "unchanged": True}))
            await settled(pilot, script)
            app._draw()
        # The minute of the clock, once.
        assert {name for name, _ in drawn} <= {"header", "migration"}
        assert len([name for name, _ in drawn if name == "header"]) == 1


async def test_what_comes_in_soon_after_a_drawing_is_drawn_with_what_else_does(
    drawn: list[tuple[str | None, Region]],
) -> None:
    script = Script(sample.reading("host", sample.host()))
    app = PasserelleApp(script, clock=Clock(), gap=3600)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        assert "bridge-1" in screen_text(pilot), "the first is drawn at once"
        drawn.clear()
        script.say(*sample.everything())
        await settled(pilot, script)
        assert drawn == []
        for _ in range(2):
            app._tick()
        assert "2 GRAPH ▲" in screen_text(pilot), "a second later it is"
        more = sample.host().model_copy(update={"name": "bridge-2"})
        app.action_refresh()
        script.say(sample.reading("host", more, seq=3))
        await settled(pilot, script)
        assert "bridge-2" in screen_text(pilot), "what was asked for is"


async def test_a_body_is_made_once_for_what_it_is_made_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script, clock = Script(*sample.everything()), Clock(NOW + timedelta(seconds=3))
    app = PasserelleApp(script, clock=clock)
    made: list[str] = []

    def counted(kind: type[Pane]) -> Callable[[Pane, Picture, int, int], Body]:
        body = kind.body

        def noted(self: Pane, picture: Picture, cells: int, rows: int) -> Body:
            made.append(kind.NAME)
            return body(self, picture, cells, rows)

        return noted

    for kind in (GraphPane, RaciPane, LatencyPane, MigrationPane):
        monkeypatch.setattr(kind, "body", counted(kind))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        made.clear()
        for _ in range(4):
            clock.forward(1)
            app._draw()
        assert made == []
        clock.forward(1)
        app._draw()
        assert made == ["migration"], "it tells ages"
        made.clear()
        script.say(sample.reading("host", sample.host(), seq=2))
        script.say(sample.reading("qdrant.latency", sample.latency(), seq=2))
        await settled(pilot, script)
        assert made == ["latency"]


async def test_one_changed_figure_draws_few_cells(drawn: list[tuple[str | None, Region]]) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        drawn.clear()
        busier = sample.host().model_copy(update={"cpu_percent": 42.0})
        more = sample.run(written=3_725)
        script.say(
            sample.reading("host", busier, seq=2),
            sample.reading("migration", Migrations(runs=(more,)), seq=2),
        )
        await settled(pilot, script)
        # The host is out of sight, but its verdict is not.
        assert {name for name, _ in drawn} == {"migration", "bridge"}
        assert sum(region.area for _, region in drawn) < 200


async def test_a_pause_holds_the_picture_and_goes_on_listening() -> None:
    script, clock = Script(*sample.everything()), Clock()
    app = PasserelleApp(script, clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("p")
        before = app.bridge.query_one("#migration", Canvas).lines
        more = Migrations(runs=(sample.run(written=5_000),))
        script.say(sample.reading("migration", more, seq=2))
        clock.forward(30)
        await settled(pilot, script)
        assert app.bridge.query_one("#migration", Canvas).lines == before
        await pilot.press("p")
        await pilot.pause()
        shown = app.bridge.query_one("#migration", Canvas).lines
        assert any("5,000" in text for line in shown for text, _ in line)


async def test_another_pane_is_drawn_in_the_frame_that_shows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        frames: list[str] = []
        monkeypatch.setattr(app, "_display", lambda *_: frames.append(screen_text(pilot)))
        await pilot.press("F")
        await settled(pilot, script)
        assert all("F FINDINGS ■" in frame for frame in frames)
        assert frames


async def test_behind_a_dialog_nothing_is_drawn_until_it_goes(
    drawn: list[tuple[str | None, Region]],
) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("question_mark")
        await settled(pilot, script)
        drawn.clear()
        more = Migrations(runs=(sample.run(written=5_000),))
        script.say(sample.reading("migration", more, seq=2))
        await settled(pilot, script)
        assert drawn == []
        await pilot.press("escape")
        await settled(pilot, script)
        assert "5,000" in screen_text(pilot)
