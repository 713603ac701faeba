"""What the first paint and a key may cost, counted: frames, widgets, styles, events."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from backend.model.qdrant import Collection
from backend.model.reading import Reading
from tests.readings import sample
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.panes import collection_rows
from tui.panes.waiting import Waiting
from tui.screens.stage import Stage
from tui.widgets.canvas import Canvas


def counting(
    monkeypatch: pytest.MonkeyPatch, owner: type, method: str, note: Callable[..., object]
) -> None:
    """Have `note` called with the arguments of every call of a method."""
    original = getattr(owner, method)

    def noted(*given: Any, **named: Any) -> Any:
        note(*given)
        return original(*given, **named)

    monkeypatch.setattr(owner, method, noted)


async def test_the_first_paint_waits_for_no_pane(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frames: list[list[Widget]] = []

    def frame(screen: Screen[None]) -> None:
        if screen._compositor._dirty_regions:
            frames.append([*screen.query()])

    counting(monkeypatch, Screen, "_compositor_refresh", frame)
    before: list[int] = []
    counting(monkeypatch, Stage, "begin", lambda _: before.append(len(frames)))
    app = PasserelleApp(Script(), clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
    # The first shows all there is; Textual repaints when the lines have their room, and once more.
    assert 1 <= before[0] <= 3
    widgets = frames[0]
    assert sum(isinstance(one, Waiting) for one in widgets) == 5
    assert len(widgets) <= 12, "four lines, five panes, what holds them, two of Textual's own"


@pytest.mark.parametrize("key", ["2", "3", "6", "tab"])
async def test_another_pane_gets_the_keys_in_one_frame(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    counts: Counter[str] = Counter()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        # Each pane once with the keys and once without: what was drawn before is not drawn again.
        await pilot.press(key, "1")
        await pilot.pause()

        def rows(canvas: Canvas, *regions: Any) -> None:
            assert regions, f"all of {canvas.id} is drawn"
            counts.update(f"{canvas.id} {one.y}" for one in regions)

        counting(monkeypatch, Canvas, "refresh", rows)
        frames = Counter[str]()
        counting(monkeypatch, Screen, "_compositor_refresh", lambda _: frames.update(["frame"]))
        counting(monkeypatch, Stylesheet, "apply", lambda *_: frames.update(["styled"]))
        await pilot.press(key)
        await pilot.pause()
        assert frames == {"frame": 1}
        assert set(counts.values()) == {1}, "no row is drawn twice"
        assert len(counts) <= 6, "two titles, the keys, and what the cursor marks"


async def test_a_key_of_a_pane_wanders_through_no_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    met: list[str] = []
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)

        def met_by(widget: Widget, message: object) -> None:
            if isinstance(message, Key):
                met.append(type(widget).__name__)

        counting(monkeypatch, Widget, "post_message", met_by)
        await pilot.press("3", "down", "x")
        assert met == []


async def test_of_a_thousand_collections_those_in_sight_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (one, *_), drawn = sample.collections().collections, Counter[str]()

    def said(seq: int, points: int) -> Reading:
        found = (
            one.model_copy(update={"name": f"tenant_{at:04}", "points": points})
            for at in range(1_000)
        )
        listed = sample.collections().model_copy(update={"collections": tuple(found)})
        return sample.reading("qdrant.collections", listed, seq=seq)

    for made in ("_line", "_detail"):
        original = getattr(collection_rows, made)

        def noted(item: Collection, *given: Any, original: Callable[..., Any] = original) -> Any:
            drawn[item.name] += 1
            return original(item, *given)

        monkeypatch.setattr(collection_rows, made, noted)
    script = Script(*sample.everything(), said(2, 1))
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        assert not drawn, "a verdict draws no row"
        await pilot.press("8")
        await settled(pilot, script)
        assert 10 < len(drawn) < 36
        drawn.clear()
        await pilot.press("down", "down", "up")
        assert drawn == {"tenant_0001": 1, "tenant_0002": 1}, "the details, once each"
        await pilot.press("end")
        assert 10 < drawn.total() - 2 < 36
        drawn.clear()
        script.say(said(3, 2))
        await settled(pilot, script)
        assert 10 < drawn.total() < 36
        await pilot.press("slash", *"~0998")
        assert "1 of 1000" in screen_text(pilot)
