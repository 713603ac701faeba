"""What is worked out of a file is kept as long as the file, and no longer."""

from pathlib import Path
from weakref import ref

from backend.managers.remembered import once_a_file
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
