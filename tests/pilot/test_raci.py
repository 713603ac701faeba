"""The RACI pane by its keys: views, order, columns that scroll, what if, and saving."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from backend.model.raci import Override, RaciFile
from backend.model.request import Keep
from tests.readings import sample
from tests.readings.activities import OVERRIDE, responsible
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.panes import raci
from tui.panes.asking import Edit
from tui.panes.raci import RaciPane

FILE = RaciFile(path="/work/raci.toml")
Check = Callable[[PasserelleApp, Pilot[None], Script], Awaitable[None]]


async def shows_activities(app: PasserelleApp, pilot: Pilot[None], _: Script) -> None:
    await pilot.press("v")
    text = screen_text(pilot)
    assert "[activities]" in text
    assert "1–11 of 28 →" in text
    assert "alerts" in text
    assert "logs" not in text


async def scrolls_columns_with_the_cursor(
    app: PasserelleApp, pilot: Pilot[None], _: Script
) -> None:
    await pilot.press("v", *["right"] * 27)
    text = screen_text(pilot)
    assert "← 18–28 of 28" in text
    assert "logs" in text
    assert "alerts" not in text
    await pilot.press("right")  # the score, which is always in sight
    assert "SRP" in screen_text(pilot)
    assert "← 18–28 of 28" in screen_text(pilot)
    await pilot.press(*["left"] * 28)
    assert "1–11 of 28 →" in screen_text(pilot)


async def orders_by_the_column_under_the_cursor(
    app: PasserelleApp, pilot: Pilot[None], _: Script
) -> None:
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("v", "right", "o")
    assert pane._keys[:3] == ["api-gateway", "branching-manager", "config-manager"]
    assert "by alerts/validation ▾" in screen_text(pilot)
    await pilot.press("o")
    assert pane._keys[3] == "api-gateway"
    await pilot.press("o")
    assert pane._keys == sorted(pane._keys)
    await pilot.press(*["right"] * 27, "o")
    scores = {row.manager: row.score for row in responsible().raci.rows}
    known = [scores[name] for name in pane._keys]
    best = [score for score in known if score is not None]
    assert best == sorted(best, reverse=True)
    assert known[-1] is None


async def filters_columns_and_who_has_a_letter_there(
    app: PasserelleApp, pilot: Pilot[None], _: Script
) -> None:
    await pilot.press("v", "slash", *"configuration", "enter")
    text = screen_text(pilot)
    assert "1–4 of 4" in text
    assert "credentials" not in text
    assert "circuit-breaker" in text
    assert "n8n-manager" not in text


async def tries_a_letter_and_takes_it_back(
    app: PasserelleApp, pilot: Pilot[None], _: Script
) -> None:
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("v", "space")
    assert pane.tried == {("advanced-autonomy-manager", "alerts/Planning"): "C"}
    text = screen_text(pilot)
    assert "C?" in text
    assert "what if: 1 letter  1 phase too  3 more broken  0 mended" in text
    assert "what if C instead of R/A" in text
    await pilot.press(*["minus"] * 3)
    assert list(pane.tried.values()) == ["R"]
    assert "what if: 1 letter  1 more broken  0 mended" in screen_text(pilot)
    await pilot.press("u")
    assert pane.tried == {}
    assert "what if" not in screen_text(pilot).replace("Space what if", "")
    await pilot.press("space", "down", "space", "down", "space", "u")
    assert [manager for manager, _ in pane.tried] == [
        "advanced-autonomy-manager",
        "ai-template-manager",
    ]


async def a_letter_that_is_in_force_is_no_change(
    app: PasserelleApp, pilot: Pilot[None], _: Script
) -> None:
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("v", "space")
    assert len(pane.tried) == 1
    await pilot.press("space", "space", "space", "space", "space")
    assert pane.tried == {}


async def mends_a_rule(app: PasserelleApp, pilot: Pilot[None], _: Script) -> None:
    pane = app.bridge.query_one(RaciPane)
    pane.look_at(OVERRIDE.manager)
    await pilot.press("v", *["right"] * 4)
    text = screen_text(pilot)
    assert "C!" in text
    assert "C set by operator: agreed in the review; found R/A" in text
    assert "/work/raci.toml:3" in text
    assert "■ 0A0R" in text
    await pilot.press("space", "space", "space", "space", "space")
    assert "what if: 1 letter  1 phase too  1 more broken  3 mended" in screen_text(pilot)
    await pilot.press("v")
    text = screen_text(pilot)
    assert "– ■ found    one-a      configuration/Planning: no A instead of one" in text


async def lists_rules_and_leads_to_the_cell(
    app: PasserelleApp, pilot: Pilot[None], _: Script
) -> None:
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("v", "v", "slash", *"configuration/planning", "enter")
    assert "rules broken]" in screen_text(pilot)
    await pilot.press("enter")
    assert pane.view == "activities"
    assert pane._columns[pane.column] == "configuration/Planning"


async def opens_the_evidence_of_a_cell(app: PasserelleApp, pilot: Pilot[None], _: Script) -> None:
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("v", "slash", *"alerts", "enter", "enter")
    text = screen_text(pilot)
    assert "advanced-autonomy-manager · alerts/Planning" in text
    assert "advanced-autonomy-manager/desk.go:42" in text
    assert "4.0 times the usual share" in text
    sheet = pane.sheet()
    assert sheet is not None
    assert (sheet.name, len(sheet.rows)) == ("raci-evidence", 3)
    await pilot.press("space")
    assert "go to a cell of it" in screen_text(pilot)
    assert pane.tried == {}
    await pilot.press("escape")
    assert "/alerts" in screen_text(pilot)
    assert pane.cursor == "advanced-autonomy-manager"


async def moves_the_rollup(app: PasserelleApp, pilot: Pilot[None], _: Script) -> None:
    await pilot.press("v", "space", "v", "v")
    text = screen_text(pilot)
    assert "what if: 1 letter  1 phase too" in text
    (row,) = [line for line in text.splitlines() if "advanced-autonomy-manager  " in line]
    assert "C?" in row
    assert "what if C instead of R" in text
    await pilot.press("u")
    assert "C?" not in screen_text(pilot)


async def opens_evidence_in_the_editor(app: PasserelleApp, pilot: Pilot[None], _: Script) -> None:
    edited: list[Edit] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PasserelleApp, "on_edit", lambda _, edit: edited.append(edit))
        await pilot.press("v", "enter", "down", "enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
    assert [(one.path, one.line) for one in edited] == [
        ("advanced-autonomy-manager/desk.go", 41),
        ("advanced-autonomy-manager/desk.go", 42),
    ]
    assert edited[0].folder == responsible().managers[0].root


async def saves_with_a_reason(app: PasserelleApp, pilot: Pilot[None], script: Script) -> None:
    pane = app.bridge.query_one(RaciPane)
    await pilot.press("v", "space", "s")
    await pilot.pause()
    assert "why, for 1 letter in /work/raci.toml?" in screen_text(pilot)
    await pilot.press(*"as agreed until 2027-01-31", "enter")
    await pilot.pause()
    (asked,) = [one for one in script.asked if isinstance(one, Keep)]
    assert asked.overrides == (
        Override.model_validate(
            {
                "manager": "advanced-autonomy-manager",
                "activity": "alerts/Planning",
                "letter": "C",
                "reason": "as agreed",
                "by": "tester",
                "until": "2027-01-31",
            }
        ),
    )
    told = FILE.model_copy(
        update={"saved": sample.NOW, "told": "1 letter saved in /work/raci.toml"}
    )
    script.say(sample.reading("raci_file", told, seq=2))
    await settled(pilot, script)
    assert "1 letter saved in /work/raci.toml" in screen_text(pilot)
    assert len(pane.tried) == 1
    ecosystem = responsible()
    row = ecosystem.raci_detail.rows[0]
    (given,) = asked.overrides
    cells = (row.cells[0].model_copy(update={"override": given}), *row.cells[1:])
    row = row.model_copy(
        update={"cells": cells, "letters": {**row.letters, "alerts/Planning": "C"}}
    )
    detail = ecosystem.raci_detail.model_copy(
        update={"rows": (row, *ecosystem.raci_detail.rows[1:])}
    )
    scan = ecosystem.model_copy(update={"raci_detail": detail})
    script.say(sample.reading("managers", scan, seq=3))
    await settled(pilot, script)
    assert pane.tried == {}
    assert "what if:" not in screen_text(pilot)


async def a_day_that_is_none_saves_nothing(
    app: PasserelleApp, pilot: Pilot[None], script: Script
) -> None:
    await pilot.press("v", "s")
    assert "no letter was changed" in screen_text(pilot)
    await pilot.press("space", "s")
    await pilot.pause()
    await pilot.press(*"x until 2027-02-31", "enter")
    await pilot.pause()
    assert "2027-02-31 is no day" in screen_text(pilot)
    assert not [one for one in script.asked if isinstance(one, Keep)]


@pytest.mark.parametrize(
    "check",
    [
        shows_activities,
        scrolls_columns_with_the_cursor,
        orders_by_the_column_under_the_cursor,
        filters_columns_and_who_has_a_letter_there,
        tries_a_letter_and_takes_it_back,
        a_letter_that_is_in_force_is_no_change,
        mends_a_rule,
        lists_rules_and_leads_to_the_cell,
        opens_the_evidence_of_a_cell,
        moves_the_rollup,
        opens_evidence_in_the_editor,
        saves_with_a_reason,
        a_day_that_is_none_saves_nothing,
    ],
    ids=lambda check: check.__name__,
)
async def test_raci(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raci, "_user", lambda: "tester")
    script = Script(
        *sample.everything(responsible()),
        sample.reading("raci_file", FILE),
    )
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("3", "z")
        await pilot.pause()
        await check(app, pilot, script)
