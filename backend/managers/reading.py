"""Every file of a manager, read."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.managers.discovery import Found
from backend.managers.files import Wanted, language_of
from backend.managers.folders import reals
from backend.managers.known import KnownFiles
from backend.managers.source import SourceFile
from backend.managers.text import alias, shown
from backend.model.ecosystem import LanguageCount, Manager

REMEMBERED = 512
"""Managers whose own figures are kept from one scan to the next."""

FILES = 4096
"""Files of which something is kept from one scan to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A manager and its files, read, by path; the same one as long as nothing in it changes.

    Attributes:
        folder: Where it lies, resolved: it may be a link.
    """

    found: Found
    files: tuple[SourceFile, ...]
    folder: Path

    @property
    def name(self) -> str:
        """The manager's name."""
        return self.found.name

    @property
    def production(self) -> tuple[SourceFile, ...]:
        """Its files without tests."""
        return tuple(file for file in self.files if not file.test)


class Reader:
    """Reads managers, again and again; what did not change comes out as the same objects."""

    def __init__(self) -> None:
        self.files = KnownFiles()
        self._managers: dict[str, Read] = {}

    def read(
        self, managers: Iterable[Found], meanwhile: Callable[[], None] = lambda: None
    ) -> tuple[Read, ...]:
        """Every manager with its files, in the order given; `meanwhile` as `KnownFiles.read`."""
        managers = tuple(managers)
        folders = reals(found.root.folder / found.path for found in managers)
        wanted = [
            _wanted(folder, found.path, found.sources)
            for found, folder in zip(managers, folders, strict=True)
        ]
        files = self.files.read([item for items in wanted for item in items], meanwhile)
        read = [
            self._same(Read(found, tuple(files[item] for item in items), folder))
            for found, folder, items in zip(managers, folders, wanted, strict=True)
        ]
        self._managers = {item.name: item for item in read}
        return tuple(read)

    def _same(self, read: Read) -> Read:
        before = self._managers.get(read.name)
        return before if before and _parts(before) == _parts(read) else read


def _parts(read: Read) -> tuple[Found, tuple[SourceFile, ...], Path]:
    return read.found, read.files, read.folder


def read_manager(found: Found) -> Read:
    """One manager, read for the first time."""
    return Reader().read([found])[0]


@lru_cache(maxsize=REMEMBERED)
def _wanted(folder: Path, path: str, sources: tuple[str, ...]) -> tuple[Wanted, ...]:
    """A manager's files in its folder, which is called so in their paths."""
    start = 0 if path == "." else len(path) + 1
    return tuple(
        Wanted(folder / name[start:], shown(name), language)
        for name in sources
        if (language := language_of(name))
    )


@lru_cache(maxsize=REMEMBERED)
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
