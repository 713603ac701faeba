"""Every action, by its key, does what its description says."""

import json
import os
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import cast

import platformdirs
import pytest
from textual.pilot import Pilot

from backend.model.actions import Actions
from backend.model.consolidation import ConsolidationView
from backend.model.migration.run import Migrations
from backend.model.qdrant import NodeLatency
from backend.model.request import Act, Look, Period, Refresh, Request
from backend.model.source import SourceQuestion
from tests.readings import redundant, sample
from tests.readings.script import Clock, Script, screen_text, settled
from tui.actions import ACTIONS, EVERYWHERE, PANES, Action, bindings
from tui.app import PasserelleApp
from tui.keymap import clashes
from tui.panes.asking import Choose
from tui.panes.findings import FindingsPane
from tui.panes.graph.pane import GraphPane
from tui.panes.latency import LatencyPane
from tui.panes.migration import MigrationPane
from tui.panes.raci import RaciPane
from tui.screens.choice import ChoiceScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.help import HelpScreen, help_lines
from tui.screens.palette import PaletteScreen, found
from tui.screens.prompt import PromptScreen
from tui.widgets.text import line_width

Check = Callable[[PasserelleApp, Pilot[None]], Awaitable[None]]
BY_ID = {action.id: action for action in ACTIONS}


def key(action_id: str) -> str:
    return BY_ID[action_id].keys[0]


async def asks_the_matrix(app: PasserelleApp, pilot: Pilot[None]) -> None:
    """Each key does something; what, `test_raci` tells."""
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("3", key("raci-save"))
    assert "no letter was changed" in screen_text(pilot)
    assert sample.ecosystem().raci.rows[0].letters["Planning"] == "R"
    await pilot.press(key("raci-try"))
    assert list(pane.tried.values()) == ["A"]
    await pilot.press(key("raci-try-back"), key("raci-try-back"))
    assert list(pane.tried.values()) == [None]
    await pilot.press(key("raci-undo"))
    assert pane.tried == {}
    await pilot.press(key("raci-sort"))
    assert pane.sorting.column == "Planning"
    await pilot.press(key("raci-view"))
    assert pane.view == "activities"


async def opened(app: PasserelleApp, pilot: Pilot[None], name: str) -> tuple[str, str | None]:
    """The pane that is current and the one that has the focus, once its key was pressed."""
    await pilot.press(key(f"open-{name}"))
    return app.bridge.current, app.focused.id if app.focused else None


async def walks(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("next-pane"))
    assert app.bridge.current == "graph"
    await pilot.press(key("previous-pane"), key("previous-pane"))
    assert app.bridge.current == "host"


