"""Every pane alone: as it is, before anything is known, empty, stale, failed, and too small."""

import pytest

from backend.model.alerts import Alerts
from backend.model.consolidation import ConsolidationView, Outcome, Totals
from backend.model.ecosystem import Ecosystem
from backend.model.event import Events
from backend.model.migration.run import Migrations
from backend.model.plan import Plans
from backend.model.qdrant import Collections, Latency
from backend.model.reading import Reading
from backend.model.redundancy import Redundancy
from backend.model.redundancy_view import RedundancyView
from tests.pictures import EVERY, Changed, Shot
from tests.readings import redundant, sample
from tui.actions import PANES

ALONE = {name: f"escape escape {key} {key}" for key, name, _ in PANES}
"""Keys that show one pane alone, wherever one is."""

TINY = Shot((60, 20), "dark"), Shot((30, 8), "light")


def all_of_it() -> list[Reading]:
    """Whatever any pane shows."""
    return [
        *sample.everything(),
        sample.reading("qdrant.history", sample.history()),
        sample.reading("alerts", sample.firing()),
        sample.reading("consolidation", sample.consolidation()),
        sample.reading("redundancy", redundant.searched()),
    ]


def nothing_found() -> list[Reading]:
    """Probes that looked and found nothing."""
    return [
        sample.reading("managers", Ecosystem(roots=("/work/development/managers",))),
        sample.reading("plan", Plans()),
        sample.reading("migration", Migrations()),
        sample.reading("qdrant.server", sample.server()),
        sample.reading("qdrant.collections", Collections(url=sample.URL)),
        sample.reading("qdrant.latency", Latency(url=sample.URL, seconds=60)),
        sample.reading("events", Events()),
        sample.reading("alerts", Alerts()),
        sample.reading("redundancy", RedundancyView(redundancy=Redundancy(copied=0))),
        sample.reading("consolidation", ConsolidationView(outcome=unchanged())),
    ]


def unchanged() -> Outcome:
    """What no steps make of no managers."""
    none = Totals(managers=0, edges=0, tangled=0)
    return Outcome(steps=(), before=none, after=none)


def refused(one: Reading) -> Reading:
    """The same probe, which gets no answer now."""
    return sample.failed(one.probe, "timeout", "no answer within 2 s", "is it overloaded?")


async def test_as_it_is(changed: Changed) -> None:
    assert not await changed(*all_of_it(), keys=ALONE, shots=EVERY)


async def test_before_anything_is_known(changed: Changed) -> None:
    assert not await changed(keys=ALONE)


async def test_empty(changed: Changed) -> None:
    assert not await changed(*nothing_found(), keys=ALONE)


async def test_stale(changed: Changed) -> None:
    assert not await changed(*all_of_it(), keys=ALONE, wait=200)


async def test_failed_after_it_was_known(changed: Changed) -> None:
    known = all_of_it()
    late = [refused(one) for one in known]
    assert not await changed(*known, keys=ALONE, wait=40, late=late)


async def test_failed_from_the_start(changed: Changed) -> None:
    assert not await changed(*(refused(one) for one in all_of_it()), keys=ALONE)


async def test_without_a_backend(changed: Changed) -> None:
    error = RuntimeError("the backend ended with exit code 1")
    assert not await changed(*all_of_it(), keys=ALONE, end=error)


async def test_too_small(changed: Changed) -> None:
    assert not await changed(*all_of_it(), keys=ALONE, shots=TINY)


async def test_views_of_migration(changed: Changed) -> None:
    views = ("preflight", "proof", "workers", "log")
    keys = {"letters": "6 6 enter v", **dict.fromkeys(views, "v")}
    assert not await changed(*all_of_it(), keys=keys)


async def test_views_of_qdrant(changed: Changed) -> None:
    troubled = sample.reading("qdrant.server", sample.troubled_server(), seq=2)
    inside = sample.reading("qdrant.collections", sample.indexed(), seq=2)
    views = {"servers": "v", "issues": "v", "slow": "v", "body": "down"}
    keys = {"inside": "8 8 c", **views}
    assert not await changed(*all_of_it(), troubled, inside, keys=keys)


async def test_views_of_latency(changed: Changed) -> None:
    keys = {"over-time": "7 7 o", "since-now": "o c", "compared": "c"}
    assert not await changed(*all_of_it(), keys=keys)


async def test_events_filtered(changed: Changed) -> None:
    keys = {"asked": "0 0 slash m i g", "answered": "enter"}
    assert not await changed(*all_of_it(), keys=keys)


@pytest.mark.parametrize("how", [{"demo": True}, {"replay": "night.jsonl"}], ids=["demo", "replay"])
async def test_where_it_comes_from(changed: Changed, how: dict[str, str]) -> None:
    assert not await changed(*all_of_it(), keys={"bridge": "1", "graph": "2 2"}, **how)
