from importlib.resources import files
from itertools import combinations, product
from pathlib import Path

import pytest

from tests.colours import Sight, contrast, difference
from tui.theme import (
    ROLES,
    BadTheme,
    Palette,
    load_themes,
    parse_theme,
    shipped,
    user_folder,
)
from tui.widgets.ascii import ascii_only
from tui.widgets.marks import MARKS

NAMES = sorted(item.name.removesuffix(".yaml") for item in files("themes").iterdir()
               if item.name.endswith(".yaml"))  # fmt: skip
GOOD = "name: mine\ndark: false\nroles:\n" + "".join(f'  {role}: "bold"\n' for role in ROLES)


def test_the_shipped_ones_are_all_good() -> None:
    themes = load_themes()
    assert themes.problems == ()
    assert {"dark", "light", "contrast", "deuteranopia", "tritanopia", "ansi"} == set(themes.themes)
    assert set(NAMES) == set(themes.themes)


READ = ("text", "strong", "accent", "fine", "look", "act", "unknown", "stale", "title")
"""Roles of words, which are read under the cursor too; `dim` ones are not all."""


@pytest.mark.parametrize("name", [name for name in NAMES if name != "ansi"])
def test_words_can_be_read(name: str) -> None:
    """WCAG 2.2, 1.4.3 (AA: 4.5) and 1.4.6 (AAA: 7) for words, 1.4.11 (3) for filled bars."""
    palette = shipped(name)
    least = 7.0 if name == "contrast" else 4.5
    for role in READ:
        style = palette.style(role)
        assert contrast(style.color, style.bgcolor) >= least, role
        chosen = palette.style(f"{role} selected")
        assert contrast(chosen.color, chosen.bgcolor) >= least, f"{role} selected"
    dim = palette.style("dim")
    assert contrast(dim.color, dim.bgcolor) >= least
    filled = palette.style("bar")
    assert contrast(filled.color, filled.bgcolor) >= 3


SIGHTS: list[tuple[str, Sight, float]] = [
    ("dark", "usual", 30),
    ("light", "usual", 30),
    ("contrast", "usual", 40),
    ("contrast", "protanopia", 40),
    ("contrast", "deuteranopia", 40),
    ("contrast", "tritanopia", 40),
    ("deuteranopia", "deuteranopia", 30),
    ("deuteranopia", "protanopia", 30),
    ("tritanopia", "tritanopia", 30),
]


@pytest.mark.parametrize(("name", "sight", "least"), SIGHTS)
def test_what_is_fine_and_what_asks_are_told_apart_by_the_eyes_a_theme_is_for(
    name: str, sight: Sight, least: float
) -> None:
    palette = shipped(name)
    for one, other in combinations(("fine", "look", "act"), 2):
        assert apart(palette, one, other, sight) >= least, (one, other)
    for one, other in product(("fine", "look", "act"), ("unknown", "stale")):
        assert apart(palette, one, other, sight) >= 20, (one, other)


def apart(palette: Palette, one: str, other: str, sight: Sight) -> float:
    """How far apart two roles look, by their words or by what is behind them."""
    first, second = palette.style(one), palette.style(other)
    pairs = ((first.color, second.color), (first.bgcolor, second.bgcolor))
    return max(difference(a, b, sight) for a, b in pairs if a is not None and b is not None)


def test_usual_colours_are_not_for_all_eyes() -> None:
    """What the themes for other eyes are for: the usual greens and reds look alike to them."""
    assert apart(shipped("light"), "look", "act", "deuteranopia") < 10


def test_marks_are_told_apart_without_any_colour() -> None:
    glyphs = [mark.glyph for mark in MARKS.values()]
    assert len(set(glyphs)) == len(glyphs)
    assert len({ascii_only(glyph) for glyph in glyphs}) == len(glyphs)


@pytest.mark.parametrize("name", NAMES)
def test_marks_are_told_apart_by_colour_too(name: str) -> None:
    styles = {str(shipped(name).style(role)) for role in ("fine", "look", "act", "unknown")}
    assert len(styles) == 4


def test_sixteen_colours_stay_the_terminals_own() -> None:
    ansi = shipped("ansi")
    assert ansi.ansi
    for role in ROLES:
        color = ansi.styles[role].color
        assert color is None or color.is_system_defined or color.is_default


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("roles: [", "line 1"),
        ("just words", "expected a mapping"),
        ("name: x\nroles: {text: red}", "lacks surface"),
        (GOOD.replace('  text: "bold"', '  text: "no such colour"'), "roles.text"),
        (GOOD + '  sparkle: "red"\n', "knows no sparkle"),
    ],
)
def test_a_bad_theme_says_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(BadTheme, match=reason):
        parse_theme("mine", text)


def test_a_bad_file_is_reported_and_the_others_work() -> None:
    folder: Path = user_folder()
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("roles: [", encoding="utf-8")
    (folder / "mine.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "latin.yaml").write_bytes(b"name: caf\xe9\n")
    themes = load_themes()
    assert {"mine", "dark"} <= set(themes.themes)
    assert len(themes.problems) == 2
    assert "theme bad.yaml left out: line" in themes.problems[0]


def test_roles_lie_on_top_of_each_other() -> None:
    palette = shipped("dark")
    chosen = palette.style("look selected")
    assert chosen.bgcolor == palette.styles["selected"].bgcolor
    assert palette.style("look").bgcolor == palette.styles["surface"].bgcolor
    assert palette.style("look underline").underline


@pytest.mark.parametrize(
    ("style", "colour"),
    [("#a1b2c3", "#a1b2c3"), ("bright_black", "ansi_bright_black"), ("grey37", "#5f5f5f")],
)
def test_every_style_has_a_name_that_textual_knows(style: str, colour: str) -> None:
    text = GOOD.replace('  rule: "bold"', f'  rule: "{style}"')
    assert parse_theme("mine", text).colour("rule") == colour
    assert parse_theme("mine", GOOD).colour("rule") == "ansi_default"
