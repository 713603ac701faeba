"""What panes show while there is nothing live to show."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from backend.model.alerts import Alerts, AlertState
from backend.model.ecosystem import Ecosystem
from backend.model.event import Event, Events
from backend.model.gateway import Gateway
from backend.model.migration.run import Migrations
from backend.model.qdrant import Collections, Latency
from backend.wire import LinkEnded
from tests.readings import sample
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.panes.host import HostPane
from tui.screens.toast import SHOWN_FOR


async def shown(script: Script, *keys: str, clock: Clock | None = None, wait: float = 0) -> str:
    clock = clock or Clock()
    app = PasserelleApp(script, clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        if wait:
            clock.forward(wait)
            app._draw()
        await pilot.press(*keys)
        await settled(pilot, script)
        return screen_text(pilot)


async def test_before_anything_is_known() -> None:
    text = await shown(Script())
    assert "… starting" in text
    assert text.count("waiting for the first reading") == 5


async def test_not_configured_says_how() -> None:
    script = Script(
        sample.failed(
            "managers", "unconfigured", "no folder was named", "passerelle --managers DIR"
        )
    )
    text = await shown(script)
    assert "○ not configured" in text
    assert "→ passerelle --managers DIR" in text
    assert "tried again" not in text


async def test_unreachable_from_the_start() -> None:
    script = Script(sample.failed("qdrant.latency", "unreachable", "no answer", "start Qdrant"))
    text = await shown(script)
    assert "■ unreachable" in text
    assert "→ start Qdrant" in text
    assert "failed 1×" in text


async def test_an_alert_stands_in_the_pane_that_it_is_about() -> None:
    alert = sample.reading("alerts", sample.firing())
    text = await shown(Script(*sample.everything(), alert))
    assert "7 LATENCY ■" in text
    assert "■ search p95 beyond 20 ms since " in text
    assert text.count("search p95 beyond") == 1


@pytest.mark.parametrize("state", ["ok", "pending", "resolved", "unknown"])
async def test_an_alert_that_does_not_fire_is_quiet(state: AlertState) -> None:
    alerts = sample.firing().alerts[0].model_copy(update={"state": state})
    text = await shown(
        Script(*sample.everything(), sample.reading("alerts", Alerts(alerts=(alerts,))))
    )
    assert "search p95 beyond" not in text
    assert "7 LATENCY ●" in text


async def test_events_are_those_of_the_backend_and_say_what_is_lost() -> None:
    unwritten = sample.events().model_copy(update={"trouble": "disk full"})
    silent = sample.firing().model_copy(update={"trouble": "exit code 1"})
    text = await shown(
        Script(
            *sample.everything(),
            sample.reading("events", unwritten, seq=2),
            sample.reading("alerts", silent),
        ),
        "0",
    )
    assert "2 in the last hour" in text
    assert "11-21 14:02:07 UTC ■ host  timeout: no answer within 2 s" in text
    assert "▲ not written down: disk full" in text
    assert "■ the alert command: exit code 1" in text


async def test_what_the_gateway_claims_is_among_the_findings() -> None:
    claim = (
        sample.ecosystem()
        .findings[0]
        .model_copy(update={"id": "gateway", "summary": "26 of 26 managers are mocks"})
    )
    told = sample.reading("gateway", Gateway(url="http://gateway:8080", findings=(claim,)))
    assert "26 of 26 managers are mocks" in await shown(Script(*sample.everything(), told), "F")


async def test_qdrant_tells_why_and_what_it_does_not_tell() -> None:
    tasks, *rest = sample.collections("yellow").collections
    why = tasks.model_copy(update={"reason": "the optimizer merges segments"})
    limited = sample.server().model_copy(update={"limited": "the key is read-only"})
    text = await shown(
        Script(
            *sample.everything(),
            sample.reading("qdrant.server", limited, seq=2),
            sample.reading(
                "qdrant.collections",
                sample.collections().model_copy(update={"collections": (why, *rest)}),
                seq=2,
            ),
        ),
        "8",
    )
    assert "▲ the optimizer merges segments" in text
    assert "○ more is not told: the key is read-only" in text


async def test_further_servers_have_a_line_each() -> None:
    other = sample.reading("qdrant.server@b:6333", sample.server())
    away = sample.failed("qdrant.server@c:6333", "unreachable", "no answer")
    text = await shown(
        Script(
            *sample.everything(),
            other.model_copy(update={"target": "http://b:6333"}),
            sample.reading("qdrant.collections@b:6333", sample.collections()),
            away.model_copy(update={"target": "http://c:6333"}),
        ),
        "8",
    )
    assert "● http://b:6333  1.18.3  3 collections" in text
    assert "■ http://c:6333  unreachable: no answer" in text
    assert "8 QDRANT ■ 1 server away · 3 collections" in text


async def test_an_error_keeps_the_last_value_and_says_so() -> None:
    script = Script(*sample.everything(), sample.failed("migration", "timeout", "busy journal"))
    text = await shown(script)
    assert "■ timeout: busy journal" in text
    assert "below is what was known" in text
    assert "3,724" in text


async def test_a_value_older_than_three_periods_is_stale() -> None:
    fresh = await shown(Script(*sample.everything()), wait=2)
    stale = await shown(Script(*sample.everything()), wait=100)
    assert "◌" not in fresh
    assert "◌ nothing new for 1m, due every 1 s" in stale
    assert "1m old" in stale


@pytest.mark.parametrize(
    ("probe", "value", "said"),
    [
        ("managers", Ecosystem(roots=("/empty",)), "no manager in these folders"),
        ("migration", Migrations(), "no migration was ever run"),
        ("qdrant.latency", Latency(url=sample.URL, seconds=0), "one scrape so far"),
        ("qdrant.latency", Latency(url=sample.URL, seconds=60), "no request in the last 60 s"),
    ],
)
async def test_empty_is_not_zero(
    probe: str, value: Ecosystem | Migrations | Latency, said: str
) -> None:
    assert said in await shown(Script(sample.reading(probe, value)))


async def test_findings_that_nobody_looked_for_yet_are_not_none() -> None:
    script = Script(sample.reading("migration", Migrations()))
    text = await shown(script, "F")
    assert "○ not known yet: managers" in text
    assert "● nothing found" not in text
    assert "FINDINGS ○ 0 to act on · 0 to look at · 0 notes · without managers" in text
    unconfigured = sample.failed("managers", "unconfigured", "no folder was named")
    text = await shown(Script(sample.reading("migration", Migrations()), unconfigured), "F")
    assert "● nothing found" in text


async def test_no_collections_and_unknown_collections_differ() -> None:
    empty = Script(
        sample.reading("qdrant.server", sample.server()),
        sample.reading("qdrant.collections", Collections(url=sample.URL)),
    )
    assert "no collections yet" in await shown(empty, "8")
    refused = Script(
        sample.reading("qdrant.server", sample.server()),
        sample.failed("qdrant.collections", "refused", "403 Forbidden"),
    )
    assert "refused: 403 Forbidden" in await shown(refused, "8")


async def test_the_end_of_the_link_is_told_everywhere() -> None:
    script = Script()
    script.end(RuntimeError("the backend ended with exit code 1"))
    text = await shown(script)
    assert "■ no more readings: the backend ended with exit code 1" in text
    assert text.count("will come") == 4


async def test_a_pane_that_cannot_be_drawn_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        secret = "api-key-123"
        raise ValueError(secret)

    monkeypatch.setattr(HostPane, "table", fails)
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("H")
        await pilot.pause()
        assert "■ ValueError in fails" in screen_text(pilot)
        assert "api-key-123" not in screen_text(pilot)
        await pilot.press("1", "escape")
        await pilot.pause()
        assert "interfaces" in screen_text(pilot)


async def status(pilot: Pilot[None]) -> str:
    await pilot.pause()
    return screen_text(pilot).splitlines()[0]


async def test_the_header_says_what_is_watched_and_how() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), demo=True, read_only=False)
    async with app.run_test(size=(160, 36)) as pilot:
        await settled(pilot, script)
        line = await status(pilot)
        for word in ("● live", "demo", "http://qdrant:6333 1.18.3", "managers 36", "14:02 UTC"):
            assert word in line
        assert "actions allowed" in line
        assert "read-only" not in line


async def test_an_unknown_theme_is_answered_by_those_there_are() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), theme="nope")
    async with app.run_test(size=(160, 36)) as pilot:
        await settled(pilot, script)
        assert (
            "no theme nope: ansi, contrast, dark, deuteranopia, light, tritanopia"
            in await status(pilot)
        )


@pytest.mark.parametrize("size", [(200, 50), (120, 36), (80, 24), (60, 20), (30, 8)])
async def test_every_size_shows_a_verdict_and_how_to_leave(size: tuple[int, int]) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=size) as pilot:
        await settled(pilot, script)
        text = screen_text(pilot)
        assert "1 BRIDGE ■" in text
        assert "q quit" in text


async def test_a_storm_of_sizes_ends_with_the_picture_of_the_last() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, script)
        before = screen_text(pilot)
        await pilot.press("6", "1")
        for size in ((20, 5), (1, 1), (200, 50), (23, 40), (120, 36), (5, 2)):
            await pilot.resize_terminal(*size)
            is_small = size[0] < 24
            await pilot.pause()
            assert ("1 BRIDGE" in screen_text(pilot)) is not is_small, size
            assert app.bridge.query_one("#small").display is is_small
        await pilot.resize_terminal(80, 24)
        await settled(pilot, script)
        assert screen_text(pilot) == before


@pytest.mark.parametrize(
    ("size", "strip"),
    [
        (
            (120, 36),
            " 1 bridg ■ 2 graph ▲ 3 raci ■ 4 redun ▲ 5 conso … 6 migra ▲ 7 laten ● 8 qdran ●"
            " 9 plans ▲ 0 event ▲ F findi ■ H host ▲",
        ),
        ((80, 24), " 1 ■ 2 ▲ 3 ■ 4 ▲ 5 … 6 ▲ 7 ● 8 ● 9 plans ▲ 0 ▲ F ■ H ▲"),
        ((44, 12), " 1■ 2▲ 3■ 4▲ 5… 6▲ 7● 8● 9▲ 0▲ F■ H▲"),
    ],
)
async def test_one_pane_alone_has_the_marks_of_all(size: tuple[int, int], strip: str) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=size) as pilot:
        await settled(pilot, script)
        await pilot.press("9")
        await settled(pilot, script)
        assert screen_text(pilot).splitlines()[1].rstrip() == strip


async def test_a_smaller_terminal_keeps_the_place() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot, script)
        await pilot.press("8")
        assert "LATENCY" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot, script)
        text = screen_text(pilot)
        assert "8 QDRANT" in text
        assert "LATENCY" not in text


@pytest.mark.parametrize("size", [(200, 50), (120, 36), (80, 24)])
@pytest.mark.parametrize("keys", [(), ("6",), ("z",), ("question_mark",), ("ctrl+p",)])
async def test_ascii_frames_hold_nothing_else(size: tuple[int, int], keys: tuple[str, ...]) -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), ascii_only=True)
    async with app.run_test(size=size) as pilot:
        await settled(pilot, script)
        await pilot.press(*keys)
        await settled(pilot, script)
        frame = screen_text(pilot)
        assert frame.strip()
        assert [char for char in frame if not char.isascii()] == []


@pytest.mark.parametrize(
    "keys", [(), ("2", "down"), ("question_mark",), ("ctrl+p",), ("3", "slash")]
)
async def test_no_colour_is_none_at_all(
    monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press(*keys)
        await settled(pilot, script)
        strips = app.screen._compositor.render_strips()
        styles = {str(one.style): one.style for strip in strips for one in strip if one.style}
        assert any(style.bold for style in styles.values())
        assert any(style.reverse for style in styles.values())
        assert [told for told, style in styles.items() if style.color or style.bgcolor] == []


async def test_ascii_alone_where_asked_for() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), ascii_only=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        canvases = [canvas for canvas in app.bridge.query("Canvas") if canvas.display]
        rows = [
            canvas.render_line(y).text for canvas in canvases for y in range(canvas.size.height)
        ]
        assert any("1 BRIDGE X" in row for row in rows)
        assert all(row.isascii() for row in rows)


async def test_what_has_just_happened_is_told_on_every_screen_and_rings() -> None:
    script, clock = Script(*sample.everything()), Clock()
    app = PasserelleApp(script, clock=clock, bell=True)
    rung: list[bool] = []
    async with app.run_test(size=(120, 36)) as pilot:
        app.bell = lambda: rung.append(True)  # type: ignore[method-assign]
        await settled(pilot, script)
        await pilot.press("7", "enter")
        fired = Event(
            at=clock() + timedelta(seconds=1), mark="act", source="alerts", text="alert: search p95"
        )
        clock.forward(1)
        known = sample.events().events
        script.say(sample.reading("events", Events(events=(fired, *known)), seq=2))
        await settled(pilot, script)
        assert "alert: search p95" in screen_text(pilot)
        assert rung == [True]
        clock.forward(SHOWN_FOR.total_seconds())
        app._draw()
        await pilot.pause()
        assert "alert: search p95" not in screen_text(pilot)
        await pilot.press("escape", "0")
        await settled(pilot, script)
        assert "alert: search p95" in screen_text(pilot)
    assert rung == [True]


async def test_a_recording_is_no_live_picture() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock(), replay="night.jsonl")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        assert "◌ recorded" in screen_text(pilot)
        assert "replay of night.jsonl" in screen_text(pilot)
        assert "live" not in screen_text(pilot).splitlines()[0]
        script.end(LinkEnded("the recording ends at 14:02:07 UTC"))
        await settled(pilot, script)
        assert "◌ the recording ends at 14:02:07 UTC" in screen_text(pilot)
