"""What has to change in go.mod and go.work when folders move or join."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from backend.managers.consolidation.arrangement import Arrangement, Held
from backend.managers.consolidation.uses import has_own_module
from backend.managers.folders import real
from backend.managers.go_mod import GoMod, Replacement, read_go_mod, version_key
from backend.managers.go_modules import Module, Modules
from backend.managers.reading import Read
from backend.managers.text import shown
from backend.model.consolidation import ModuleChange


def module_changes(
    before: Iterable[Read], arrangement: Arrangement, modules: Modules
) -> Iterator[ModuleChange]:
    """Modules that are given up, what their heirs must require, and paths that lead elsewhere.

    So must a module that files come into from another one.
    """
    places = dict(_places(arrangement))
    ended = {
        module: held
        for held in arrangement.managers.values()
        for module in _given_up(held, modules)
    }
    given_up = {module.folder: module.path for module in ended}
    for module in ended:
        yield ModuleChange(
            path=_told(module.folder / "go.mod"), old=f"module {module.path}", new=""
        )
    for (heir, module), wanted in _inherited(arrangement, ended, modules).items():
        yield from _asked(heir, module, wanted, places, given_up)
    for read in before:
        if arrangement.names.get(read.name) is None:
            places[read.folder] = None
            given_up |= {module.folder: module.path for module in _own(read, modules)}
    seen: set[Path] = set()
    for file in _module_files(before):
        if file not in seen and file.parent not in given_up:
            seen.add(file)
            yield from _led_elsewhere(file, places, given_up)


def _places(arrangement: Arrangement) -> Iterator[tuple[Path, Path | None]]:
    """The folder of each manager that moves, and where to."""
    for held in arrangement.managers.values():
        for read in held.was:
            if read.found.path != held.path:
                yield read.folder, held.root / held.path


def _given_up(held: Held, modules: Modules) -> Iterator[Module]:
    """Modules at the top of managers that join another."""
    for read in held.was if len(held.was) > 1 else ():
        top = read.folder
        if top != held.root / held.path:
            yield from (module for module in _own(read, modules) if module.folder == top)


def _own(read: Read, modules: Modules) -> Iterator[Module]:
    """The modules of a manager's own folders."""
    for name in read.found.modules:
        folder = real((read.found.root.folder / name).parent)
        module = modules.owner(folder)
        if module is not None and module.folder == folder:
            yield module


def _inherited(
    arrangement: Arrangement, ended: Mapping[Module, Held], modules: Modules
) -> dict[tuple[Module, Module], set[str]]:
    """By a module and the one that its files come from, the modules that they need there."""
    found: dict[tuple[Module, Module], set[str]] = defaultdict(set)
    for module, held in ended.items():
        heir = modules.owner(held.root / held.path)
        if heir is not None:
            found[heir, module].update(path for path, _ in module.file.required)
    for held in arrangement.managers.values():
        for placed in held.files:
            if placed.path == placed.file.path:
                continue
            was, folder = placed.file.folder, held.root / placed.folder
            old, new = modules.owner(was), modules.owner(folder)
            if new is None or old is None or new.folder == old.folder or old in ended:
                continue
            if not has_own_module(held, was, modules):
                imports = (item.path for item in placed.file.imports)
                needed = {_provider(path, old) for path in imports}
                found[new, old].update(needed - {""})
    return found


def _provider(path: str, module: Module) -> str:
    """The module that an import is from, of those that the importing one requires."""
    required = (one for one, _ in module.file.required if f"{path}/".startswith(f"{one}/"))
    return max(required, key=len, default="")


def _asked(
    heir: Module,
    module: Module,
    wanted: Collection[str],
    places: Mapping[Path, Path | None],
    given_up: Mapping[Path, str],
) -> Iterator[ModuleChange]:
    """What a module has to require, and to replace, for what it gets from another one."""
    file = _told(heir.folder / "go.mod")
    home = _moved(heir.folder, places) or heir.folder
    gone = {heir.path, *given_up.values()}
    known = dict(heir.file.required)
    for path, version in module.file.required:
        there = known.get(path)
        newer = there is None or version_key(version) > version_key(there)
        if path in wanted and newer and path not in gone:
            old = f"require {path} {there}" if there else ""
            yield ModuleChange(path=file, old=old, new=f"require {path} {version}")
    replaced = {item.path for item in heir.file.replaced}
    for item in module.file.replaced:
        if item.path in wanted and item.path not in gone | replaced:
            target = _target(item, module, home, places)
            if target is not None:
                old = f"{item.path} {item.version}".rstrip()
                yield ModuleChange(path=file, old="", new=f"replace {old} => {target}")


def _target(
    item: Replacement, module: Module, home: Path, places: Mapping[Path, Path | None]
) -> str | None:
    """What a replacement leads to, as a module in another folder names it."""
    if not item.local:
        return f"{item.target} {item.target_version}".rstrip()
    there = _moved(real(module.folder / item.target), places)
    return None if there is None else _from(home, there)


def _module_files(before: Iterable[Read]) -> Iterator[Path]:
    """go.mod and go.work files in the managers and above them, within their repository."""
    for read in before:
        root = read.found.root.folder
        for name in read.found.modules:
            yield root / name
        for above in (root, *root.parents):
            yield from (above / name for name in ("go.mod", "go.work") if (above / name).is_file())
            if (above / ".git").exists():
                break


def _led_elsewhere(
    file: Path, places: Mapping[Path, Path | None], given_up: Mapping[Path, str]
) -> Iterator[ModuleChange]:
    """Lines of one file whose folder moves or goes, or whose module is given up.

    The file may move itself: what it names is then told from its new folder.
    """
    said = read_go_mod(file)
    home = _moved(real(file.parent), places)
    if home is None:
        return
    for path, version in said.required:
        if path in given_up.values():
            yield ModuleChange(path=_told(file), old=f"require {path} {version}", new="")
    for old, folder in _folders(said):
        target = real(file.parent / folder)
        there = None if target in given_up else _moved(target, places)
        if there is None:
            yield ModuleChange(path=_told(file), old=old, new="")
        elif PurePosixPath(new := _from(home, there)) != PurePosixPath(folder):
            yield ModuleChange(path=_told(file), old=old, new=old.removesuffix(folder) + new)


def _moved(folder: Path, places: Mapping[Path, Path | None]) -> Path | None:
    """Where a folder stands afterwards; None where it goes with its manager."""
    top = max(
        (top for top in places if folder.is_relative_to(top)),
        key=lambda top: len(top.parts),
        default=None,
    )
    if top is None:
        return folder
    there = places[top]
    return None if there is None else there / folder.relative_to(top)


def _folders(said: GoMod) -> Iterator[tuple[str, str]]:
    """Each line that names a folder, and the folder."""
    for item in said.replaced:
        if item.local:
            version = f" {item.version}" if item.version else ""
            yield f"replace {item.path}{version} => {item.target}", item.target
    for folder in said.used:
        yield f"use {folder}", folder


def _from(base: Path, folder: Path) -> str:
    """A folder as a file in another folder names it."""
    parts_up = 0
    while not folder.is_relative_to(base):
        base = base.parent
        parts_up += 1
    below = folder.relative_to(base).as_posix()
    return str(PurePosixPath(*[".."] * parts_up, below)) if parts_up else f"./{below}"


def _told(path: Path) -> str:
    return shown(path)
