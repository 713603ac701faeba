"""Pictures of whole screens: themes, states that panes share, dialogs, a first run."""

from collections.abc import Callable

import pytest

from backend.model.actions import Actions
from backend.model.migration.run import Migrations
from tests.pictures import EVERY, Changed, Shot
from tests.readings import sample
from tui.first_run import FirstRun
from tui.theme import shipped

NARROW, USUAL = (80, 24), (120, 36)
EARLIER = "right_square_bracket"
DARK = (Shot(USUAL, "dark"),)
SMALL = (Shot(NARROW, "dark"),)
OTHER_THEMES = "contrast", "ansi", "deuteranopia", "tritanopia"
DIALOGS = {
    "paused": "p",
    "filter": "p 3 slash g i t",
    "leads": "escape slash ctrl+u c o n f i g enter x",
    "help": "escape escape escape 3 question_mark",
    "palette": "escape 7 ctrl+p p a n e",
    "formats": "escape escape 2 E down",
    "confirmed": "escape 6 X",
}
"""Each key that opens something ends with what the next has to close."""


async def test_bridge(changed: Changed) -> None:
    assert not await changed(*sample.everything(), shots=EVERY)


async def test_bridge_in_other_themes(changed: Changed) -> None:
    shots = [Shot(USUAL, theme) for theme in OTHER_THEMES]
    assert not await changed(*sample.everything(), keys="3 down down right", shots=shots)


async def test_bridge_in_ascii(changed: Changed) -> None:
    assert not await changed(*sample.everything(), ascii_only=True, shots=DARK)


async def test_bridge_with_little_room(changed: Changed) -> None:
    assert not await changed(*sample.everything(), keys="6", shots=[Shot((60, 20), "dark")])


async def test_bridge_on_which_little_is_known(changed: Changed) -> None:
    fresh = [one for one in sample.everything() if one.probe not in {"managers", "migration"}]
    late = (
        sample.failed("qdrant.latency", "timeout", "no answer within 2 s", "is Qdrant overloaded?"),
        sample.failed("qdrant.server", "unreachable", "connection refused"),
    )
    missing = (
        sample.failed(
            "managers",
            "unconfigured",
            "no folder of managers was named",
            "passerelle --managers DIR, or managers = [...] in passerelle.toml",
        ),
        sample.failed("migration", "invalid", "the journal is of a newer version", "update"),
    )
    assert not await changed(*fresh, *missing, late=late, wait=40, shots=DARK)


async def test_backend_lost_at_the_start(changed: Changed) -> None:
    error = RuntimeError("the backend ended with exit code 1")
    assert not await changed(end=error, demo=True, shots=DARK)


async def test_dialogs(changed: Changed) -> None:
    allowed = sample.reading("actions", Actions(allowed=True))
    assert not await changed(*sample.everything(), allowed, keys=DIALOGS, shots=DARK)


async def test_states_of_migration(changed: Changed) -> None:
    runs = [
        sample.run("waiting", failures=0),
        sample.run("lost", failures=0),
        sample.run("finished", 6_183, failures=0),
        sample.run(failures=400).model_copy(update={"breaker": "open", "target_exact": 3_700}),
    ]
    named = [run.model_copy(update={"id": f"{place}"}) for place, run in enumerate(runs)]
    known = sample.reading("migration", Migrations(runs=tuple(named)), seq=2)
    keys = {"waiting": "6 6 enter", **dict.fromkeys(("lost", "finished", "failing"), EARLIER)}
    assert not await changed(*sample.everything(), known, keys=keys, shots=SMALL)


async def test_runs_as_rows(changed: Changed) -> None:
    older = sample.run("finished", 6_183, failures=0).model_copy(update={"id": "older"})
    runs = sample.reading("migration", Migrations(runs=(sample.run(), older)), seq=2)
    assert not await changed(*sample.everything(), runs, keys="6 enter")


async def test_dead_letters_and_workers(changed: Changed) -> None:
    keys = {"first": "6 enter v", "third": "down down", "workers": "v v v"}
    assert not await changed(*sample.everything(), keys=keys, shots=DARK)


async def test_plan_opened(changed: Changed) -> None:
    shots = [Shot(NARROW, "dark"), Shot(USUAL, "light")]
    assert not await changed(*sample.everything(), keys="9 9 enter", shots=shots)


FOUND = [
    ("managers", "development/managers holds 26, and 2 more such folders", "--managers DIR"),
    ("plans", "projet/roadmaps/plan-dev-v57.md and 12 more", "--plan FILE"),
    ("Qdrant", "", "--qdrant URL"),
]


@pytest.mark.parametrize("found", ["something", "nothing"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_first_run(snap_compare: Callable[..., bool], found: str, theme: str) -> None:
    told = FOUND if found == "something" else [(name, "", flag) for name, _, flag in FOUND]
    assert snap_compare(FirstRun(told, shipped(theme), ascii_only=False), terminal_size=NARROW)
