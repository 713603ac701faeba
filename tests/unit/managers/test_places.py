"""Where paths lie, whatever links are on the way."""

import os
from pathlib import Path

from backend.managers.folders import real, reals


def test_several_paths_lie_where_each_of_them_does(tmp_path: Path) -> None:
    (tmp_path / "inner" / "deep").mkdir(parents=True)
    (tmp_path / "inner" / "file.md").touch()
    (tmp_path / "linked").symlink_to(tmp_path / "inner")
    (tmp_path / "inner" / "up").symlink_to("..")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    paths = [
        tmp_path / name
        for name in (
            *("inner", "inner/deep", "inner/file.md", "linked", "linked/deep", "linked/file.md"),
            *("inner/up", "linked/up/linked/deep", "linked/../gone", "round", "round/gone"),
            *("gone", "gone/there", "linked/gone"),
        )
    ]
    paths += [Path(os.path.relpath(tmp_path / "linked" / "deep")), Path("/"), Path()]
    assert reals(paths) == [real(path) for path in paths]


def test_every_look_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    link = tmp_path / "link"
    link.symlink_to("one")
    assert reals([link]) == [real(tmp_path / "one")]
    link.unlink()
    link.symlink_to("other")
    assert reals([link]) == [real(tmp_path / "other")]
