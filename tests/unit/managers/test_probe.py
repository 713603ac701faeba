import asyncio
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from backend.managers.scan import scan
from backend.probes.managers import ManagersProbe
from backend.probes.probe import ProbeFailed, Watching

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

TREE = {"go.mod": "module app\n", "managers/a/a.go": "package a\n", "managers/a/README.md": "# A\n"}


class Here(Executor):
    """Runs what it is given at once, in this thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each scan."""
    counted: list[int] = []

    def counting(*args: Any, **options: Any) -> object:
        counted.append(1)
        return scan(*args, **options)

    monkeypatch.setattr("backend.managers.scan.scan", counting)
    return counted


async def test_an_unchanged_tree_is_scanned_once(write_tree: WriteTree, scans: list[int]) -> None:
    probe = ManagersProbe((write_tree(TREE),), (), Here())
    first = await probe.read()
    assert await probe.read() is first
    assert len(scans) == 1
    assert [manager.name for manager in first.managers] == ["a"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("managers/a/a.go", "package other\n"),
        ("managers/a/new.go", "package a\n"),
        ("managers/a/README.md", "# B\n"),
        ("managers/a/manifest.json", "{}"),
        ("managers/CLAIMS.md", "# Claims\n"),
        ("go.mod", "module other\n"),
        ("managers/a/web/tsconfig.json", "{}"),
        ("package.json", "{}"),
        ("plan.md", "# Plan 2\n"),
    ],
)
async def test_what_a_scan_reads_makes_it_scan_again(
    write_tree: WriteTree, scans: list[int], name: str, content: str
) -> None:
    root = write_tree({**TREE, "plan.md": "# Plan\n"})
    probe = ManagersProbe((root,), (root.parent / "plan.md",), Here())
    await probe.read()
    write_tree({name: content})
    os.utime(root.parent / name, ns=(1, 1))
    await probe.read()
    assert len(scans) == 2


async def test_letters_that_people_set_make_it_scan_again(
    write_tree: WriteTree, scans: list[int], tmp_path: Path
) -> None:
    raci_file = tmp_path / "raci.toml"
    probe = ManagersProbe((write_tree(TREE),), (), Here(), raci_file)
    await probe.read()
    raci_file.write_text(
        '[[override]]\nmanager = "a"\nactivity = "Planning"\nletter = "R"\nreason = "r"\nby = "b"\n'
    )
    found = await probe.read()
    assert found.raci.rows[0].letters == {"Planning": "R"}
    await probe.read()
    assert len(scans) == 2


async def test_it_is_told_of_changes_below_its_roots(write_tree: WriteTree) -> None:
    probe = ManagersProbe((write_tree(TREE),), (), Here())
    assert isinstance(probe, Watching)
    told = asyncio.create_task(probe.changed())
    async with asyncio.timeout(30):
        while not told.done():
            write_tree({"managers/a/a.go": "package b\n"})
            await asyncio.wait((told,), timeout=0.05)
    await probe.close()


async def test_what_it_does_not_read_makes_no_scan(write_tree: WriteTree, scans: list[int]) -> None:
    probe = ManagersProbe((write_tree(TREE),), (), Here())
    await probe.read()
    write_tree({"managers/a/a.log": "x", "managers/a/.git/HEAD": "x", "elsewhere.md": "x"})
    await probe.read()
    assert len(scans) == 1


async def test_one_root_of_several_may_be_missing(write_tree: WriteTree) -> None:
    root = write_tree(TREE)
    ecosystem = await ManagersProbe((root, root / "gone"), (), Here()).read()
    assert len(ecosystem.managers) == 1
    assert [finding.kind for finding in ecosystem.findings] == ["root"]


async def test_without_a_folder_there_is_a_reason_and_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ProbeFailed) as nothing:
        await ManagersProbe((), (), Here()).read()
    assert nothing.value.error.kind == "unconfigured"
    missing = ManagersProbe((tmp_path / "gone",), (), Here())
    with pytest.raises(ProbeFailed) as gone:
        await missing.read()
    assert gone.value.error.kind == "invalid"
    assert str(tmp_path / "gone") in gone.value.error.summary
    assert "--managers" in gone.value.error.remedy
    assert missing.target == str(tmp_path / "gone")
