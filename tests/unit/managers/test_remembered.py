"""What was worked out is kept as long as what it follows from, and no longer."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from weakref import ref

from backend.managers.remembered import MOST, EachWhileSame, WhileSame, once_a_file, once_each
from backend.managers.source import SourceFile


def made(name: str) -> SourceFile:
    return SourceFile(name, Path("/r"), "Go")


def test_a_file_is_asked_once_and_another_of_its_name_again() -> None:
    asked: list[SourceFile] = []

    def path(file: SourceFile) -> str:
        asked.append(file)
        return file.path

    once = once_a_file(path)
    one, other = made("a.go"), made("a.go")
    assert [once(one), once(one), once(other)] == ["a.go"] * 3
    assert asked == [one, other]


def test_what_nobody_holds_is_forgotten() -> None:
    once = once_a_file(lambda file: file.path)
    file = made("a.go")
    assert once(file) == "a.go"
    gone = ref(file)
    del file
    assert gone() is None


def test_files_that_are_new_are_asked_together() -> None:
    asked: list[list[SourceFile]] = []

    def paths(files: Sequence[SourceFile]) -> Iterator[str]:
        asked.append([*files])
        return (file.path for file in files)

    once = once_each(paths)
    one, two, three = made("a.go"), made("b.go"), made("c.go")
    assert once([two]) == ["b.go"]
    assert once([one, two, three]) == ["a.go", "b.go", "c.go"]
    assert once([one]) == ["a.go"]
    assert once([]) == []
    assert asked == [[two], [one, three]]


def test_what_is_told_again_is_not_worked_out_again() -> None:
    done: list[list[int]] = []

    def total(numbers: list[int], *, twice: bool = False) -> int:
        done.append(numbers)
        return sum(numbers) * (1 + twice)

    again = WhileSame(total)
    assert [again([1, 2]), again([1, 2]), again([1, 2], twice=True), again([1, 2])] == [3, 3, 6, 3]
    assert len(done) == 3
    again.cache_clear()
    assert again([1, 2]) == 3
    assert len(done) == 4


def test_each_thing_has_an_answer_of_its_own() -> None:
    done: list[str] = []

    def total(name: str, numbers: list[int]) -> int:
        done.append(name)
        return sum(numbers)

    again = EachWhileSame(total)
    assert [again("a", [1]), again("b", [2]), again("a", [1]), again("b", [3])] == [1, 2, 1, 3]
    assert done == ["a", "b", "b"]
    again.cache_clear()
    assert [again("a", [1]), *done] == [1, "a", "b", "b", "a"]


def test_only_so_much_is_kept() -> None:
    done: list[int] = []
    again = EachWhileSame(done.append)
    for number in range(MOST + 1):
        again(number)
    again(MOST)
    again(0)
    assert done == [*range(MOST + 1), 0]
