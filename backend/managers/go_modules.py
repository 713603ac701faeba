"""go.mod and go.work: in which folder an import path lies, by Go's own rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backend.managers.folders import real

_DIRECTIVE = re.compile(r"^(module|replace|require|use)\b\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Module:
    """One go.mod.

    Attributes:
        path: Its module path; empty where the file names none.
        folder: Where it lies, resolved.
        replaced: Import path to folder, for replacements that name a folder.
        required: Module paths that come from elsewhere.
    """

    path: str
    folder: Path
    replaced: tuple[tuple[str, Path], ...] = ()
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Located:
    """Where an import path lies.

    Attributes:
        rule: How, beyond the module's own path: `replace`, `work`, or `nested` where the folder
            belongs to a module of another path, which Go itself would refuse.
    """

    folder: Path
    rule: str | None


class Modules:
    """The modules around some folders, each file read once."""

    def __init__(self) -> None:
        self.owner = cache(self._owner)
        self._at = cache(_module_at)
        self.has_go_files = cache(has_go_files)
        self._workspace = cache(self._find_workspace)
        self._table = cache(self._make_table)

    def locate(self, folder: Path, import_path: str) -> Located | None:
        """The folder that holds the package, if it is there and has Go files.

        Args:
            folder: Of the importing file, resolved.
            import_path: As written.
        """
        module = self.owner(folder)
        if module is None:
            return None
        for prefix, base, rule in self._table(module):
            rest = _below(import_path, prefix)
            if rest is None:
                continue
            target = base / rest
            if not self.has_go_files(target):
                return None
            owner = self.owner(target)
            nested = owner is not None and owner.folder != base and rule is None
            return Located(target, "nested" if nested else rule)
        return None

    def is_required(self, folder: Path, import_path: str) -> bool:
        """Whether the go.mod above `folder` says that the path comes from elsewhere."""
        module = self.owner(folder)
        return module is not None and any(
            _below(import_path, path) is not None for path in module.required
        )

    def _owner(self, folder: Path) -> Module | None:
        """The module of the nearest go.mod at or above a folder, within its repository."""
        for above in (folder, *folder.parents):
            module, top = self._at(above)
            if module is not None or top:
                return module
        return None

    def _find_workspace(self, folder: Path) -> tuple[Path, ...]:
        """Folders that the nearest go.work at or above `folder` uses, its own folder first."""
        for above in (folder, *folder.parents):
            file = above / "go.work"
            if file.is_file():
                return (above, *(real(above / used) for used in _values(file, "use")))
            if (above / ".git").exists():
                break
        return ()

    def _make_table(self, module: Module) -> tuple[tuple[str, Path, str | None], ...]:
        """(path prefix, folder, rule), the longest prefix first; earlier entries win."""
        entries: list[tuple[str, Path, str | None]] = []
        workspace = self._workspace(module.folder)
        modules = [module]
        if module.folder in workspace[1:]:
            entries += [(p, f, "replace") for p, f in _replacements(workspace[0] / "go.work")]
            used = [self.owner(folder) for folder in workspace[1:]]
            modules += [other for other in used if other is not None and other != module]
        for other in modules:
            rule = None if other is module else "work"
            if other.path:
                entries.append((other.path, other.folder, rule))
            entries += [(path, folder, "replace") for path, folder in other.replaced]
        return tuple(sorted(entries, key=lambda entry: -len(entry[0])))


def _module_at(folder: Path) -> tuple[Module | None, bool]:
    """The module whose go.mod lies in a folder, and whether a repository begins there."""
    file = folder / "go.mod"
    return _read_module(file) if file.is_file() else None, (folder / ".git").exists()


def _read_module(file: Path) -> Module:
    path = next(_values(file, "module"), "")
    replaced = tuple(_replacements(file))
    local = {name for name, _ in replaced}
    required = frozenset(value.split()[0] for value in _values(file, "require")) - local
    return Module(path, file.parent, replaced, required)


def _replacements(file: Path) -> Iterator[tuple[str, Path]]:
    for value in _values(file, "replace"):
        old, arrow, new = value.partition("=>")
        target = new.strip().strip('"')
        if arrow and old.split() and target.startswith(("./", "../", "/")):
            yield old.split()[0].strip('"'), real(file.parent / target)


def _values(file: Path, directive: str) -> Iterator[str]:
    """What stands behind a directive, on its line or within its block."""
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return
    block = None
    for raw in text.splitlines():
        line = raw.partition("//")[0].strip()
        if block is not None:
            if line == ")":
                block = None
            elif line and block == directive:
                yield line.strip('"')
            continue
        found = _DIRECTIVE.match(line)
        if found and found[2].startswith("("):
            block = found[1]
        elif line.endswith("("):
            block = line
        elif found and found[1] == directive and found[2]:
            yield found[2].strip('"')


def _below(import_path: str, prefix: str) -> str | None:
    """What follows `prefix` in the path, empty for the prefix itself; None if it is not below."""
    if import_path == prefix:
        return ""
    return import_path[len(prefix) + 1 :] if import_path.startswith(f"{prefix}/") else None


def has_go_files(folder: Path) -> bool:
    """Whether a folder holds Go files directly."""
    try:
        return any(folder.glob("*.go"))
    except (OSError, ValueError):  # no path the system would take
        return False
