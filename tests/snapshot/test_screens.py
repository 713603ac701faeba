"""Pictures of the screen; a change of one is looked at before it is accepted."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from backend.model.actions import Actions
from backend.model.ecosystem import Ecosystem
from backend.model.migration.run import Migrations
from backend.model.qdrant import Latency
from backend.model.reading import Reading
from tests.pictures import EVERY, Changed
from tests.readings import sample
from tests.readings.script import Clock, Script, settled
from tui.app import PasserelleApp
from tui.first_run import FirstRun
from tui.theme import shipped

SnapCompare = Callable[..., bool]
NARROW, USUAL, WIDE = (80, 24), (120, 36), (200, 50)


def pictured(
    snap_compare: SnapCompare,
    *readings: Reading,
    keys: str = "",
    size: tuple[int, int] = USUAL,
    wait: float = 0,
    late: tuple[Reading, ...] = (),
    **options: Any,
) -> bool:
    """Compare the screen after readings, time, more readings and keys, in this order."""
    script, clock = Script(*readings), Clock()
    app = PasserelleApp(script, clock=clock, **options)

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot, script)
        clock.forward(wait)
        app._draw()
        script.say(*late)
        await settled(pilot, script)
        for key in keys.split():
            await pilot.press(key)
            await settled(pilot, script)

    return snap_compare(app, terminal_size=size, run_before=play)


async def test_bridge(changed: Changed) -> None:
    assert not await changed(*sample.everything(), shots=EVERY)


@pytest.mark.parametrize("theme", ["contrast", "ansi", "deuteranopia", "tritanopia"])
def test_bridge_in_other_themes(snap_compare: SnapCompare, theme: str) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="3 down down right", theme=theme)


def test_bridge_in_ascii(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), ascii_only=True)


def test_bridge_with_little_room(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), size=(60, 20), keys="6")


def test_loading(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare)


def test_stale(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), wait=200)


def test_paused(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="p")


def test_empty(snap_compare: SnapCompare) -> None:
    readings = (
        sample.reading("managers", Ecosystem(roots=("/work/development/managers",))),
        sample.reading("migration", Migrations()),
        sample.reading("qdrant.latency", Latency(url=sample.URL, seconds=60)),
    )
    assert pictured(snap_compare, *readings)


def test_errors(snap_compare: SnapCompare) -> None:
    readings = sample.everything()
    late = (
        sample.failed("qdrant.latency", "timeout", "no answer within 2 s", "is Qdrant overloaded?"),
        sample.failed("qdrant.server", "unreachable", "connection refused"),
    )
    fresh = [one for one in readings if one.probe not in {"managers", "migration"}]
    missing = (
        sample.failed(
            "managers",
            "unconfigured",
            "no folder of managers was named",
            "passerelle --managers DIR, or managers = [...] in passerelle.toml",
        ),
        sample.failed("migration", "invalid", "the journal is of a newer version", "update"),
    )
    assert pictured(snap_compare, *fresh, *missing, late=late, wait=40)


@pytest.mark.parametrize("state", ["waiting", "lost", "finished"])
def test_migration(snap_compare: SnapCompare, state: Any) -> None:
    written = 6_183 if state == "finished" else 3_724
    runs = Migrations(runs=(sample.run(state, written, failures=0),))
    readings = (*sample.everything(), sample.reading("migration", runs, seq=2))
    assert pictured(snap_compare, *readings, keys="6 enter", size=NARROW)


def test_migration_that_fails_too_often(snap_compare: SnapCompare) -> None:
    run = sample.run(failures=400).model_copy(update={"breaker": "open", "target_exact": 3_700})
    readings = (*sample.everything(), sample.reading("migration", Migrations(runs=(run,)), seq=2))
    assert pictured(snap_compare, *readings, keys="6", size=NARROW)


@pytest.mark.parametrize("key", ["4", "7", "8", "9", "0", "F", "H"])
def test_full_screen(snap_compare: SnapCompare, key: str) -> None:
    late = (
        sample.reading("qdrant.collections", sample.collections("yellow"), seq=2),
        sample.failed("host", "timeout", "no answer within 2 s"),
        sample.reading("host", sample.host(), seq=3),
    )
    keys = f"{key} {key} down"
    assert pictured(snap_compare, *sample.everything(), late=late, keys=keys)


def test_latency_over_time(snap_compare: SnapCompare) -> None:
    told = (*sample.everything(), sample.reading("qdrant.history", sample.history()))
    assert pictured(snap_compare, *told, keys="7 enter o")


def test_an_alert(snap_compare: SnapCompare) -> None:
    told = (*sample.everything(), sample.reading("alerts", sample.firing()))
    assert pictured(snap_compare, *told, size=NARROW, keys="7")


def test_filter(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="3 slash g i t")


def test_help(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="3 question_mark")


def test_palette(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="7 ctrl+p p a n e")


def test_a_lost_backend(snap_compare: SnapCompare) -> None:
    script = Script()
    script.end(RuntimeError("the backend ended with exit code 1"))
    app = PasserelleApp(script, clock=Clock(), demo=True)

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot, script)

    assert snap_compare(app, terminal_size=USUAL, run_before=play)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [NARROW, USUAL, WIDE], ids=lambda size: "{}x{}".format(*size))
def test_runs_as_rows(snap_compare: SnapCompare, size: tuple[int, int], theme: str) -> None:
    older = sample.run("finished", 6_183, failures=0).model_copy(update={"id": "older"})
    runs = sample.reading("migration", Migrations(runs=(sample.run(), older)), seq=2)
    assert pictured(
        snap_compare, *sample.everything(), runs, keys="6 enter", size=size, theme=theme
    )


@pytest.mark.parametrize("down", [0, 2])
def test_dead_letters(snap_compare: SnapCompare, down: int) -> None:
    keys = " ".join(["6 enter v", *["down"] * down])
    assert pictured(snap_compare, *sample.everything(), keys=keys)


def test_workers(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="6 enter v v v v")


def test_asked_before_it_is_destroyed(snap_compare: SnapCompare) -> None:
    allowed = sample.reading("actions", Actions(allowed=True))
    assert pictured(snap_compare, *sample.everything(), allowed, keys="6 X")


FOUND = [
    ("managers", "development/managers holds 26, and 2 more such folders", "--managers DIR"),
    ("plans", "projet/roadmaps/plan-dev-v57.md and 12 more", "--plan FILE"),
    ("Qdrant", "", "--qdrant URL"),
]


@pytest.mark.parametrize("found", ["something", "nothing"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_first_run(snap_compare: SnapCompare, found: str, theme: str) -> None:
    told = FOUND if found == "something" else [(name, "", flag) for name, _, flag in FOUND]
    assert snap_compare(FirstRun(told, shipped(theme), ascii_only=False), terminal_size=NARROW)


def test_choice(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="2 E down")


@pytest.mark.parametrize("size", [NARROW, USUAL], ids=lambda size: "{}x{}".format(*size))
def test_plan_opened(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="9 9 enter", size=size)


def test_where_a_manager_leads(snap_compare: SnapCompare) -> None:
    assert pictured(snap_compare, *sample.everything(), keys="3 slash c o n f i g enter x")
