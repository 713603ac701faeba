"""A file's stamp tells that it changed, and is taken once where that is asked for."""

from pathlib import Path

from backend.managers.stamps import GONE, stamp, taken_once


def test_a_change_has_another_stamp(tmp_path: Path) -> None:
    file = tmp_path / "file"
    assert stamp(file) == GONE
    file.write_text("one")
    before = stamp(file)
    file.write_text("three")
    assert stamp(file) != before


def test_a_change_under_way_is_seen_the_next_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    with taken_once():
        before = stamp(file)
        file.write_text("three")
        assert stamp(str(file)) == before
    with taken_once():
        assert stamp(file) != before
    assert stamp(file) != before
