"""An update that changes nothing draws nothing; one that changes little draws little."""

from collections.abc import Iterator

import pytest
from textual.geometry import Region

from backend.model.migration import Migrations
from tests.readings import sample
from tests.readings.script import Clock, Script, settled
from tui.app import PasserelleApp
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
        # The minute of the clock, once.
        assert {name for name, _ in drawn} <= {"header", "migration"}
        assert len([name for name, _ in drawn if name == "header"]) == 1


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
        assert {name for name, _ in drawn} == {"migration"}
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
