"""Go packages: the files of one folder that share a package clause."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from backend.managers.go_modules import Modules
from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import SourceFile
from backend.managers.text import shown
from backend.model.ecosystem import Package


def packages(managers: Iterable[Read], modules: Modules) -> tuple[Package, ...]:
    """Every package of every manager that a build for linux/amd64 has files of.

    By path and name; external tests belong to the package they test.
    """
    found = (package for read in managers for package in _packages(read, modules))
    return tuple(sorted(found, key=lambda package: (package.manager, package.path, package.name)))


@lru_cache(maxsize=REMEMBERED)
def _packages(read: Read, modules: Modules) -> tuple[Package, ...]:
    groups: dict[tuple[str, str], list[SourceFile]] = defaultdict(list)
    for file in read.files:
        if file.package and not file.ignored:
            name = file.package.removesuffix("_test") if file.test else file.package
            groups[file.directory, name].append(file)
    return tuple(
        Package(
            import_path=shown(modules.import_path(files[0].folder) or path),
            path=path,
            manager=read.name,
            name=name,
            imports=_imports(file for file in files if not file.test),
            test_imports=_imports(file for file in files if file.test and not _apart(file)),
            xtest_imports=_imports(file for file in files if _apart(file)),
        )
        for (path, name), files in groups.items()
    )


def _imports(files: Iterable[SourceFile]) -> tuple[str, ...]:
    return tuple(sorted({item.path for file in files for item in file.imports}))


def _apart(file: SourceFile) -> bool:
    """Whether it is an external test, a package of its own beside the one it tests."""
    return file.test and file.package.endswith("_test")
