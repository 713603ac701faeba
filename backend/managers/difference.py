"""Two scans set side by side, the earlier from a report or from a git revision."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from backend.model.difference import Changed, Difference
from backend.model.ecosystem import Ecosystem, Manager

_USABLE = ("strict", "recovered")
_GIT_SECONDS = 120


def difference(before: Ecosystem, after: Ecosystem, name: str) -> Difference:
    """What the later scan has and the earlier had not, and the other way round.

    Args:
        before: The earlier scan.
        after: The later one.
        name: What the earlier is called.
    """
    was = {item.name: item for item in before.managers}
    now = {item.name: item for item in after.managers}
    edges = _edges(before), _edges(after)
    found = (
        {one.id: one for one in before.findings},
        {one.id: one for one in after.findings},
    )
    return Difference(
        before=name,
        managers_new=tuple(sorted(now.keys() - was.keys())),
        managers_gone=tuple(sorted(was.keys() - now.keys())),
        edges_new=tuple(sorted(edges[1] - edges[0])),
        edges_gone=tuple(sorted(edges[0] - edges[1])),
        cycles_new=tuple(cycle for cycle in after.cycles if cycle not in before.cycles),
        cycles_gone=tuple(cycle for cycle in before.cycles if cycle not in after.cycles),
        findings_new=tuple(one for key, one in found[1].items() if key not in found[0]),
        findings_gone=tuple(one for key, one in found[0].items() if key not in found[1]),
        figures=tuple(
            change
            for key in sorted(was.keys() & now.keys())
            for change in _figures(was[key], now[key])
        ),
    )


def _edges(ecosystem: Ecosystem) -> set[tuple[str, str]]:
    return {
        (one.source, one.target)
        for one in ecosystem.dependencies
        if any(item.kind == "import" and item.resolution in _USABLE for item in one.evidence)
    }


def _figures(before: Manager, after: Manager) -> Iterator[Changed]:
    scores = [item.score.value if item.score else None for item in (before, after)]
    pairs: tuple[tuple[str, float | None, float | None], ...] = (
        ("lines", before.lines, after.lines),
        ("score", scores[0], scores[1]),
    )
    for figure, was, now in pairs:
        if was != now:
            yield Changed(manager=before.name, figure=figure, before=was, after=now)


def read_report(path: Path) -> Ecosystem:
    """A scan that was printed as JSON.

    Raises:
        ValueError: It is none; the message names the file and what to do.
    """
    try:
        return Ecosystem.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise ValueError(
            f"{path}: expected what `passerelle scan --format json` prints, but {where}: "
            f"{first['msg']}"
        ) from None


@contextmanager
def at_revision(
    roots: Sequence[Path], revision: str, further: Sequence[Path] = ()
) -> Iterator[tuple[Path, ...]]:
    """The roots as they were at a git revision, in a temporary folder that goes with the context.

    Only the roots, the go.mod and go.work files above them and what is named besides are taken
    out; the repository and its work tree are left as they are.

    Args:
        roots: Each in a repository.
        revision: As git takes it.
        further: Folders outside the roots that documents lead to, those that were there then.

    Raises:
        ValueError: A root lies in no repository, or the revision or the root is not in it.
    """
    with tempfile.TemporaryDirectory(prefix="passerelle-") as name:
        then = []
        for place, root in enumerate(roots):
            top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip())
            below = root.resolve().relative_to(top.resolve())
            target = Path(name) / str(place)
            more = [*_module_files(below), *_below(top, further)]
            wanted = [below.as_posix(), *_present(top, more, revision)]
            tar = _git(top, "archive", "--format=tar", revision, "--", *wanted)
            target.mkdir()
            with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
                archive.extractall(target, filter=_inside)  # noqa: S202  (it is filtered)
            (target / ".git").mkdir(exist_ok=True)  # where a search for go.mod upwards ends
            then.append(target / below)
        yield tuple(then)


def _inside(member: tarfile.TarInfo, target: str) -> tarfile.TarInfo | None:
    """What lies in the folder; a link that leads out of it is left out, as the scan leaves it."""
    try:
        return tarfile.data_filter(member, target)
    except tarfile.FilterError:
        return None


def _module_files(below: Path) -> list[str]:
    return [(above / name).as_posix() for above in below.parents for name in ("go.mod", "go.work")]


def _below(top: Path, folders: Iterable[Path]) -> list[str]:
    """Those of the folders that lie in the repository, relative to it."""
    here = top.resolve()
    places = (folder.resolve() for folder in folders)
    return [place.relative_to(here).as_posix() for place in places if place.is_relative_to(here)]


def _present(top: Path, names: Sequence[str], revision: str) -> list[str]:
    """What of it there was."""
    there = _git(top, "ls-tree", "--name-only", revision, "--", *names) if names else b""
    return there.decode().splitlines()


def _git(folder: Path, *words: str) -> bytes:
    if any(word.startswith("-") for word in words[2:3] if words[0] == "archive"):
        raise ValueError(f"{words[2]!r} is no revision")
    try:
        ran = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise ValueError("no git here: name a report instead of a revision") from None
    except subprocess.TimeoutExpired:
        raise ValueError(f"git {words[0]} took longer than {_GIT_SECONDS} s") from None
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(f"{folder}: git {words[0]}: {said[-1] if said else ran.returncode}")
    return ran.stdout
