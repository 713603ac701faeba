"""Whatever is read and whatever is pressed, in whatever size: each pane can be drawn."""

import random

import pytest

from backend.model.actions import Actions
from tests.readings import sample
from tests.readings.hour import World
from tests.readings.script import Clock, Script, screen_text
from tui.actions import ACTIONS
from tui.app import PasserelleApp

KEYS = sorted({key for one in ACTIONS if one.id != "quit" for key in one.keys if key != "q"})
TYPED = list("ab~!/[9")
SIZES = [(200, 50), (120, 36), (80, 24), (60, 20), (30, 8), (24, 6), (10, 3), (1, 1)]
STEPS = 50


@pytest.mark.parametrize("seed", range(5))
async def test_any_keys_at_any_time_in_any_size(seed: int) -> None:
    chance, world = random.Random(seed), World(seed)
    allowed = sample.reading("actions", Actions(allowed=True))
    script, clock = Script(*sample.everything(), allowed), Clock()
    app = PasserelleApp(script, clock=clock)
    async with app.run_test(size=chance.choice(SIZES[:4])) as pilot:
        for step in range(STEPS):
            if chance.random() < 0.4:
                script.say(*world.said(step))
                clock.forward(chance.choice((1, 5, 60)))
            if chance.random() < 0.1:
                await pilot.resize_terminal(*chance.choice(SIZES))
            await pilot.press(chance.choice(KEYS + TYPED))
            assert "a fault of Passerelle's own" not in screen_text(pilot)
        assert app.is_running
