import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from backend.managers import inventory, known
from backend.managers import scan as scanning
from backend.managers.beside import Arrived, in_parts
from backend.managers.documents import Document, read_documents
from backend.managers.files import Wanted, facts_of, read_source
from backend.managers.known import KnownFiles
from backend.managers.reading import Reader
from backend.managers.scan import scan
from backend.managers.source import SourceFile, Trouble

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

TREE = {f"managers/{name}/{name}.go": f"package {name}\n" for name in "abcdef"} | {
    "managers/a/README.md": "# A depends on b\n",
    "managers/a/more.go": "package a\n\nfunc Run() {}\n",
}


def counts(reader: Reader) -> tuple[int, int]:
    return reader.files.opened, reader.files.parsed


def test_of_an_unchanged_tree_nothing_is_opened(write_tree: WriteTree) -> None:
    root, reader = write_tree(TREE), Reader()
    first = scan([root], (), reader)
    assert counts(reader) == (7, 7)
    assert scan([root], (), reader) == first
    assert counts(reader) == (7, 7)


def test_a_touched_file_alone_is_read_again(write_tree: WriteTree) -> None:
    root, reader = write_tree(TREE), Reader()
    scan([root], (), reader)
    write_tree({"managers/a/more.go": "package a\n\nfunc Run() {}\nfunc Stop() {}\n"})
    after = scan([root], (), reader)
    assert counts(reader) == (8, 8)
    assert after == scan([root])
    assert after.managers[0].functions == 2


def test_a_file_of_the_same_content_is_not_parsed_again(write_tree: WriteTree) -> None:
    root, reader = write_tree(TREE), Reader()
    first = scan([root], (), reader)
    os.utime(root / "a" / "more.go", ns=(1, 1))
    assert scan([root], (), reader) == first
    assert counts(reader) == (8, 7)


def test_files_come_and_go(write_tree: WriteTree) -> None:
    root, reader = write_tree(TREE), Reader()
    scan([root], (), reader)
    (root / "a" / "more.go").unlink()
    write_tree({"managers/b/new.go": "package b\n"})
    assert scan([root], (), reader) == scan([root])
    assert counts(reader) == (8, 8)
    (root / "b" / "new.go").chmod(0o644)
    write_tree({"managers/a/more.go": TREE["managers/a/more.go"]})
    scan([root], (), reader)
    assert counts(reader) == (9, 9)


def test_documents_and_go_mod_are_read_as_they_are_now(write_tree: WriteTree) -> None:
    files = {**TREE, "managers/c/c.go": 'package c\nimport "example.org/app/managers/b"\n'}
    root, reader = write_tree({**files, "go.mod": "module example.org/other\n"}), Reader()
    scan([root], (), reader)
    write_tree({"go.mod": "module example.org/app\n", "managers/a/README.md": "# A\n"})
    assert scan([root], (), reader) == scan([root])


def test_a_manager_that_did_not_change_stays_the_same_object(write_tree: WriteTree) -> None:
    from backend.managers.discovery import Root, discover

    root, reader = write_tree(TREE), Reader()
    before = reader.read(discover([Root("managers", root)]))
    write_tree({"managers/b/b.go": "package other\n"})
    after = reader.read(discover([Root("managers", root)]))
    assert [now is then for now, then in zip(after, before, strict=True)] == [
        True,
        False,
        *[True] * 4,
    ]


def test_many_files_are_read_by_several_processes(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = scan([write_tree(TREE)])
    monkeypatch.setattr(known, "APART", 2)
    monkeypatch.setattr(known, "FEWEST_TOGETHER", 30)
    assert scan([write_tree(TREE)]) == alone


def test_other_processes_read_sources_while_documents_are_read(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def begin(work: Callable[[], Iterator[bytes]]) -> AbstractContextManager[Arrived]:
        begun.append("sources")
        return in_parts(work)

    def read(*args: Any) -> tuple[Document, ...]:
        begun.append("documents")
        return read_documents(*args)

    monkeypatch.setattr(known, "APART", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(known, "in_parts", begin)
    monkeypatch.setattr(inventory, "read_documents", read)
    scan([write_tree(TREE)])
    assert begun == ["sources", "documents"]


def test_lots_get_smaller_so_that_processes_end_together() -> None:
    sizes = range(1000, 40_000, 100)
    files = {size: Wanted(Path(f"{size}.go"), f"{size}.go", "Go") for size in sizes}
    lots = known._lots({(-size, one.name): [one] for size, one in files.items()}, 2)
    weights = [sum(known.APIECE + int(one.path.stem) for one in lot) for lot in lots]
    left = sum(weights)
    assert left == sum(sizes) + known.APIECE * len(files)
    for weight in weights[:-1]:
        wanted = min(max(left // 4, known.FEWEST_TOGETHER), known.MOST_TOGETHER)
        assert wanted <= weight < wanted + known.APIECE + 40_000
        left -= weight


def test_a_process_that_is_killed_costs_no_file(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = scan([write_tree(TREE)])
    monkeypatch.setattr(known, "APART", 2)
    monkeypatch.setattr(known, "FEWEST_TOGETHER", 30)
    here, packed = os.getpid(), known._packed

    def killed(share: Iterable[Sequence[Wanted]], digests: dict[Wanted, bytes]) -> Iterator[bytes]:
        if os.getpid() != here:
            next(iter(share), None)
            os.kill(os.getpid(), signal.SIGKILL)
        return packed(share, digests)

    monkeypatch.setattr(known, "_packed", killed)
    assert scan([write_tree(TREE)]) == alone


def test_copies_under_one_name_are_parsed_once(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "import b_manager\n\ndef run():\n    b_manager.stop()\n"
    paths = ("a/run.py", "b/run.py", "b/tests/run.py", "c/other.py")
    tree = dict.fromkeys(paths, text) | {"d/run.py": text[::-1]}
    root = write_tree({f"managers/{path}": content for path, content in tree.items()})
    parsed: list[str] = []

    def noted(contents: Iterable[tuple[Wanted, bytes | Trouble]]) -> list[SourceFile]:
        contents = [*contents]
        parsed.extend(wanted.name for wanted, _ in contents)
        return facts_of(contents)

    monkeypatch.setattr(known, "facts_of", noted)
    wanted = [Wanted(root / path, path, "Python") for path in tree]
    files = KnownFiles().read(wanted)
    assert sorted(parsed) == ["a/run.py", "b/tests/run.py", "c/other.py", "d/run.py"]
    assert [asdict(files[item]) for item in wanted] == [
        asdict(read_source(item.path, item.name, item.language)) for item in wanted
    ]


def test_an_unreadable_file_is_tried_again(tmp_path: Path) -> None:
    files = KnownFiles()
    wanted = [Wanted(tmp_path / "a.go", "a.go", "Go")]
    assert files.read(wanted)[wanted[0]].troubles[0].kind == "unreadable"
    (tmp_path / "a.go").write_text("package a\n")
    assert files.read(wanted)[wanted[0]].package == "a"


def test_what_is_redundant_is_the_same_from_another_process(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = "\n".join(f"\tx = call{n}(x, {n}) + {n}" for n in range(40))
    body = f"func Work(x int) int {{\n{twice}\n\treturn x\n}}\n"
    tree = {f"managers/{name}/work.go": f"package {name}\n\n{body}" for name in "ab"}
    root = write_tree(TREE | tree)
    alone = scan([root])
    monkeypatch.setattr(scanning, "APART", 2)
    assert alone.redundancy.groups
    assert scan([root]) == alone
