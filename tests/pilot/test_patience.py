"""A terminal that is behind gets no frame, and later all that has changed."""

import pytest
from textual.geometry import Region
from textual.screen import Screen

from tests.readings import sample
from tests.readings.script import Clock, Script, settled
from tui.app import PasserelleApp
from tui.screens import patience
from tui.widgets.canvas import Canvas


async def test_what_changes_while_the_terminal_is_behind_is_sent_when_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow, sent = False, []
    monkeypatch.setattr(patience, "is_behind", lambda _: slow)

    def send(screen: Screen[object], frame: object) -> None:
        if frame is not None:
            sent.append({y for y, *_ in getattr(frame, "spans", [])})

    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        monkeypatch.setattr(app, "_display", send)
        slow = True
        await pilot.press("3")
        await pilot.pause()
        assert sent == []
        # Changed between the last look at what is to be drawn and the next frame.
        header = app.bridge.query_one("#header", Canvas)
        header.refresh(Region(0, 0, 5, 1))
        app.bridge._dirty_widgets.add(header)
        slow = False
        app.bridge._try_again()
        assert len(sent) == 1
        assert {0, 1} < sent[0], "the header, and the titles of the panes"
