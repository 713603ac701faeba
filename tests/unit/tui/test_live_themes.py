from pathlib import Path

from tui.live_themes import LiveThemes
from tui.theme import ROLES, load_themes, shipped, user_folder

MINE = "name: mine\nroles:\n" + "".join(f'  {role}: "bold"\n' for role in ROLES)


def write(name: str, text: str) -> Path:
    path = user_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_unknown_one_is_told_with_those_that_there_are() -> None:
    palette, told = LiveThemes().first("darkest")
    assert palette.name == "dark"
    assert told == "no theme darkest: ansi, contrast, dark, deuteranopia, light, tritanopia"


def test_one_that_cannot_be_used_is_told_with_the_reason() -> None:
    write("mine.yaml", "roles: {text: red}")
    palette, told = LiveThemes().first("mine")
    assert palette.name == "dark"
    assert told.startswith("theme mine.yaml left out: `roles` lacks")


def test_after_the_last_by_name_comes_the_first_and_each_comes_once() -> None:
    themes, worn, seen = LiveThemes(), shipped("dark"), []
    for _ in load_themes().themes:
        worn, problems = themes.after(worn)
        seen.append(worn.name)
        assert problems == ()
    assert seen == ["deuteranopia", "light", "tritanopia", "ansi", "contrast", "dark"]


def test_after_one_whose_file_is_gone_comes_the_first() -> None:
    path = write("mine.yaml", MINE)
    themes = LiveThemes()
    worn, _ = themes.first("mine")
    path.unlink()
    assert themes.after(worn)[0].name == "ansi"


def test_what_is_wrong_is_told_once_by_whichever_meets_it_first() -> None:
    themes = LiveThemes()
    worn, _ = themes.first("dark")
    write("bad.yaml", "roles: [")
    (told,) = themes.after(worn)[1]
    assert told.startswith("theme bad.yaml left out: line 1")
    assert themes.changed(worn) == (None, ())
    assert themes.after(worn)[1] == ()
