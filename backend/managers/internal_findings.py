"""Findings about imports of `internal` packages from where Go forbids it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from backend.managers.go_modules import Modules
from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import Import, SourceFile
from backend.managers.text import shown
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence, Finding, Severity, finding_id


def internal_findings(managers: Iterable[Read], modules: Modules) -> Iterator[Finding]:
    """One finding for each folder and `internal` package that it may not import."""
    for read in managers:
        yield from _findings(read, modules)


@lru_cache(maxsize=REMEMBERED)
def _findings(read: Read, modules: Modules) -> tuple[Finding, ...]:
    refused: dict[tuple[str, str], list[Evidence]] = {}
    for file in read.files:
        for item in file.imports:
            if _is_refused(item, file, modules):
                places = refused.setdefault((file.directory, item.path), [])
                places.append(
                    Evidence(
                        kind="import",
                        path=file.path,
                        line=item.line,
                        text=item.text,
                        test=file.test,
                    )
                )
    return tuple(
        Finding(
            id=finding_id("internal", (read.name, folder), path),
            kind="internal",
            severity=Severity.LOOK,
            subjects=(read.name, folder),
            summary=f"{folder} imports {shown(path)}, which is internal to {_parent(path)}",
            remedy="Move what it uses out of internal, or import it from below there only.",
            evidence=tuple(places[:QUOTED]),
        )
        for (folder, path), places in refused.items()
    )


def _is_refused(item: Import, file: SourceFile, modules: Modules) -> bool:
    """Go's rule: an importer's own path has to begin with what stands before `internal`."""
    if "internal" not in item.path or "internal" not in item.path.split("/"):
        return False
    located = modules.locate(file.folder, item.path)
    if located is None or located.rule == "vendor":
        return False
    importer = modules.import_path(file.folder) or ""
    parent = _parent(item.path)
    return not (importer == parent or importer.startswith(f"{parent}/") or not parent)


def _parent(path: str) -> str:
    """What stands before the last `internal`."""
    elements = path.split("/")
    last = len(elements) - 1 - elements[::-1].index("internal")
    return "/".join(elements[:last])
