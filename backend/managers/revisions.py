"""Folders as they were at a git revision.

What is scanned is written out as it was, and so is what tells of modules and projects anywhere in
the repository; of every other file its name is enough, to know what imports and documents lead to.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from backend.managers.tsconfig import CONFIGS
from backend.managers.workspaces import PACKAGE, PNPM

_SECONDS = 120
_TELLING = frozenset({"go.mod", "go.work", "modules.txt", PACKAGE, PNPM, *CONFIGS})
"""Files that are read wherever they lie."""

_LINK = b"120000"
_MODULE = b"160000"
"""Modes of symbolic links and of other repositories."""


class _Kept(NamedTuple):
    """What a revision keeps under one path, relative to the top of the repository."""

    mode: bytes
    content: bytes
    path: str


@contextmanager
def at_revision(
    roots: Sequence[Path], revision: str, further: Sequence[Path] = ()
) -> Iterator[tuple[Path, ...]]:
    """The roots as they were at a git revision, in a temporary folder that goes with the context.

    A root that was not there yet is an empty folder. The repository and its work tree are left as
    they are.

    Args:
        roots: Each in a repository.
        revision: As git takes it.
        further: Folders outside the roots that documents lead to.

    Raises:
        ValueError: A root lies in no repository, or the revision is not in it.
    """
    if revision.startswith("-"):
        raise ValueError(f"{revision!r} is no revision")
    with tempfile.TemporaryDirectory(prefix="passerelle-") as name:
        then = []
        for place, root in enumerate(roots):
            top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip()).resolve()
            target = Path(name) / str(place)
            here = root.resolve().relative_to(top)
            inside = {here, *_below(top, further)}
            _written(top, revision, inside, target)
            (target / here).mkdir(parents=True, exist_ok=True)
            (target / ".git").mkdir(exist_ok=True)  # where a search for go.mod upwards ends
            then.append(target / here)
        yield tuple(then)


def _below(top: Path, folders: Iterable[Path]) -> Iterator[Path]:
    """Those of the folders that lie in the repository, relative to it."""
    places = (folder.resolve() for folder in folders)
    yield from (place.relative_to(top) for place in places if place.is_relative_to(top))


def _written(top: Path, revision: str, inside: Iterable[Path], target: Path) -> None:
    listed = [one for one in _kept(top, revision) if one.mode != _MODULE]
    folders = [folder.as_posix() for folder in inside]
    whole = [one for one in listed if _is_read(one, folders)]
    contents = _contents(top, {one.content for one in whole})
    for folder in {os.path.dirname(one.path) for one in listed}:  # noqa: PTH120  (of thousands)
        (target / folder).mkdir(parents=True, exist_ok=True)
    told = {one.path for one in whole}
    for one in listed:
        path = target / one.path
        if one.path not in told:
            path.touch()
        elif one.mode != _LINK:
            path.write_bytes(contents[one.content])
        elif (to := _link(one, contents)) is not None:
            path.symlink_to(to)


def _is_read(one: _Kept, folders: Iterable[str]) -> bool:
    """Whether what a file says matters: one to be scanned, or one that tells of modules."""
    if any(folder == "." or one.path.startswith(f"{folder}/") for folder in folders):
        return True
    return one.mode != _LINK and PurePosixPath(one.path).name in _TELLING


def _link(one: _Kept, contents: Mapping[bytes, bytes]) -> str | None:
    """Where a link leads; None out of the repository, where the scan does not follow it."""
    to = os.fsdecode(contents[one.content])
    meant = os.path.normpath(os.path.join(os.path.dirname(one.path), to))  # noqa: PTH118, PTH120
    return None if meant.startswith(("/", "..")) or not to else to


def _kept(top: Path, revision: str) -> Iterator[_Kept]:
    """Everything that a revision keeps."""
    for line in _git(top, "ls-tree", "-r", "-z", "--full-tree", revision).split(b"\0"):
        told, _, path = line.partition(b"\t")
        if path:
            mode, _, content = told.split()
            yield _Kept(mode, content, os.fsdecode(path))


def _contents(top: Path, names: Iterable[bytes]) -> dict[bytes, bytes]:
    """What the objects of some names hold, as they were committed."""
    asked = b"".join(name + b"\n" for name in names)
    told = memoryview(_git(top, "cat-file", "--batch", given=asked))
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(told):
        end = at + bytes(told[at : at + 256]).index(b"\n")
        name, *rest = bytes(told[at:end]).split()
        size = int(rest[1]) if len(rest) > 1 else -1  # of what is missing, no size is told
        found[name] = bytes(told[end + 1 : end + 1 + max(size, 0)])
        at = end + 1 if size < 0 else end + 2 + size
    return found


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    try:
        ran = subprocess.run(
            ["git", "-C", str(folder), *words],
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise ValueError("no git here: name a report instead of a revision") from None
    except subprocess.TimeoutExpired:
        raise ValueError(f"git {words[0]} took longer than {_SECONDS} s") from None
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(f"{folder}: git {words[0]}: {said[-1] if said else ran.returncode}")
    return ran.stdout
