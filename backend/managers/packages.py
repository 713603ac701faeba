"""Go packages: the files of one folder that share a package clause."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from backend.managers.go_modules import Modules
from backend.managers.reading import Read
from backend.managers.source import SourceFile
from backend.managers.text import shown
from backend.model.ecosystem import Package


def packages(managers: Iterable[Read], modules: Modules) -> tuple[Package, ...]:
    """Every package of every manager, by path and name; external tests belong to theirs."""
    found = []
    for read in managers:
        groups: dict[tuple[str, str], list[SourceFile]] = defaultdict(list)
        for file in read.files:
            if file.language == "Go" and file.package:
                name = file.package.removesuffix("_test") if file.test else file.package
                groups[str(PurePosixPath(file.path).parent), name].append(file)
        found += [
            Package(
                import_path=_import_path(files[0].folder, path, modules),
                path=path,
                manager=read.name,
                name=name,
                imports=_imports(file for file in files if not file.test),
                test_imports=_imports(file for file in files if file.test),
            )
            for (path, name), files in groups.items()
        ]
    return tuple(sorted(found, key=lambda package: (package.manager, package.path, package.name)))


def _imports(files: Iterable[SourceFile]) -> tuple[str, ...]:
    return tuple(sorted({item.path for file in files for item in file.imports}))


def _import_path(folder: Path, path: str, modules: Modules) -> str:
    """By the go.mod that owns the folder; without one, the path below the root."""
    module = modules.owner(folder)
    if module is None or not module.path:
        return path
    return shown(PurePosixPath(module.path) / folder.relative_to(module.folder).as_posix())
