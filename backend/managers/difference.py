"""Two scans set side by side, and the earlier one from a report."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from backend.model.difference import Changed, Difference
from backend.model.ecosystem import Ecosystem, Manager

_USABLE = ("strict", "recovered")


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
