"""In which folder an import path lies, by Go's own rules over go.mod, go.work and vendor."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path, PurePosixPath

from backend.managers.asked import Asked
from backend.managers.folders import real, reals
from backend.managers.go_mod import GoMod, Replacement, read_go_mod, version_key
from backend.managers.stamps import Stamp, stamp

_FIRST_WITH_VENDOR = (1, 14)
_STANDARD = "std"
"""Module path of Go's standard library, which its import paths leave out."""


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One go.mod and the folder it lies in, resolved; each read once by `Modules`."""

    folder: Path
    file: GoMod

    @property
    def path(self) -> str:
        """Module path; empty where the file names none."""
        return self.file.module

    def ignores(self, folder: Path) -> bool:
        """Whether an `ignore` line leaves a folder out of `./...`."""
        if not self.file.ignored:
            return False
        below = f"/{folder.relative_to(self.folder).as_posix()}/"
        return any(
            below.startswith(f"/{PurePosixPath(name).as_posix()}/")
            if name.startswith("./")
            else f"/{name.strip('/')}/" in below
            for name in self.file.ignored
        )


@dataclass(frozen=True, slots=True)
class Located:
    """Where an import path lies.

    Attributes:
        rule: How, beyond the module's own path: `replace`, `work`, `vendor`, or `nested` where
            the folder belongs to a module of another path, which Go itself would refuse.
    """

    folder: Path
    rule: str | None


@dataclass(frozen=True, slots=True)
class _Build:
    """What a module's imports may mean.

    Attributes:
        places: Path prefix, folder and rule, the longest prefix first.
        elsewhere: Module paths that come from elsewhere.
    """

    places: tuple[tuple[str, Path, str | None], ...]
    elsewhere: frozenset[str]


class Modules:
    """The modules around some folders, each file read once.

    Attributes:
        asked: What all of it follows from.
    """

    def __init__(self) -> None:
        self.asked = Asked()
        self.real = self.asked.once(real, reals)
        self.has_go_files = self.asked.once(has_go_files)
        self._go_mod = self.asked.once(partial(_module_file, "go.mod"))
        self._go_work = self.asked.once(partial(_module_file, "go.work"))
        self._is_top = self.asked.once(is_top)
        self._vendored = self.asked.once(_vendored)
        self.owner = cache(self._owner)
        self.is_ignored = cache(self._is_ignored)
        self._at = cache(self._module_at)
        self._workspace = cache(self._find_workspace)
        self._build = cache(self._make_build)

    def locate(self, folder: Path, import_path: str) -> Located | None:
        """The folder that holds the package, if it is there and has Go files.

        Args:
            folder: Of the importing file, resolved.
            import_path: As written.
        """
        module = self.owner(folder)
        if module is None:
            return None
        nested = None
        for prefix, base, rule in self._build(module).places:
            rest = _below(import_path, prefix)
            if rest is None or not self.has_go_files(base / rest):
                continue
            target = base / rest
            owner = self.owner(target)
            if owner is None or owner.folder == base or not owner.folder.is_relative_to(base):
                return Located(target, rule)
            nested = nested or Located(target, "nested")
        return nested

    def import_path(self, folder: Path) -> str | None:
        """What others write to import a folder's package; None where no module owns it."""
        module = self.owner(folder)
        if module is None or not module.path:
            return None
        path = PurePosixPath(_prefix(module)) / folder.relative_to(module.folder).as_posix()
        return path.as_posix()

    def is_required(self, folder: Path, import_path: str) -> bool:
        """Whether the go.mod above `folder` says that the path comes from elsewhere."""
        module = self.owner(folder)
        if module is None:
            return False
        elements = import_path.split("/")
        paths = ("/".join(elements[:count]) for count in range(len(elements), 0, -1))
        return not self._build(module).elsewhere.isdisjoint(paths)

    def _is_ignored(self, root: Path, path: str) -> bool:
        """Whether the module of a folder below a root leaves it out of `./...`."""
        folder = root / path
        owner = self.owner(folder)
        return owner is not None and owner.ignores(folder)

    def _owner(self, folder: Path) -> Module | None:
        """The module of the nearest go.mod at or above a folder, within its repository."""
        module = self._at(folder)
        if module is not None or self._is_top(folder) or folder == folder.parent:
            return module
        return self.owner(folder.parent)

    def _module_at(self, folder: Path) -> Module | None:
        """The module whose go.mod lies in a folder."""
        file = self._go_mod(folder)
        return None if file is None else Module(folder, file)

    def _find_workspace(self, folder: Path) -> tuple[Path, GoMod] | None:
        """The nearest go.work at or above a folder, within its repository."""
        for above in (folder, *folder.parents):
            file = self._go_work(above)
            if file is not None:
                return above, file
            if self._is_top(above):
                break
        return None

    def _make_build(self, module: Module) -> _Build:
        mains, work = [module], None
        workspace = self._workspace(module.folder)
        if workspace is not None:
            used = [self.real(workspace[0] / name) for name in workspace[1].used]
            if module.folder in used:
                work = Module(*workspace)
                others = [self._at(folder) for folder in used if folder != module.folder]
                mains += [other for other in others if other is not None]
        own = [
            (_prefix(main), main.folder, None if main is module else "work")
            for main in mains
            if main.path
        ]
        required = _required(mains)
        vendor = self._vendor(work or module, workspace=work is not None)
        if vendor is not None:
            return _Build((*_longest_first(own), ("", vendor, "vendor")), frozenset(required))
        replaced = _replaced([work, *mains] if work else mains, required)
        for path, folder in replaced:
            own.append((path, self.real(folder), "replace"))
        local = {path for path, _, _ in own}
        return _Build(_longest_first(own), frozenset(required) - local)

    def _vendor(self, top: Module, *, workspace: bool) -> Path | None:
        """The vendor folder that a build takes everything else from, where there is one."""
        folder = top.folder / "vendor"
        if version_key(top.file.go)[:2] < _FIRST_WITH_VENDOR:
            return None
        first = self._vendored(folder)
        if first is None:
            return None
        notes = first.removeprefix("## ").split(";") if first.startswith("## ") else []
        return folder if ("workspace" in (note.strip() for note in notes)) == workspace else None