async def zooms(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("3", key("zoom"))
    await pilot.pause()
    assert "RACI" in screen_text(pilot)
    assert "LATENCY" not in screen_text(pilot)
    await pilot.press(key("zoom"))
    await pilot.pause()
    assert "LATENCY" in screen_text(pilot)
    await pilot.press(key("open-raci"))
    await pilot.pause()
    assert "LATENCY" not in screen_text(pilot)
    await pilot.press(key("back"))
    await pilot.pause()
    assert "LATENCY" in screen_text(pilot)


async def enters(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("down", key("enter"))
    await pilot.pause()
    assert app.bridge.current == "consolidation"
    await pilot.press(key("back"), "3", key("enter"))
    await pilot.pause()
    assert "LATENCY" not in screen_text(pilot)


async def goes_along(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("1", key("jump"))
    await pilot.pause()
    assert "no other pane knows more" in screen_text(pilot)
    await pilot.press("3", *"/git-workflow", "enter", key("jump"))
    await pilot.pause()
    assert app.bridge.current == "graph"
    assert app.bridge.query_one(GraphPane).chosen == "git-workflow-manager"
    await pilot.press(key("go-back"))
    await pilot.pause()
    assert app.bridge.current == "raci"
    assert app.bridge.query_one(RaciPane).filter_text == "git-workflow"
    app.bridge.query_one(GraphPane).look_at("config-manager")
    await pilot.press("2", key("jump"))
    await pilot.pause()
    choice = cast("ChoiceScreen", app.screen)
    at = next(n for n, one in enumerate(choice._choices) if "redundancy" in one)
    await pilot.press(*["down"] * at, "enter")
    await pilot.pause()
    assert app.bridge.current == "redundancy"
    assert "/config-manager" in screen_text(pilot)


async def travels(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("3", "down", "9", key("go-back"))
    assert app.bridge.current == "raci"
    assert app.bridge.query_one(RaciPane).cursor
    await pilot.press(key("go-back"))
    assert app.bridge.current == "bridge"
    await pilot.press(key("go-back"))
    assert app.bridge.current == "bridge"
    await pilot.press(key("go-forward"), key("go-forward"), key("go-forward"))
    assert app.bridge.current == "plans"
    await pilot.press("1", key("go-forward"))
    assert app.bridge.current == "bridge"


async def changes_preset(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("preset"))
    await pilot.pause()
    assert "4 REDUNDANCY" in screen_text(pilot)
    assert "7 LATENCY" not in screen_text(pilot)
    await pilot.press(key("preset"))
    await pilot.pause()
    assert "0 EVENTS" in screen_text(pilot)
    assert "2 GRAPH" not in screen_text(pilot)
    await pilot.press(key("preset"))
    await pilot.pause()
    assert "2 GRAPH" in screen_text(pilot)


async def filters(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("3", key("filter"), *"gateway", "enter")
    assert "1 of 37" in screen_text(pilot)
    assert "api-gateway" in screen_text(pilot)
    assert "branching-manager" not in screen_text(pilot)
    await pilot.press(key("back"))
    assert "branching-manager" in screen_text(pilot)
    await pilot.press(key("filter"), *"git", "escape")
    await pilot.pause()
    assert "branching-manager" in screen_text(pilot)
    assert app.focused is app.bridge.query_one(RaciPane)


async def copies(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-findings"), key("copy"))
    await settled(pilot, cast("Script", app._link))
    first = app.bridge.query_one(FindingsPane).shown[0]
    assert app.clipboard == first.values[2]
    kept = platformdirs.user_state_path("passerelle") / "copied.txt"
    assert kept.read_text() == app.clipboard
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "copied" in screen_text(pilot)
    await pilot.press(key("copy-all"))
    await settled(pilot, cast("Script", app._link))
    assert str(first.values[6]) in app.clipboard
    assert "─" not in app.clipboard


async def exports_the_pane(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-raci"), key("filter"), *"gateway", "enter", key("export"))
    await pilot.pause()
    assert "write what is on raci as" in screen_text(pilot)
    await pilot.press(key("choice-close"))
    await pilot.pause()
    await pilot.press(key("export"), key("choice-next"), key("choice-next"),
                      key("choice-previous"), key("choice-take"))  # fmt: skip
    await settled(pilot, cast("Script", app._link))
    folder = platformdirs.user_state_path("passerelle") / "exports"
    (written,) = folder.iterdir()
    assert written.name.endswith("-raci-phases.json")
    assert f"written: {written}".replace(str(Path.home()), "~")[-40:] in screen_text(pilot)
    told = json.loads(written.read_text())
    assert told["filter"] == "gateway"
    assert [row["manager"] for row in told["rows"]] == ["api-gateway"]


async def chooses(app: PasserelleApp, pilot: Pilot[None]) -> None:
    """Among any number: all can be reached, by keys and by a filter."""
    many = [f"choice {number}" for number in range(1_000)]
    taken: list[str] = []

    async def shown(*keys: str) -> str:
        await pilot.press(*keys)
        await pilot.pause()
        return screen_text(pilot)

    app.bridge.post_message(Choose("which", many, taken.append))
    await pilot.pause()
    assert "1 of 1,000" in await shown()
    assert "3 of 1,000" in await shown(*[key("choice-next")] * 3, key("choice-previous"))
    assert "▸ choice 999 " in await shown(key("choice-last"))
    text = await shown(key("choice-page-up"))
    assert "▸ choice 999 " not in text
    assert "▸ choice 9" in text
    assert "▸ choice 0 " in await shown(key("choice-first"))
    assert "▸ choice 31 " in await shown(key("choice-page-down"))
    assert "1 of 10, 1,000 in all" in await shown(key("choice-filter"), *"/e 4.7$")
    assert "none holds this" in await shown("q")
    assert "of 1,000" in await shown(key("choice-close"))
    await pilot.press(key("choice-filter"), *"~47", key("choice-next"), "enter")
    await pilot.pause()
    app.bridge.post_message(Choose("which", many, taken.append))
    await pilot.pause()
    await pilot.press("down", key("choice-take"))
    assert taken == ["choice 147", "choice 1"]


async def sorts(app: PasserelleApp, pilot: Pilot[None]) -> None:
    raci = app.bridge.query_one(RaciPane)
    await pilot.press(key("open-raci"), key("down"), key("down"))
    here = raci.cursor
    await pilot.press(*[key("sort")] * 6)
    scores = [row.values[-1] for row in raci.shown]
    known = [score for score in scores if isinstance(score, float)]
    assert known == sorted(known, reverse=True)
    assert scores == known + [None] * (len(scores) - len(known))
    assert "SRP▾" in screen_text(pilot)
    assert raci.cursor == here
    await pilot.press(key("turn-order"))
    assert [row.values[-1] for row in raci.shown][: len(known)] == sorted(known)
    assert "SRP▴" in screen_text(pilot)
    await pilot.press(key("sort"))
    assert "SRP▴" not in screen_text(pilot)
    await pilot.press(key("sort-back"))
    assert raci.sorting.column == "SRP"


async def moves(app: PasserelleApp, pilot: Pilot[None]) -> None:
    raci = app.bridge.query_one(RaciPane)
    rows = [row.manager for row in sample.ecosystem().raci.rows]
    await pilot.press("3", key("down"), key("down"), key("up"))
    assert raci.cursor == rows[1]
    await pilot.press(key("last"))
    assert raci.cursor == rows[-1]
    await pilot.press(key("first"))
    assert raci.cursor == rows[0]
    await pilot.press(key("page-down"))
    assert rows.index(raci.cursor) > 5
    await pilot.press(key("page-up"))
    assert raci.cursor == rows[0]


async def moves_sideways(app: PasserelleApp, pilot: Pilot[None]) -> None:
    raci = app.bridge.query_one(RaciPane)
    await pilot.press("3", key("right"), key("right"), key("left"))
    assert raci.column == 1


async def switches_to_the_course(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("7", key("over-time"))
    await pilot.pause()
    assert "░" in screen_text(pilot)
    await pilot.press(key("over-time"))
    await pilot.pause()
    assert "░" not in screen_text(pilot)


async def switches_matrix(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("2", "2")
    await pilot.pause()
    assert "▸ interfaces" in screen_text(pilot)
    await pilot.press(key("matrix"))
    assert "╲" in screen_text(pilot)
    assert app.bridge.query_one(GraphPane).as_matrix


async def views_the_graph(app: PasserelleApp, pilot: Pilot[None]) -> None:
    graph = app.bridge.query_one(GraphPane)
    await pilot.press("2", "2", key("graph-view"), "down", "down")
    await pilot.pause()
    chosen = graph.chosen
    assert chosen
    assert "depth 1" in screen_text(pilot)
    await pilot.press(key("further"), key("further"), key("nearer"))
    assert "depth 2" in screen_text(pilot)
    await pilot.press(key("graph-view"))
    assert "╲" in screen_text(pilot)
    await pilot.press(key("graph-view"))
    assert graph.tree_view.root == chosen
    await pilot.press(key("way-start"), key("graph-view"), "home")
    await pilot.pause()
    assert f"from {chosen}" in screen_text(pilot)
    await pilot.press(key("back"))
    assert graph.view == "map"


async def looks_for_managers(app: PasserelleApp, pilot: Pilot[None]) -> None:
    graph = app.bridge.query_one(GraphPane)
    await pilot.press("2", "2", key("filter"), *"storage", "enter")
    await pilot.pause()
    assert graph.chosen == "storage-manager"
    assert "/storage  1 of 37" in screen_text(pilot)
    await pilot.press(key("sort"))
    await pilot.pause()
    assert "what is sorted is the matrix" in screen_text(pilot)
    await pilot.press(key("matrix"), key("sort"), key("sort"))
    await pilot.pause()
    assert "LAYER▾" in screen_text(pilot)
    assert "sorted by layer ▾" in screen_text(pilot)
    await pilot.press(key("back"))
    await pilot.pause()
    assert "1 of 37" not in screen_text(pilot)


async def draws_what_is_implied(app: PasserelleApp, pilot: Pilot[None]) -> None:
    script = cast("Script", app._link)
    script.say(sample.reading("managers", sample.layered(), seq=2))
    await settled(pilot, script)
    await pilot.press("2", "2", key("implied"))
    await pilot.pause()
    assert "+8 implied, i draws them" in screen_text(pilot)
    await pilot.press(key("implied"))
    await pilot.pause()
    assert "implied" not in screen_text(pilot)


async def tells_all_about_one(app: PasserelleApp, pilot: Pilot[None]) -> None:
    app.bridge.query_one(GraphPane).look_at("integrated-manager")
    await pilot.press("2", "2", key("about"))
    await pilot.pause()
    assert "[about]" in screen_text(pilot)
    assert "other traces 1" in screen_text(pilot)
    await pilot.press(key("about"))
    await pilot.pause()
    assert "[map]" in screen_text(pilot)


async def colours_the_graph(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("2", "2", key("colour"))
    await pilot.pause()
    assert "by layer" in screen_text(pilot)
    assert "L0 interfaces" in screen_text(pilot)
    await pilot.press(*[key("colour")] * 4)
    await pilot.pause()
    assert "L0 interfaces" not in screen_text(pilot)


async def switches_edges(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("2", "2", key("edges"))
    await pilot.pause()
    assert "hide strict" in screen_text(pilot)
    await pilot.press("enter")
    await pilot.pause()
    assert "hidden: strict" in screen_text(pilot)
    assert "strict 0" in screen_text(pilot)
    await pilot.press(key("edges"), "enter")
    await pilot.pause()
    assert "hidden" not in screen_text(pilot)


async def chooses_endpoint(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("7", key("next-endpoint"))
    assert app.bridge.query_one(LatencyPane).chosen == (
        "PUT",
        "/collections/{collection_name}/points",
    )
    await pilot.press(key("previous-endpoint"))
    assert "/query " in screen_text(pilot)


async def chooses_run(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("6", key("earlier-run"))
    assert app.bridge.query_one(MigrationPane).chosen == "older"
    assert "run 2 of 2" in screen_text(pilot)
    await pilot.press(key("later-run"))
    assert "run 1 of 2" in screen_text(pilot)


async def views_a_run(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-migration"), key("zoom"), key("run-view"))
    assert "4 records not written" in screen_text(pilot)
    await pilot.press(key("run-view"))
    top = screen_text(pilot)
    assert "1.3.1, 13.1 → point 131" in top
    await pilot.press(*[key("run-view")] * 3)
    assert "after 429" in screen_text(pilot)
    await pilot.press(key("back"))
    assert app.bridge.query_one(MigrationPane).view == "overview"
    assert app.bridge.zoomed


async def holds_a_run(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-migration"), key("run-hold"))
    await pilot.pause()
    assert asked(app) == [Act(run="20261122T140002", order="pause")]


async def aborts_a_run(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-migration"), key("run-abort"))
    await pilot.pause()
    assert isinstance(app.screen, ConfirmScreen)
    await pilot.press(*"tasks", "enter")
    await pilot.pause()
    assert "nothing was done" in screen_text(pilot)
    assert asked(app) == []
    await pilot.press(*"__20261122T1402", "enter")
    await pilot.pause()
    assert asked(app) == [Act(run="20261122T140002", order="abort")]


async def takes_a_run_back(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-migration"), key("run-rollback"))
    await pilot.pause()
    await pilot.press(key("turn-back"))
    await pilot.pause()
    assert asked(app) == []
    await pilot.press(key("run-rollback"), *"tasks__20261122T1402", "enter")
    await pilot.pause()
    assert asked(app) == [Act(run="20261122T140002", order="rollback")]


def asked(app: PasserelleApp) -> list[Request]:
    return cast("Script", app._link).asked


async def views_qdrant(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-qdrant"), key("qdrant-view"))
    assert "[servers]" in screen_text(pilot)
    assert "ROLE" in screen_text(pilot)
    await pilot.press(key("qdrant-view"))
    assert "[issues]" in screen_text(pilot)
    await pilot.press(key("qdrant-view"))
    assert "SECONDS" in screen_text(pilot)
    await pilot.press(key("back"))
    assert "POINTS" in screen_text(pilot)


async def looks_closely(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-qdrant"), "down", key("look-closely"))
    await pilot.pause()
    wanted = ["tasks__20261122T1402"]
    assert asked(app) == [Look(probe="qdrant.collections", subject={"collections": wanted})]


async def shows_bodies(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-qdrant"), key("bodies"), key("bodies"))
    await pilot.pause()
    assert asked(app) == [
        Look(probe="qdrant.server", subject={"bodies": shown}) for shown in (True, False)
    ]


async def changes_scope(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-latency"), key("scope"))
    assert "node n1:6333" in screen_text(pilot)
    await pilot.press(key("back"))
    assert "node n1:6333" not in screen_text(pilot)


async def compares(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-latency"), key("compare"))
    assert "before and after 14:02:07" in screen_text(pilot)
    await pilot.press(key("compare"))
    assert "before and after the migration that began" in screen_text(pilot)
    await pilot.press(key("compare"))
    assert "node n1:6333: it was not asked for this there" in screen_text(pilot)
    await pilot.press(key("compare"))
    assert "n1:6333" not in screen_text(pilot)
    assert "before and after" not in screen_text(pilot)


async def plans_steps(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-consolidation"), key("add-step"))
    await pilot.pause()
    assert "1. Merge email-manager, notification-manager into email-manager" in screen_text(pilot)
    assert "worked out" in screen_text(pilot)
    merge = {"kind": "merge", "managers": ["email-manager", "notification-manager"],
             "into": "email-manager"}  # fmt: skip
    assert asked(app)[-1] == Look(probe="consolidation", subject={"steps": [merge], "services": 4})
    await pilot.press(key("type-step"), *"move x to core/x", "enter")
    await pilot.pause()
    assert "2. Move x to core/x" in screen_text(pilot)
    await pilot.press(key("type-step"), *"drop x", "enter")
    await pilot.pause()
    assert "is no step" in screen_text(pilot)
    await pilot.press(key("undo-step"), key("undo-step"))
    await pilot.pause()
    assert "no step yet" in screen_text(pilot)
    assert "worked out" not in screen_text(pilot)
    assert asked(app)[-1] == Look(probe="consolidation", subject={"steps": [], "services": 4})


async def views_consolidation(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-consolidation"), key("consolidation-view"))
    assert "email-manager → config-manager → email-manager" in screen_text(pilot)
    await pilot.press(key("consolidation-view"))
    assert "20 seeds agree on 93 %" in screen_text(pilot)
    await pilot.press(key("consolidation-view"))
    assert "managers 36 ⇢ 35" in screen_text(pilot)
    await pilot.press(key("back"))
    assert "SAME WORDS" in screen_text(pilot)


async def changes_services(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-consolidation"), key("more-services"))
    await pilot.pause()
    assert asked(app)[-1] == Look(probe="consolidation", subject={"steps": [], "services": 5})
    await pilot.press(*[key("fewer-services")] * 7)
    await pilot.pause()
    assert asked(app)[-1] == Look(probe="consolidation", subject={"steps": [], "services": 1})


async def exports_a_plan(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-consolidation"), key("export-plan"))
    await pilot.pause()
    assert "no step to export" in screen_text(pilot)
    view = sample.consolidation()
    script = cast("Script", app._link)
    chosen = view.model_copy(update={"outcome": view.reorganisation})
    script.say(sample.reading("consolidation", chosen, seq=2))
    await settled(pilot, script)
    assert "what is below is of the steps before" in screen_text(pilot)
    await pilot.press(*[key("consolidation-view")] * 3, key("add-step"), key("export-plan"))
    await pilot.pause()
    assert "what is below is of the steps before" not in screen_text(pilot)
    (written,) = platformdirs.user_state_path("passerelle").joinpath("exports").iterdir()
    assert written.stat().st_mode & 0o777 == 0o600
    assert written.read_text().startswith("# Consolidation plan")


async def views_redundancy(app: PasserelleApp, pilot: Pilot[None]) -> None:
    script = cast("Script", app._link)
    await pilot.press("4", "4")
    await pilot.pause()
    assert asked(app) == [Look(probe="redundancy", subject="copies")]
    assert "… being looked for" in screen_text(pilot)
    script.say(sample.reading("redundancy", redundant.searched()))
    await settled(pilot, script)
    assert "40 % ⇢ 1,314 (10.6 %)" in screen_text(pilot)
    await pilot.press(key("redundancy-view"))
    assert "26 of 26 managers ⇢ 5 of 36" in screen_text(pilot)
    await pilot.press("enter")
    assert "docs/AUDIT.md:88" in screen_text(pilot)
    await pilot.press("enter")
    await pilot.pause()
    assert "not on this machine" in screen_text(pilot)
    await pilot.press(key("back"), key("redundancy-view"), "down", "down", "enter")
    assert "[members]" in screen_text(pilot)
    assert "Host string" in screen_text(pilot)
    await pilot.press(key("redundancy-view"))
    assert "[places]" in screen_text(pilot)
    assert not [line for line in screen_text(pilot).splitlines() if line.startswith("+")]
    await pilot.press(key("back"))
    assert "COST" in screen_text(pilot)


async def marks_a_place(app: PasserelleApp, pilot: Pilot[None]) -> None:
    script = cast("Script", app._link)
    await pilot.press("4", "4", key("mark-place"))
    await pilot.pause()
    assert "a place is marked in the view" in screen_text(pilot)
    await pilot.press("down", "down", "enter", key("redundancy-view"), "end", "up")
    await pilot.press(key("mark-place"), "end", "enter")
    await pilot.pause()
    last = asked(app)[-1]
    assert isinstance(last, Look)
    told = SourceQuestion.model_validate(last.subject)
    assert [place.manager for place in told.places] == ["security-manager", "storage-manager"]
    assert "the source is read" in screen_text(pilot)
    view = redundant.source("security-manager", "storage-manager")
    script.say(sample.reading("source", view))
    await settled(pilot, script)
    assert "security-manager/security.go:12 beside storage-manager/storage.go:12" in (
        screen_text(pilot)
    )
    assert "Retries int" in screen_text(pilot)
    await pilot.press(key("redundancy-view"))
    await pilot.pause()
    view = redundant.source("config-manager", "security-manager", "storage-manager")
    script.say(sample.reading("source", view, seq=2))
    await settled(pilot, script)
    assert "Address(port int) string" in screen_text(pilot)
    await pilot.press(key("back"))
    assert "COST" in screen_text(pilot)


async def pauses(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("pause"))
    assert "PAUSED since 14:02:07" in screen_text(pilot)
    await pilot.press(key("pause"))
    assert "PAUSED" not in screen_text(pilot)


async def refreshes(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("refresh"))
    assert asked(app) == [Refresh()]


async def changes_tempo(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(*[key("slower")] * 6)
    assert [one.factor for one in asked(app) if isinstance(one, Period)] == [2, 4, 8, 16, 16, 16]
    assert "periods × 16" in screen_text(pilot)
    await pilot.press(*[key("quicker")] * 4)
    assert asked(app)[-1] == Period(factor=1)
    assert "periods" not in screen_text(pilot)


async def changes_theme(app: PasserelleApp, pilot: Pilot[None]) -> None:
    before = app.look.palette.name
    await pilot.press(key("theme"))
    assert app.look.palette.name != before
    assert app.theme == app.look.palette.name


async def opens_palette(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("palette"))
    assert isinstance(app.screen, PaletteScreen)
    await pilot.press(*"go pane 7", "enter")
    await pilot.pause()
    assert app.bridge.current == "latency"


async def opens_help(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("2", key("help"))
    await pilot.pause()
    assert isinstance(app.screen, HelpScreen)
    await pilot.press(key("help-down"))
    assert "Switch between map and matrix" in screen_text(pilot)
    await pilot.press(key("help-close"))
    assert app.focused is app.bridge.query_one(GraphPane)


async def scrolls_help(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press("2", key("help"))
    await pilot.pause()
    assert "MARKS" not in screen_text(pilot)
    await pilot.press(*[key("help-down")] * 4)
    assert "MARKS" in screen_text(pilot)
    await pilot.press(*[key("help-up")] * 4)
    assert "MARKS" not in screen_text(pilot)


async def chooses_in_the_palette(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("palette"), *"go pane", key("palette-next"), key("palette-next"))
    assert "▸ Go to pane 3" in screen_text(pilot)
    await pilot.press(key("palette-previous"))
    assert "▸ Go to pane 2" in screen_text(pilot)
    await pilot.press(key("palette-close"))
    assert app.screen is app.bridge
    assert app.bridge.current == "bridge"


async def shows_itself(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("open-raci"), key("down"), key("down"))
    await settled(pilot, cast("Script", app._link))
    await pilot.press(key("diagnosis"))
    await pilot.pause()
    page = screen_text(pilot)
    assert f"textual            {version('textual')}" in page
    assert "to the terminal" in page
    assert "key to effect" in page
    assert f"screen             pid {os.getpid()}" in page
    await pilot.press(key("page-copy"))
    await settled(pilot, cast("Script", app._link))
    assert app.clipboard.startswith(" PROGRAM")
    assert "CONFIGURATION" in app.clipboard
    await pilot.press(key("help-close"))
    assert app.screen is app.bridge


async def quits(app: PasserelleApp, pilot: Pilot[None]) -> None:
    await pilot.press(key("quit"))
    assert app.return_code == 0


CHECKS: dict[str, Check] = {
    "next-pane": walks,
    "previous-pane": walks,
    "zoom": zooms,
    "enter": enters,
    "jump": goes_along,
    "go-back": travels,
    "go-forward": travels,
    "preset": changes_preset,
    "back": zooms,
    "filter": filters,
    "copy": copies,
    "copy-all": copies,
    "export": exports_the_pane,
    "choice-next": chooses,
    "choice-previous": chooses,
    "choice-page-down": chooses,
    "choice-page-up": chooses,
    "choice-first": chooses,
    "choice-last": chooses,
    "choice-filter": chooses,
    "choice-take": chooses,
    "choice-close": exports_the_pane,
    "sort": sorts,
    "sort-back": sorts,
    "turn-order": sorts,
    "up": moves,
    "down": moves,
    "left": moves_sideways,
    "right": moves_sideways,
    "page-up": moves,
    "page-down": moves,
    "first": moves,
    "last": moves,
    "raci-view": asks_the_matrix,
    "raci-sort": asks_the_matrix,
    "raci-try": asks_the_matrix,
    "raci-try-back": asks_the_matrix,
    "raci-undo": asks_the_matrix,
    "raci-save": asks_the_matrix,
    "matrix": switches_matrix,
    "graph-view": views_the_graph,
    "nearer": views_the_graph,
    "further": views_the_graph,
    "way-start": views_the_graph,
    "colour": colours_the_graph,
    "edges": switches_edges,
    "implied": draws_what_is_implied,
    "about": tells_all_about_one,
    "over-time": switches_to_the_course,
    "previous-endpoint": chooses_endpoint,
    "next-endpoint": chooses_endpoint,
    "later-run": chooses_run,
    "earlier-run": chooses_run,
    "qdrant-view": views_qdrant,
    "look-closely": looks_closely,
    "bodies": shows_bodies,
    "scope": changes_scope,
    "compare": compares,
    "consolidation-view": views_consolidation,
    "add-step": plans_steps,
    "type-step": plans_steps,
    "undo-step": plans_steps,
    "more-services": changes_services,
    "fewer-services": changes_services,
    "export-plan": exports_a_plan,
    "redundancy-view": views_redundancy,
    "mark-place": marks_a_place,
    "run-view": views_a_run,
    "run-hold": holds_a_run,
    "run-abort": aborts_a_run,
    "run-rollback": takes_a_run_back,
    "pause": pauses,
    "refresh": refreshes,
    "quicker": changes_tempo,
    "slower": changes_tempo,
    "theme": changes_theme,
    "palette": opens_palette,
    "help": opens_help,
    "quit": quits,
    "diagnosis": shows_itself,
    "page-copy": shows_itself,
    "help-close": opens_help,
    "help-down": scrolls_help,
    "help-up": scrolls_help,
    "palette-next": chooses_in_the_palette,
    "palette-previous": chooses_in_the_palette,
    "palette-close": chooses_in_the_palette,
    "turn-back": takes_a_run_back,
}


def world() -> Script:
    older = sample.run("finished", 6_183).model_copy(update={"id": "older"})
    runs = Migrations(runs=(sample.run(), older))
    allowed = sample.reading("actions", Actions(allowed=True))
    node = NodeLatency(url="http://n1:6333", peer=1, seconds=60)
    latency = sample.latency().model_copy(update={"nodes": (node,)})
    return Script(
        *sample.everything(),
        sample.reading("migration", runs, seq=2),
        sample.reading("qdrant.latency", latency, seq=2),
        sample.reading("qdrant.history", sample.history()),
        sample.reading("consolidation", sample.consolidation()),
        allowed,
    )


async def test_a_cycle_is_a_box_until_it_is_opened() -> None:
    script = Script(*sample.everything(sample.knotted()))
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("2", "2")
        await pilot.pause()
        graph = app.bridge.query_one(GraphPane)
        assert graph.graph is not None
        (box,) = graph.graph.boxes
        assert box in screen_text(pilot)
        graph.chosen = box
        graph.redraw()
        await pilot.pause()
        assert "Enter opens the box" in screen_text(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert box not in screen_text(pilot)
        assert graph.chosen
        await pilot.press(key("back"), key("back"))
        await pilot.pause()
        assert box in screen_text(pilot)


@pytest.mark.parametrize("has_file", [True, False])
async def test_evidence_is_opened_in_the_editor(
    has_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sample.ecosystem()
    managers = [one.model_copy(update={"root": str(tmp_path)}) for one in told.managers]
    told = told.model_copy(update={"managers": tuple(managers)})
    script, ran = Script(*sample.everything(told)), tmp_path / "ran"
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\necho "$@" > {ran}\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    app = PasserelleApp(script, clock=Clock())
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("2", "2")
        app.bridge.query_one(GraphPane).look_at("interfaces")
        await pilot.press("enter")
        await pilot.pause()
        first = app.screen._choices[0] if isinstance(app.screen, ChoiceScreen) else ""
        assert first
        name, line = first.partition(" ")[0].rsplit(":", 1)
        if has_file:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("package a\n")
        await pilot.press("enter")
        await pilot.pause()
        if has_file:
            assert ran.read_text().strip() == f"+{line} {tmp_path / name}"
        else:
            assert "not on this machine" in screen_text(pilot)


async def test_a_plan_opens_down_to_the_line(tmp_path: Path) -> None:
    plan = sample.plans().plans[0].model_copy(update={"path": str(tmp_path / "plan.md")})
    told = sample.plans().model_copy(update={"plans": (plan,)})
    script = Script(*sample.everything(), sample.reading("plan", told, seq=2))
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("9", "9", "enter")
        await pilot.pause()
        assert "▲     12  Phase 1 says done: 100 % ⇢ 75 %" in screen_text(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "not on this machine" in screen_text(pilot)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "no line is known for this" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "DECLARED ⇢ COUNTED" in screen_text(pilot)


async def test_the_layout_is_kept_for_the_next_start(tmp_path: Path) -> None:
    kept = tmp_path / "state" / "layout.json"
    for start in range(2):
        script = Script(*sample.everything())
        app = PasserelleApp(script, clock=Clock(), layout=kept)
        async with app.run_test(size=(120, 36)) as pilot:
            await settled(pilot, script)
            if start == 0:
                await pilot.press(key("preset"), "2", "2", key("matrix"))
                await pilot.pause()
            assert app.bridge.preset == "exploring"
            assert app.bridge.current == "graph"
            assert app.bridge.zoomed
            assert "╲" in screen_text(pilot)


@pytest.mark.parametrize("text", ["", "[]", '{"preset": 3}', '{"views": [1]}', "{"])
async def test_a_layout_that_makes_no_sense_is_passed_over(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "layout.json"
    kept.write_text(text)
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), layout=kept)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        assert app.bridge.current == "bridge"


async def test_consolidation_is_worked_out_for_who_looks_at_it_only() -> None:
    nobody = sample.reading("consolidation", ConsolidationView())
    script = Script(*sample.everything(), nobody)
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, script)
        assert asked(app) == []
        assert "worked out once it is opened" in screen_text(pilot)
        await pilot.press(key("open-consolidation"))
        await pilot.pause()
        assert asked(app) == [Look(probe="consolidation", subject={"steps": [], "services": 4})]


@pytest.mark.parametrize("check", dict.fromkeys(CHECKS.values()), ids=lambda check: check.__name__)
async def test_action(check: Check) -> None:
    script = world()
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await check(app, pilot)
    assert script.closed


async def test_every_pane_has_its_key() -> None:
    script = world()
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        for _, name, _ in reversed(PANES):
            assert await opened(app, pilot, name) == (name, name)


def test_every_action_is_tried() -> None:
    panes = {f"open-{name}" for _, name, _ in PANES}
    assert set(CHECKS) | panes == set(BY_ID)


def test_ids_and_keys_are_unique_wherever_they_meet() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert list(clashes(ACTIONS)) == []


async def test_every_action_is_bound_and_helped_and_offered_somewhere() -> None:
    bound: set[str] = set()
    helped = ""
    offered: set[str] = set()
    script = world()
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        for _, name, _ in PANES:
            await opened(app, pilot, name)
            active = list(app.screen.active_bindings.values())
            bound |= {entry.binding.id for entry in active if entry.binding.id}
            lines = help_lines(active, app.look.keymap)
            assert max(map(line_width, lines)) <= 78
            helped += " ".join(" ".join(text for line in lines for text, _ in line).split())
            offered |= {action.id for action in app.offered()}
        look = app.look
        for screen in (HelpScreen(look, ()), PaletteScreen(look, ()), PromptScreen(look, "?"),
                       ChoiceScreen(look, (), ("a",))):  # fmt: skip
            await app.push_screen(screen)
            active = list(app.screen.active_bindings.values())
            bound |= {entry.binding.id for entry in active if entry.binding.id}
            app.pop_screen()
    assert bound == set(BY_ID)
    assert [action.id for action in ACTIONS if action.description not in helped] == []
    assert offered == {action.id for action in ACTIONS if action.palette}


def test_bindings_carry_the_registry() -> None:
    made = cast("list[object]", bindings(EVERYWHERE))
    assert [getattr(one, "id", None) for one in made] == [
        action.id for action in ACTIONS if action.where == EVERYWHERE
    ]


def test_the_palette_finds_by_every_word() -> None:
    assert [action.id for action in found(ACTIONS, "pane latency")] == ["open-latency"]
    assert found(ACTIONS, "no such words") == []
    assert isinstance(found(ACTIONS, "")[0], Action)
