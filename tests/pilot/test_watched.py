"""A migration that is not ours, on the screen."""

from backend.model.migration.run import Migrations
from backend.model.reading import Reading
from backend.model.watched import WatchedMigrations
from tests.readings import sample
from tests.readings.sample import URL
from tests.readings.script import Clock, Script, screen_text, settled
from tests.watching_steps import Scene
from tui.app import PasserelleApp


def readings() -> tuple[Reading, ...]:
    scene = Scene()
    scene.expect(641, 641, foreign=329)
    scene.batch(0, 1, 641)
    scene.log(0, "Migration terminée avec succès")
    for seconds in (20, 50):
        scene.holds(seconds, 329)
    watched = WatchedMigrations(url=URL, watched=(scene.now,))
    return (
        sample.reading("migration", Migrations(runs=(sample.run(),))),
        sample.reading("watched", watched).model_copy(update={"period": 1.0}),
    )


async def test_it_stands_before_our_own_runs_and_among_the_findings() -> None:
    script = Script(*readings())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("6")
        text = screen_text(pilot)
        assert "watched 1 of 2 ended → tasks" in text
        assert "■ migrate.log says 641 migrated" in text
        await pilot.press("right")
        assert "run 2 of 2 running" in screen_text(pilot)
        await pilot.press("F")
        assert "migrate.log says 641 migrated" in screen_text(pilot)
