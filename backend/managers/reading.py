"""Every file of a manager, read."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from backend.managers.discovery import Found
from backend.managers.files import language_of, read_source
from backend.managers.folders import real
from backend.managers.source import SourceFile
from backend.managers.text import alias, shown
from backend.model.ecosystem import LanguageCount, Manager


@dataclass(frozen=True, slots=True)
class Read:
    """A manager and its files, read, by path."""

    found: Found
    files: tuple[SourceFile, ...]

    @property
    def name(self) -> str:
        """The manager's name."""
        return self.found.name

    @property
    def production(self) -> tuple[SourceFile, ...]:
        """Its files without tests."""
        return tuple(file for file in self.files if not file.test)


def read_manager(found: Found) -> Read:
    """Read a manager's source files."""
    folder = real(found.root.folder / found.path)  # a manager's folder may be a link
    files = (
        read_source(folder / Path(name).relative_to(found.path), shown(name), language)
        for name in found.sources
        if (language := language_of(name))
    )
    return Read(found, tuple(files))


def counted(read: Read) -> Manager:
    """The manager with what can be counted in its own files."""
    files, lines = Counter[str](), Counter[str]()
    for file in read.files:
        files[file.language] += 1
        lines[file.language] += file.lines
    languages = tuple(sorted(files, key=lambda language: (-lines[language], language)))
    types = [kind for file in read.production for kind in file.types]
    return Manager(
        name=read.name,
        path=shown(read.found.path),
        root=shown(read.found.root.given),
        languages=languages,
        by_language=tuple(
            LanguageCount(language=name, files=files[name], lines=lines[name]) for name in languages
        ),
        shared=read.found.shared,
        files=files.total(),
        test_files=sum(file.test for file in read.files),
        lines=lines.total(),
        functions=sum(len(file.functions) for file in read.production),
        types=len(types),
        interfaces=sum(kind.form == "interface" for kind in types),
        documents=tuple(shown(name) for name in read.found.documents),
        aliases=(alias(Path(read.found.path).name),) if read.found.path != "." else (),
    )
