"""Where the files of a scan lie, seen from the folder that it was started in."""

import posixpath
from collections.abc import Callable, Iterable
from pathlib import Path

from backend.model.ecosystem import Ecosystem


def seen_from_start(ecosystem: Ecosystem) -> Callable[[str], str]:
    """What paths that findings tell, relative to a root, are called from that folder on.

    A file in no manager's folder lies directly in the root, where there is a single one; else it
    was named when the scan was started, and is called that. So is one that lies here and not there.
    """
    roots = {one.path: one.root for one in ecosystem.managers}
    (only,) = ecosystem.roots if len(ecosystem.roots) == 1 else ("",)

    def called(path: str) -> str:
        folder = posixpath.dirname(path)
        while folder and folder not in roots:
            folder = posixpath.dirname(folder)
        beside = "/" not in path or path.startswith("../")
        root = roots[folder] if folder else only if beside else ""
        there = posixpath.normpath(posixpath.join(root, path))
        return path if not Path(there).exists() and Path(path).exists() else there

    return called


def home_of(ecosystem: Ecosystem) -> Callable[[Iterable[str]], str]:
    """Where what findings are about lies, from that folder on: a manager's folder, or the root."""
    homes = {one.name: posixpath.join(one.root, one.path) for one in ecosystem.managers}
    root = ecosystem.roots[0] if ecosystem.roots else "."

    def home(subjects: Iterable[str]) -> str:
        known = (homes[one] for one in subjects if one in homes)
        return posixpath.normpath(next(known, root))

    return home
