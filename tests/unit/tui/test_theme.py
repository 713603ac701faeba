from importlib.resources import files
from pathlib import Path

import pytest
from rich.color import Color

from tui.theme import ROLES, BadTheme, load_themes, parse_theme, shipped, user_folder

NAMES = sorted(item.name.removesuffix(".yaml") for item in files("themes").iterdir()
               if item.name.endswith(".yaml"))  # fmt: skip
GOOD = "name: mine\ndark: false\nroles:\n" + "".join(f'  {role}: "bold"\n' for role in ROLES)


def contrast(one: Color | None, other: Color | None) -> float:
    """WCAG 2 contrast ratio of two colours."""

    def luminance(color: Color | None) -> float:
        assert color is not None
        parts = [part / 255 for part in color.get_truecolor()]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_shipped_ones_are_all_good() -> None:
    themes = load_themes()
    assert themes.problems == ()
    assert {"dark", "light", "contrast", "ansi"} <= set(themes.themes)
    assert set(NAMES) == set(themes.themes)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "ansi"])
def test_words_can_be_read(name: str) -> None:
    palette = shipped(name)
    for role in ("text", "strong", "accent", "fine", "look", "act", "unknown", "stale", "title"):
        style = palette.style(role)
        assert contrast(style.color, style.bgcolor) >= 4.5, role
    assert contrast(palette.style("dim").color, palette.style("dim").bgcolor) >= 3


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