class _Kept:
    """Modules that were looked at before."""

    def __init__(self) -> None:
        self.modules = Modules()


def modules_around(folders: tuple[Path, ...]) -> Modules:
    """The modules around some folders; the same ones as long as none of their answers changes."""
    kept = _kept(folders)
    if not kept.modules.asked.holds():
        kept.modules = Modules()
    return kept.modules


@lru_cache(maxsize=2)
def _kept(_: tuple[Path, ...]) -> _Kept:
    return _Kept()


def _prefix(module: Module) -> str:
    return "" if module.path == _STANDARD else module.path


def _longest_first(
    places: list[tuple[str, Path, str | None]],
) -> tuple[tuple[str, Path, str | None], ...]:
    return tuple(sorted(places, key=lambda place: -len(place[0])))


def _required(mains: list[Module]) -> dict[str, str]:
    """Module path to the newest version that a main module asks for."""
    newest: dict[str, str] = {}
    for main in mains:
        for path, version in main.file.required:
            if path not in newest or version_key(version) > version_key(newest[path]):
                newest[path] = version
    return newest


def _replaced(modules: list[Module], required: dict[str, str]) -> Iterator[tuple[str, Path]]:
    """Module path to folder, for each path that is replaced by one; earlier modules win.

    A replacement of one version counts where that version is required, or none is, and goes
    before one of all versions.
    """
    chosen: dict[str, tuple[Module, Replacement]] = {}
    for module in modules:
        applying = [
            item
            for item in module.file.replaced
            if not item.version or required.get(item.path, item.version) == item.version
        ]
        for item in sorted(applying, key=lambda item: not item.version):
            chosen.setdefault(item.path, (module, item))
    for path, (module, item) in chosen.items():
        if item.local:
            yield path, module.folder / item.target.replace("\\", "/")


def _module_file(name: str, folder: Path) -> GoMod | None:
    """The go.mod or go.work of a folder, where there is one."""
    file = f"{folder}/{name}"
    there = os.path.isfile(file)  # noqa: PTH113  (a Path costs more than its stat)
    return _read(file, stamp(file)) if there else None


@lru_cache(maxsize=512)
def _read(file: str, _: Stamp) -> GoMod:
    return read_go_mod(Path(file))


def is_top(folder: Path) -> bool:
    """Whether a repository begins there."""
    return os.path.exists(f"{folder}/.git")  # noqa: PTH110  (as above)


def _vendored(folder: Path) -> str | None:
    """The first line of a vendor folder's list of modules, where it has one."""
    try:
        with (folder / "modules.txt").open(encoding="utf-8", errors="replace") as file:
            return file.readline(512)
    except OSError:
        return None


def _below(import_path: str, prefix: str) -> str | None:
    """What follows `prefix` in the path, empty for the prefix itself; None if it is not below."""
    if import_path == prefix:
        return ""
    start = f"{prefix}/" if prefix else ""
    if not import_path.startswith(start):
        return None
    rest = import_path[len(start) :]
    return None if {"", ".", ".."}.intersection(rest.split("/")) else rest


def has_go_files(folder: Path) -> bool:
    """Whether a folder holds Go files directly."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.endswith(".go") for entry in entries)
    except (OSError, ValueError):  # no path the system would take
        return False
