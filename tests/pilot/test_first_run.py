"""The first start without settings: what is offered, what comes of it, and that it asks once."""

import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import config
from tests.readings.script import screen_text
from tests.terminal import Terminal, clean_environment
from tui.commands.first_run import _keep, _quoted, is_first
from tui.first_run import DEMO, KEEP, ONCE, PLAIN, FirstRun, choices
from tui.theme import shipped

SOMETHING = [
    ("managers", "development/managers holds 26", "--managers DIR"),
    ("plans", "", "--plan FILE"),
    ("Qdrant", "http://localhost:6333 1.18.3", "--qdrant URL"),
]
NOTHING = [(name, "", flag) for name, _, flag in SOMETHING]


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (("enter",), KEEP),
        (("down", "enter"), ONCE),
        (("j", "j", "space"), DEMO),
        (("down", "down", "down", "down", "enter"), PLAIN),
        (("escape",), None),
        (("q",), None),
    ],
)
async def test_one_key_chooses(keys: tuple[str, ...], chosen: str | None) -> None:
    app = FirstRun(SOMETHING, shipped("dark"), ascii_only=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(pilot)
        assert "● managers  development/managers holds 26" in text
        assert "○ plans     none found: --plan FILE" in text
        await pilot.press(*keys)
    assert app.return_value == chosen


def test_where_nothing_was_found_nothing_of_it_is_offered() -> None:
    assert choices(NOTHING) == [DEMO, PLAIN]
    assert choices(SOMETHING) == [KEEP, ONCE, DEMO, PLAIN]


def test_whoever_named_something_is_not_asked(tmp_path: Path) -> None:
    state = {"state": str(tmp_path / "state")}
    assert is_first(*config.load(state, {}, tmp_path))
    assert is_first(*config.load({**state, "theme": "light"}, {}, tmp_path))
    assert not is_first(*config.load({**state, "managers": (str(tmp_path),)}, {}, tmp_path))
    assert not is_first(*config.load(state, {"QDRANT_HOST": "qdrant"}, tmp_path))
    (tmp_path / "passerelle.toml").write_text('plans = ["plan.md"]')
    assert not is_first(*config.load(state, {}, tmp_path))


def test_what_is_kept_is_what_was_found_and_nothing_is_overwritten(tmp_path: Path) -> None:
    odd = tmp_path / 'a"b\\c\n'
    odd.mkdir()
    path = _keep(tmp_path, {"managers": (str(odd),), "plans": (), "qdrant": ("http://h:1",)})
    settings, _ = config.load({}, {}, tmp_path)
    assert settings.managers == (odd,)
    assert settings.qdrant == "http://h:1"
    before = path.read_text()
    with pytest.raises(config.ConfigError, match="cannot be written"):
        _keep(tmp_path, {"managers": (), "plans": (), "qdrant": ()})
    assert path.read_text() == before


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_name_is_a_toml_string(text: str) -> None:
    assert tomllib.loads(f"a = {_quoted(text)}")["a"] == text


def test_it_is_asked_once(tmp_path: Path) -> None:
    for name in ("a-manager", "b-manager"):
        (tmp_path / "managers" / name).mkdir(parents=True)
    command = (sys.executable, "-m", "tui")
    environment = {**clean_environment(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal(command, environment=environment, folder=tmp_path, size=(80, 24)) as terminal:
        terminal.until("managers holds 2", "Try the demo")
        terminal.press("jjj\r", "BRIDGE")
        terminal.send("q")
        assert terminal.ended(within=20) == 0
    with Terminal(command, environment=environment, folder=tmp_path, size=(80, 24)) as terminal:
        terminal.until("BRIDGE")
        assert b"Try the demo" not in terminal.written
        terminal.send("q")
        assert terminal.ended(within=20) == 0
