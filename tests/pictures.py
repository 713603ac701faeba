"""Pictures of the screen, many from one run of the application."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple

from textual.pilot import Pilot

from backend.model.reading import Reading
from tests.readings.script import Clock, Script, settled
from tui.app import PasserelleApp
from tui.theme import shipped

Changed = Callable[..., Awaitable[list[str]]]
"""Takes pictures and returns the names of those that are not as they were accepted."""
SIZES = (80, 24), (120, 36), (200, 50)
THEMES = "dark", "light", "deuteranopia"


class Shot(NamedTuple):
    """How a terminal is while its picture is taken."""

    size: tuple[int, int]
    theme: str

    @property
    def name(self) -> str:
        """Such as `80x24-dark`."""
        width, height = self.size
        return f"{width}x{height}-{self.theme}"


EVERY = tuple(Shot(size, theme) for size in SIZES for theme in THEMES)
"""Every size in every theme: nine pictures."""
EACH = tuple(Shot(size, theme) for size, theme in zip(SIZES, THEMES, strict=True))
"""Every size and every theme once: three pictures."""


async def pictures(
    *readings: Reading,
    keys: str | Mapping[str, str] = "",
    shots: Iterable[Shot] = EACH,
    wait: float = 0,
    late: Iterable[Reading] = (),
    end: Exception | None = None,
    **options: Any,
) -> AsyncIterator[tuple[str, str]]:
    """One run: readings, then time, then more readings, then keys and the pictures.

    Args:
        readings: What is known at the start.
        keys: What is pressed, separated by spaces; several by name are pressed one after the
            other, with pictures after each.
        shots: The pictures; keys are pressed in the size of the first.
        wait: Seconds that pass after `readings`.
        late: What is said after that.
        end: What the link ends with, where it ends.
        options: Further arguments of the application.

    Yields:
        The name of each picture, such as `80x24-dark` or `tree-80x24-dark`, and its SVG.
    """
    script, clock, shots = Script(*readings), Clock(), tuple(shots)
    scenes = {"": keys} if isinstance(keys, str) else keys
    app = PasserelleApp(script, clock=clock, theme=shots[0].theme, **options)
    async with app.run_test(size=shots[0].size) as pilot:
        await settled(pilot, script)
        clock.forward(wait)
        app._draw()
        script.say(*late)
        if end is not None:
            script.end(end)
        await settled(pilot, script)
        for scene, pressed in scenes.items():
            await _pose(pilot, script, shots[0])
            for key in pressed.split():
                await pilot.press(key)
                await settled(pilot, script)
            for shot in shots:
                await _pose(pilot, script, shot)
                picture = app.export_screenshot(title=app.title, simplify=True)
                yield "-".join(filter(None, (scene, shot.name))), picture


async def _pose(pilot: Pilot[None], script: Script, shot: Shot) -> None:
    """Give the terminal that size and theme."""
    app = pilot.app
    assert isinstance(app, PasserelleApp)
    if app.size != shot.size:
        await pilot.resize_terminal(*shot.size)
    if app.look.palette.name != shot.theme:
        app._wear(shipped(shot.theme))
    await settled(pilot, script)
