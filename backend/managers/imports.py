"""Import paths to managers: strictly by Go's rules, or recovered by a rule that is named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from backend.managers.aliases import Named
from backend.managers.discovery import LOOSE, Found
from backend.managers.go_modules import Modules
from backend.managers.go_source import is_on_disk, is_relative
from backend.managers.text import alias
from backend.model.finding import Resolution

_STANDARD_WORDS = """
C archive arena bufio builtin bytes cmp compress container context crypto database debug embed
encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net
os path plugin reflect regexp runtime simd slices sort strconv strings structs sync syscall
testing text time unicode unique unsafe weak
"""
_STANDARD = frozenset(_STANDARD_WORDS.split())
_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})


def is_standard(path: str) -> bool:
    """Whether an import path is one of Go's standard library."""
    return path.partition("/")[0] in _STANDARD


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an import means: a manager's name, or for dangling ones the path as written."""

    target: str
    resolution: Resolution
    rule: str | None


class Resolver:
    """Resolves the imports of one ecosystem.

    An import is *strict* when Go's own rules lead to a folder with Go files inside a manager.
    Otherwise, unless it is the standard library's or another module's:

    - `relative`: it begins with a dot and leads to such a folder: recovered, else dangling.
    - `disk`: it names a disk of somebody's machine: dangling.
    - `characters`: it holds unprintable ones: dangling.
    - `self`: it names the importing manager under a dead module path: dangling.
    - `suffix`: it ends in `…/managers/<name>[/…]`, or in `…/interfaces` where there is such a
      shared folder: recovered.
    - `alias`: another of its elements is a manager's name: recovered.

    Where a rule leads to several managers the import is *ambiguous*. A path that no rule
    recovers and that looks like one of this repository's is *dangling*.

    Attributes:
        asked: What all of it follows from.
        roots: Manager to the folder of its root.
    """

    def __init__(self, managers: Iterable[Found], modules: Modules, further: Named = ()) -> None:
        """Take the managers, their modules, and further names of some managers."""
        self._modules = modules
        self.asked = modules.asked
        self.roots: dict[str, Path] = {}
        self._resolved = cache(self._resolve)
        self._folders: dict[Path, str] = {}
        self._tops: dict[str, Path] = {}
        self._aliases: dict[str, list[str]] = {}
        self._own: dict[str, str] = {}
        self._shared: set[str] = set()
        for manager in managers:
            top = modules.real(manager.root.folder / manager.path)
            self._folders[top] = manager.name
            self._tops[manager.name] = top
            self.roots[manager.name] = manager.root.folder
            name = "" if manager.path == "." else alias(Path(manager.path).name)
            self._own[manager.name] = name
            if name:
                self._aliases.setdefault(name, []).append(manager.name)
            if manager.shared:
                self._shared.add(name)
        for written, meant in further:
            self._aliases.setdefault(alias(written), [meant])

    def resolve(self, path: str, folder: Path, manager: str) -> tuple[Resolved, ...]:
        """What one import of one file means.

        Args:
            path: The import path as written.
            folder: Of the importing file, resolved.
            manager: The importing manager's name.

        Returns:
            Nothing for imports of the standard library, other modules and the manager itself;
            several where it is ambiguous.
        """
        return next(self.resolve_all((path,), folder, manager))

    def resolve_all(
        self, paths: Iterable[str], folder: Path, manager: str
    ) -> Iterator[tuple[Resolved, ...]]:
        """The same for several imports, one after the other."""
        module = self._modules.owner(folder)
        top = module.folder if module else folder  # means the same to all but relative paths
        for path in paths:
            yield self._resolved(path, folder if is_relative(path) else top, manager)

    def _resolve(self, path: str, folder: Path, manager: str) -> tuple[Resolved, ...]:
        if is_on_disk(path) or not path.isprintable():
            rule = "disk" if is_on_disk(path) else "characters"
            return (Resolved(path, "dangling", rule),)
        located = self._modules.locate(folder, path)
        if located is not None:
            return self._inside(located.folder, manager, "strict", located.rule)
        if is_relative(path):
            target = self._modules.real(folder / path)
            if self._modules.has_go_files(target) and self.holder(target) is not None:
                return self._inside(target, manager, "recovered", "relative")
            return (Resolved(path, "dangling", "relative"),)
        if is_standard(path) or self._modules.is_required(folder, path):
            return ()
        return self._recover(path, folder, manager)

    def _inside(
        self, folder: Path, manager: str, resolution: Resolution, rule: str | None
    ) -> tuple[Resolved, ...]:
        holder = self.holder(folder)
        if holder is None or holder == manager:
            return ()
        return (Resolved(holder, resolution, rule),)

    def at_home(self, path: str, folder: Path, manager: str) -> Path | None:
        """The folder of the manager itself that one import of it means, there or not.

        By Go's rules, from the file on, or behind the manager's name in a dead module path.

        Args:
            path: The import path as written.
            folder: Of the importing file, resolved.
            manager: The importing manager's name.
        """
        located = self._modules.locate(folder, path)
        if located is not None or is_relative(path):
            meant = self._modules.real(located.folder if located is not None else folder / path)
            return meant if self.holder(meant) == manager else None
        elements = path.split("/")
        own = self._own.get(manager)
        at = next((at for at, one in enumerate(elements) if own and alias(one) == own), None)
        return None if at is None else self._tops[manager].joinpath(*elements[at + 1 :])

    def holder(self, folder: Path) -> str | None:
        """The manager that a folder lies in, or None."""
        folder = self._modules.real(folder)
        for above in (folder, *folder.parents):
            name = self._folders.get(above)
            if name is not None and (not name.endswith(LOOSE) or above == folder):
                return name
        return None

    def _recover(self, path: str, folder: Path, manager: str) -> tuple[Resolved, ...]:
        elements = [alias(element) for element in path.split("/")]
        own = self._own.get(manager, "")
        meant = _behind_managers(elements)
        if own and (own == meant if meant in self._aliases else own in elements):
            return (Resolved(path, "dangling", "self"),)
        if meant in self._aliases:
            return self._candidates(meant, "suffix")
        if elements[-1] == "interfaces" and "interfaces" in self._shared:
            return self._candidates("interfaces", "suffix")
        named = [name for name in elements if name in self._aliases and name not in self._shared]
        if named:
            return self._candidates(named[-1], "alias")
        if self._looks_internal(path, folder):
            return (Resolved(path, "dangling", None),)
        return ()

    def _candidates(self, name: str, rule: str) -> tuple[Resolved, ...]:
        found = self._aliases[name]
        resolution: Resolution = "recovered" if len(found) == 1 else "ambiguous"
        return tuple(Resolved(manager, resolution, rule) for manager in sorted(found))

    def _looks_internal(self, path: str, folder: Path) -> bool:
        """Below the module's own path or repository, or with a first element that is no host."""
        first = path.partition("/")[0]
        if "." not in first or "/managers/" in path:
            return True
        module = self._modules.owner(folder)
        if module is None:
            return False
        replaced = (item.path for item in module.file.replaced if item.local)
        known = {_repository(name) for name in (module.path, *replaced)}
        return _repository(path) in known - {""}


def resolver_of(managers: Iterable[Found], modules: Modules, further: Named = ()) -> Resolver:
    """The resolver of some managers; the same object as long as none moves, whatever is in them."""
    places = tuple(Found(one.name, one.root, one.path) for one in managers)
    return _resolver(places, modules, further)


@lru_cache(maxsize=2)
def _resolver(managers: tuple[Found, ...], modules: Modules, further: Named) -> Resolver:
    return Resolver(managers, modules, further)


def _behind_managers(elements: list[str]) -> str:
    """The element behind the last `managers`, or nothing."""
    for index in range(len(elements) - 2, -1, -1):
        if elements[index] == "managers":
            return elements[index + 1]
    return ""


def _repository(path: str) -> str:
    """The repository's name within a hosted path; of other paths the first element."""
    elements = path.split("/")
    hosted = elements[0] in _HOSTS and len(elements) > 2
    return alias(elements[2] if hosted else elements[0])
