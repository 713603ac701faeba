"""What the screen says of a migration that is not ours."""

from datetime import timedelta

import pytest

from backend.model.watched import Said
from backend.qdrant.detail_answers import Optimizing
from backend.qdrant.explained import optimizations
from tests.lines import plain
from tests.watching_steps import NOON, Scene, info
from tests.watching_steps import at as moment
from tui.panes.watched import watched_lines, watched_mark
from tui.widgets.text import line_width

LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def drawn(scene: Scene, cells: int = 100) -> str:
    return plain(watched_lines(scene.now, LATER, cells))


def test_before_anything_is_known_it_says_so(scene: Scene) -> None:
    assert "Qdrant has not answered yet" in drawn(scene)
    assert "not counted yet" in drawn(scene)
    assert watched_mark(scene.now) == "unknown"
    scene.watch.absent(moment(0))
    assert "no such collection yet" in drawn(scene)


def test_a_filling_collection_shows_how_far_and_how_fast(scene: Scene) -> None:
    scene.expect(1000, 1000)
    for step in range(5):
        scene.holds(5 * step, 100 * step)
    text = drawn(scene)
    assert "40.0 %" in text
    assert "400 / 1,000 points   20/s ⟨20–20⟩   ETA ⟨30s–30s⟩   exact 1m ago" in text
    assert watched_mark(scene.now) == "fine"


def test_where_claim_and_fact_part_both_are_to_be_seen(scene: Scene) -> None:
    scene.expect(641, 641, foreign=329)
    scene.batch(0, 1, 641)
    scene.log(0, "Migration terminée avec succès")
    for seconds in (20, 50):
        scene.holds(seconds, 329)
    text = drawn(scene)
    assert "■ migrate.log says 641 migrated, Qdrant holds 329: 312 short; source has 329" in text
    assert "→ compare the ids it writes" in text
    assert "migrate.log claims   batch 1   completed   2m ago" in text
    assert watched_mark(scene.now) == "act"


def test_what_agrees_is_said_quietly(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.holds(20, 100)
    assert "100 migrated = Qdrant holds 100" in drawn(scene)
    scene.batch(21, 2)
    assert "200 migrated … Qdrant holds 100" in drawn(scene)


def test_indexing_is_shown_by_its_stages(scene: Scene) -> None:
    told = Optimizing.model_validate(
        {
            "summary": {},
            "running": [
                {
                    "optimizer": "indexing",
                    "status": "optimizing",
                    "progress": {
                        "name": "Segment Optimizing",
                        "children": [{"name": "main_graph", "done": 2750, "total": 11144}],
                    },
                }
            ],
        }
    )
    scene.watch.look(info(5, "yellow", queue=7), optimizations(told), True, moment(0))
    text = drawn(scene)
    assert "yellow   update queue 7" in text
    assert "▸ indexing optimizing" in text
    assert "main graph ███" in text
    assert "2,750 / 11,144" in text
    scene.watch.look(info(5, "yellow"), None, False, moment(5))
    assert "does not tell its optimizations" in drawn(scene)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"error": "No such file"}, "x.log: No such file"),
        ({"unread": 5000}, "x.log: 5,000 bytes still to be read"),
        ({}, "x.log: says nothing that is known"),
    ],
)
def test_a_log_that_claims_nothing_says_why(
    scene: Scene, said: dict[str, object], text: str
) -> None:
    told = Said.model_validate({"source": "logs/x.log", **said})
    watched = scene.now.model_copy(update={"said": (told,)})
    lines = watched_lines(watched, LATER, 100)
    assert text in "\n".join("".join(part for part, _ in line) for line in lines)


def test_a_silent_qdrant_is_no_live_figure(scene: Scene) -> None:
    scene.holds(0, 10)
    scene.watch.error = "no connection to http://q:6333"
    assert "◌ no connection" in drawn(scene)
    assert watched_mark(scene.now) == "stale"


@pytest.mark.parametrize("cells", [60, 80, 200])
def test_the_bar_fits(scene: Scene, cells: int) -> None:
    scene.expect(1000, 1000)
    scene.holds(0, 1000)
    bar = next(line for line in watched_lines(scene.now, LATER, cells) if "█" in line[1][0])
    assert line_width(bar) <= cells
