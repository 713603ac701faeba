"""Where the files of a scan lie, seen from the folder that it was started in."""

import posixpath
from collections.abc import Callable

from backend.model.ecosystem import Ecosystem


def seen_from_start(ecosystem: Ecosystem) -> Callable[[str], str]:
    """What paths that findings tell, relative to a root, are called from that folder on.

    A file in no manager's folder lies directly in the root, where there is a single one; else it
    was named when the scan was started, and is called that.
    """
    roots = {one.path: one.root for one in ecosystem.managers}
    (only,) = ecosystem.roots if len(ecosystem.roots) == 1 else ("",)

    def called(path: str) -> str:
        folder = posixpath.dirname(path)
        while folder and folder not in roots:
            folder = posixpath.dirname(folder)
        root = roots[folder] if folder else "" if "/" in path else only
        return posixpath.normpath(posixpath.join(root, path))

    return called
