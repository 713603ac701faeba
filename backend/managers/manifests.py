"""Manifests of managers, JSON or YAML: the dependencies that they name."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from backend.managers.dependencies import Edge
from backend.managers.names import Names
from backend.managers.reading import REMEMBERED, Read
from backend.managers.stamps import Stamp, stamp
from backend.managers.text import alias, quote, shown
from backend.model.finding import Evidence
from backend.yaml_text import read_yaml

_LARGEST = 1024 * 1024
"""Bytes of a manifest that are read."""


def manifest_edges(managers: Iterable[Read], names: Names) -> Iterator[Edge]:
    """Edges from the `dependencies` of manifests: names, or objects with a `name`."""
    for read in managers:
        for name, evidence in _needed(read):
            target = names.named(name)
            if target is not None and target != read.name:
                yield read.name, target, evidence


def unknown_managers(managers: Iterable[Read], names: Names) -> Iterator[tuple[str, str, Evidence]]:
    """Manager, what its manifest calls a manager and nothing here is called, and where."""
    for read in managers:
        for name, evidence in _needed(read):
            if alias(name).endswith("manager") and names.named(name) is None:
                yield read.name, name, evidence


def _needed(read: Read) -> tuple[tuple[str, Evidence], ...]:
    if read.found.manifest is None:
        return ()
    file = f"{read.found.root.folder}/{read.found.manifest}"
    return _named_in(file, shown(read.found.manifest), stamp(file))


@lru_cache(maxsize=REMEMBERED)
def _named_in(file: str, path: str, _: Stamp) -> tuple[tuple[str, Evidence], ...]:
    text = _text(Path(file))
    found = []
    for name in _declared(text, Path(file).suffix):
        at = max(text.find(f'"{name}"'), 0) or max(text.find(name), 0)
        line = text.count("\n", 0, at) + 1
        found.append((name, Evidence(kind="manifest", path=path, line=line, text=quote(name))))
    return tuple(found)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _declared(text: str, suffix: str) -> tuple[str, ...]:
    """Names among the dependencies; nothing where the text is no manifest."""
    try:
        manifest = json.loads(text) if suffix == ".json" else read_yaml(text)
    except (ValueError, RecursionError):
        return ()
    entries = manifest.get("dependencies") if isinstance(manifest, dict) else None
    if not isinstance(entries, list):
        return ()
    named = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries)
    return tuple(name for name in named if isinstance(name, str))
