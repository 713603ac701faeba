"""Text from the world is data: it is shown, and neither obeyed nor interpreted."""

import re
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from backend.model.finding import Evidence, Finding, Severity
from backend.model.migration.run import Migrations, RunError
from backend.model.plan import Plan, Plans
from backend.model.reading import Reading
from tests.readings import sample
from tests.readings.script import Clock, Script, screen_text, settled
from tui.app import PasserelleApp
from tui.panes.rows import RowsPane
from tui.readings import Readings
from tui.widgets.text import Line, clean, crop_line, line_width

UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe0f\ufeff\ud800]"
)

NASTY = [
    "[bold red]markup[/]",
    "[/nothing]",
    "[@click=app.quit]press[/]",
    "\x1b[2J\x1b]0;title\x07",
    "\x9b31mred",
    "first\nsecond\rthird\ttab",
    "\u202egnp.exe\u202c",
    "zero\u200bwidth\ufeff",
    "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
    "é" * 50 + "e\u0301" * 50,
    "👩‍👩‍👧‍👦" * 20,
    "x" * 5_000,
    "",
]


def world(text: str) -> Script:
    return Script(*told(text))


def told(text: str) -> list[Reading]:
    """Readings in which every name of the world is this text."""
    ecosystem = sample.layered()
    managers = tuple(
        item.model_copy(update={"name": f"{text}{place}"})
        for place, item in enumerate(ecosystem.managers)
    )
    names = {old.name: new.name for old, new in zip(ecosystem.managers, managers, strict=True)}
    evidence = (Evidence(kind=text, path=text, line=3, text=text, resolution="strict"),)
    dependencies = tuple(
        item.model_copy(
            update={
                "source": names[item.source],
                "target": names[item.target],
                "evidence": evidence,
            }
        )
        for item in ecosystem.dependencies
    )
    rows = tuple(
        row.model_copy(update={"manager": names[row.manager]}) for row in ecosystem.raci.rows
    )
    finding = Finding(
        id="f", kind=text, severity=Severity.ACT, subjects=(text,), summary=text, remedy=text,
        claim=text, fact=text, evidence=evidence,
    )  # fmt: skip
    nasty = ecosystem.model_copy(
        update={
            "managers": managers,
            "dependencies": dependencies,
            "raci": ecosystem.raci.model_copy(update={"rows": rows}),
            "findings": (finding,),
        }
    )
    run = sample.run().model_copy(
        update={
            "source": text,
            "collection": text,
            "errors": (RunError(at=sample.NOW, summary=text),),
        }
    )
    collections = sample.collections()
    named = tuple(one.model_copy(update={"name": text}) for one in collections.collections[:1])
    host = sample.host()
    processes = tuple(one.model_copy(update={"name": text}) for one in host.processes)
    plan = Plan(
        path=text,
        title=text,
        encoding=text,
        declared_percent=1,
        counted_percent=2,
        done=1,
        total=50,
    )
    return [
        *sample.everything(nasty),
        sample.reading("migration", Migrations(runs=(run,)), seq=2),
        sample.reading("qdrant.collections", collections.model_copy(update={"collections": named})),
        sample.reading("host", host.model_copy(update={"name": text, "processes": processes})),
        sample.reading("plan", Plans(plans=(plan,))),
        sample.failed("qdrant.server", "refused", text, text),
    ]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
async def test_hostile_text_is_shown(text: str) -> None:
    script = world(text)
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        for keys in (("down",), ("m", "down"), ("2", "down", "right"), *zip("356789", strict=True)):
            await pilot.press(*keys)
            await pilot.pause()
            shown = screen_text(pilot)
            assert "cannot be drawn" not in shown
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ufeff]", shown)
            assert len(shown.splitlines()) == 36
            assert all(strip.cell_length == 120 for strip in app.screen._compositor.render_strips())


ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("漢ｱa\u0301\u202e\u2067\ufe0f\u200d🏽🇫⚠שم\x1b\x07\n\t[/]\u3164\ud800"),
    ),
    max_size=40,
)


def cells_of(line: Line) -> tuple[int, ...]:
    """The cells at which the first columns of a row begin."""
    return tuple(accumulate(line_width((span,)) for span in line[:3]))


async def test_no_name_moves_a_column_or_sends_what_a_terminal_obeys() -> None:
    app = PasserelleApp(Script(), clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        panes = app.bridge.panes.every()

        @settings(max_examples=25)
        @given(ANY)
        def holds(text: str) -> None:
            readings = Readings()
            for reading in told(text):
                readings.take(reading, sample.NOW)
            picture = readings.picture(sample.NOW)
            for pane in panes:
                body = pane.judged(picture, 100, 30)
                assert body.verdict != "cannot be drawn", pane.NAME
                for line in body.lines:
                    whole = "".join(clean(part) for part, _ in line)
                    assert not UNSEEN.search(whole), pane.NAME
                    assert cell_len(whole) == line_width(line), pane.NAME
                    assert line_width(crop_line(line, 100)) <= 100
                if isinstance(pane, RowsPane) and pane.NAME not in ("events", "consolidation"):
                    assert len({cells_of(row.line) for row in pane.shown}) <= 1, pane.NAME

        holds()
        held = {pane.NAME for pane in panes if isinstance(pane, RowsPane) and len(pane.shown) > 1}
        assert {"raci", "host"} <= held, "there were rows to compare"


async def test_markup_is_shown_as_it_stands() -> None:
    script = world("[bold red]markup[/]")
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("F")
        await pilot.pause()
        assert "[bold red]markup[/]" in screen_text(pilot)


async def test_what_is_typed_is_data_too() -> None:
    script = Script(*sample.everything())
    app = PasserelleApp(script, clock=Clock())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, script)
        await pilot.press("F", "slash", *"[/b]", "enter")
        await pilot.pause()
        assert "/[/b]  0 of 3" in screen_text(pilot)
