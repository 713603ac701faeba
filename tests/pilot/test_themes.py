"""A user's own theme: worn by name, read again when its file changes, told once where it fails."""

import os
from pathlib import Path

from tests.readings import sample
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.theme import ROLES, user_folder
from tui.widgets.canvas import Canvas


def write(name: str, text: str) -> Path:
    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))
    return path


def theme(text: str, surface: str = "#101010") -> str:
    roles = dict.fromkeys(ROLES, text) | {"surface": f"on {surface}"}
    return "name: mine\ndark: true\nroles:\n" + "".join(
        f'  {role}: "{style}"\n' for role, style in roles.items()
    )


async def test_it_is_worn_and_read_again_when_its_file_changes() -> None:
    write("mine.yaml", theme("#aabbcc"))
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), theme="mine")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        assert app.look.palette.colour("text") == "#aabbcc"
        write("mine.yaml", theme("#ddeeff", "#202020"))
        app._tick()
        await settled(pilot, script)
        assert app.look.palette.colour("text") == "#ddeeff"
        assert "theme mine: read again" in screen_text(pilot)
        canvas = app.bridge.query_one("#header", Canvas)
        colours = {str(one.style.color) for one in canvas.render_line(0) if one.style}
        assert "#ddeeff" in " ".join(colours)
        assert app.screen.styles.background.hex.lower() == "#202020"
        write("mine.yaml", theme("#ffffff", "#303030"))
        app._tick()
        await settled(pilot, script)
        assert app.screen.styles.background.hex.lower() == "#303030", "and a third time"


async def test_a_failure_is_told_once_and_the_theme_stays() -> None:
    write("mine.yaml", theme("#aabbcc"))
    script, clock = Script(*sample.everything()), Clock()
    app = PasserelleApp(script, clock=clock, theme="mine")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        write("mine.yaml", "roles: [")
        app._tick()
        await settled(pilot, script)
        assert "theme mine.yaml left out: line 1" in screen_text(pilot)
        assert app.look.palette.colour("text") == "#aabbcc"
        clock.forward(60)
        for _ in range(3):
            app._tick()
        await settled(pilot, script)
        assert "left out" not in screen_text(pilot)
        write("mine.yaml", theme("#123456"))
        app._tick()
        assert app.look.palette.colour("text") == "#123456"


async def test_a_theme_of_the_same_name_wins_from_the_start_and_bad_ones_are_told() -> None:
    write("dark.yaml", theme("#aabbcc").replace("mine", "dark"))
    write("bad.yaml", "roles: {text: red}")
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(200, 36)) as pilot:
        await settled(pilot, script)
        assert app.look.palette.colour("text") == "#aabbcc"
        assert "theme bad.yaml left out: `roles` lacks" in screen_text(pilot).splitlines()[0]
