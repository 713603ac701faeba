"""Dependencies that documents and manifests state, held against what the code does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from backend.managers.calls import Call
from backend.managers.remembered import WhileSame
from backend.managers.stated.said import Said, Verdict, stated
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence
from backend.model.stated import Stated

_CLAIMED = frozenset({"document", "manifest"})
_FOUND = ("strict", "recovered", "run", "struct_field", "call")
"""What in code speaks for a dependency, the best first."""

Pair = tuple[str, str]


@WhileSame
def stated_dependencies(
    dependencies: Sequence[Dependency],
    calls: Sequence[Call],
    unknown: Sequence[tuple[str, str, Evidence]],
) -> tuple[Stated, ...]:
    """Each dependency that is claimed, by source and target.

    Args:
        dependencies: All, with the claims among their evidence.
        calls: Who calls whom.
        unknown: Managers that manifests name and nobody finds: whose, name and line.
    """
    return tuple(_stated(dependencies, calls, unknown))


def _stated(
    dependencies: Iterable[Dependency],
    calls: Iterable[Call],
    unknown: Iterable[tuple[str, str, Evidence]],
) -> Iterator[Stated]:
    found: dict[Pair, list[Evidence]] = defaultdict(list)
    for one in dependencies:
        found[one.source, one.target] += [item for item in one.evidence if _kind(item) in _FOUND]
    for call in calls:
        found[call.source, call.target].append(call.evidence)
    for one in dependencies:
        lines = tuple(item for item in one.evidence if item.kind in _CLAIMED)
        if lines:
            said = Said("dependency", one.source, one.target, lines[0])
            yield stated(said, lines, _verdict((one.source, one.target), found))
    for source, name, evidence in unknown:
        said = Said("dependency", source, name, evidence)
        yield stated(said, (evidence,), Verdict("nowhere", "no manager of that name"))


def _verdict(pair: Pair, found: Mapping[Pair, Sequence[Evidence]]) -> Verdict:
    source, target = pair
    if traces := _ranked(found.get(pair, ())):
        return Verdict("exists", _told(traces), traces)
    if traces := _ranked(found.get((target, source), ())):
        return Verdict("reversed", f"{target} depends on {source}: {_told(traces)}", traces)
    return Verdict("nowhere", "no import, call or field of its type")


def _ranked(traces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(traces, key=lambda item: (item.test, _FOUND.index(_kind(item)))))


def _told(traces: Sequence[Evidence]) -> str:
    first = traces[0]
    by = "import" if first.resolution else first.kind.replace("_", " ")
    alone = ", in tests alone" if first.test else ""
    return f"{by} {first.path}:{first.line}{alone}"


def _kind(item: Evidence) -> str:
    return item.resolution or item.kind
