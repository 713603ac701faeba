"""Keys that a settings file gives to actions work, and are told wherever keys are told."""

from backend.config.keys import Chosen
from tests.readings import sample
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.keymap import keymap

KEYS = keymap(
    [
        Chosen("filter", ("K",), "f:2"),
        Chosen("help", ("F9",), "f:3"),
        Chosen("help-close", ("x",), "f:4"),
        Chosen("turn-back", ("Ctrl+G",), "f:5"),
        Chosen("pause", ("q",), "f:6"),
        Chosen("quit", ("p",), "f:7"),
        Chosen("open-raci", ("F5",), "f:8"),
        Chosen("nonsense", ("F5",), "f:9"),
    ]
)


async def test_other_keys_do_it_and_those_of_before_do_not() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), keys=KEYS)
    async with app.run_test(size=(160, 36)) as pilot:
        await settled(pilot, script)
        assert "f:9: there is no action 'nonsense'" in screen_text(pilot).splitlines()[0]
        await pilot.press("2")
        assert app.bridge.current == "graph"
        await pilot.press("f5", "slash")
        assert app.bridge.current == "raci"
        footer = screen_text(pilot).splitlines()[-1]
        assert "K filter" in footer
        assert "F9 help" in footer
        assert "0-9 pane" not in footer
        await pilot.press("K", *"git")
        assert "/git" in screen_text(pilot)
        await pilot.press("ctrl+g")
        assert "/git" not in screen_text(pilot)
        await pilot.press("q")
        assert "PAUSED" in screen_text(pilot)
        await pilot.press("f9")
        await pilot.pause()
        page = screen_text(pilot)
        assert "x closes" in page
        assert "F5                Go to pane" in page
        await pilot.press("x", "ctrl+p", *"pause")
        await pilot.pause()
        assert "Pause the picture; readings go on arriving" in screen_text(pilot)
        assert " q │" in screen_text(pilot)
        await pilot.press("escape", "p")
    assert app.return_code == 0


async def test_keys_belong_to_a_filter_while_it_is_typed() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("3", "slash", *"git", "tab", "2", "backspace", "ctrl+o")
        assert app.bridge.current == "raci"
        assert app.bridge.panes["raci"].filter_text == "git"
        await pilot.press("enter", "2")
        assert app.bridge.current == "graph"


async def test_a_click_gives_a_pane_the_keys_as_its_number_does() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.click("#raci", offset=(8, 4))
        assert app.bridge.current == "raci"
        assert app.bridge.focused is app.bridge.panes["raci"]
        await pilot.press("ctrl+o")
        assert app.bridge.current == "bridge"
