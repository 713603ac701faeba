import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers.override_file import save_overrides
from backend.managers.overrides import read_overrides
from backend.model.raci import Override

TODAY = date(2026, 11, 26)
ONE = Override(
    manager="a-manager", activity="configuration/Validation", letter="A", reason="r", by="b"
)
WRITTEN = """# by hand
[[override]]  # the first
manager = 'AManager'
activity = "configuration/validation"
letter = "R" # for now
reason = "old"
by = "somebody"
until = 2027-01-31

# kept apart
[[override]]
manager = "z"
activity = "Planning"
letter = "-"
reason = '''as it is'''
by = "else"
"""


def test_a_new_file_holds_what_was_set(tmp_path: Path) -> None:
    path = tmp_path / "new" / "raci.toml"
    none = ONE.model_copy(update={"letter": None, "activity": "Planning", "until": TODAY})
    save_overrides(path, [ONE, none], [])
    found = read_overrides(path, TODAY)
    assert found.problems == ()
    assert [one.model_copy(update={"path": "", "line": 0}) for one in found.live] == [ONE, none]
    assert [item.name for item in path.parent.iterdir()] == ["raci.toml"]


def test_the_same_entry_is_changed_and_everything_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "raci.toml"
    path.write_text(WRITTEN)
    path.chmod(0o640)
    save_overrides(path, [ONE], [])
    expected = (
        WRITTEN.replace('letter = "R" # for now', 'letter = "A" # for now')
        .replace('"old"', '"r"')
        .replace('"somebody"', '"b"')
        .replace("until = 2027-01-31\n", "")
    )
    assert path.read_text() == expected
    assert path.stat().st_mode & 0o777 == 0o640


def test_another_entry_is_appended_behind_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "raci.toml"
    path.write_text(WRITTEN)
    save_overrides(path, [ONE.model_copy(update={"manager": "new"})], [])
    save_overrides(path, [ONE.model_copy(update={"manager": "newer"})], [])
    text = path.read_text()
    assert "\n\n\n" not in text
    assert text.startswith(f"{WRITTEN}\n[[override]]\nmanager = ")
    assert len(tomllib.loads(text)["override"]) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [("x = = 1", "raci.toml:1: not valid TOML"), ("override = 1", "expected tables [[override]]")],
)
def test_a_file_that_makes_no_sense_is_left_as_it_is(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "raci.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match="nothing was written") as error:
        save_overrides(path, [ONE], [])
    assert said in str(error.value)
    assert path.read_text() == text


def test_nothing_is_written_into_a_scanned_folder(tmp_path: Path) -> None:
    link = tmp_path / "raci.toml"
    root = tmp_path / "managers"
    root.mkdir()
    link.symlink_to(root / "raci.toml")
    for path in (root / "raci.toml", link):
        with pytest.raises(ValueError, match="in which nothing is written"):
            save_overrides(path, [ONE], [root])
    assert list(root.iterdir()) == []


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.split() == [text]
)


@settings(deadline=None)
@given(manager=TEXT, reason=TEXT, by=TEXT)
def test_any_words_survive(
    tmp_path_factory: pytest.TempPathFactory, manager: str, reason: str, by: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "raci.toml"
    one = ONE.model_copy(update={"manager": manager, "reason": reason, "by": by})
    save_overrides(path, [one], [])
    (found,) = read_overrides(path, TODAY).live
    assert (found.manager, found.reason, found.by) == (manager, reason, by)
