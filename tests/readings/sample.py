"""Readings as a real world gives them: 36 managers, a migration, a busy Qdrant."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from backend.model.alerts import Alert, Alerts
from backend.model.consolidation import (
    Collision,
    ConsolidationView,
    FileMove,
    Merge,
    ModuleChange,
    Obstacle,
    Outcome,
    PairRank,
    Partition,
    Place,
    Rewrite,
    ScoreChange,
    ServiceGroup,
    Totals,
)
from backend.model.contract import Contract, ContractMethod, Implementation, Implemented
from backend.model.counts import Count, CountClaim
from backend.model.ecosystem import (
    Coupling,
    Dependency,
    Ecosystem,
    Manager,
    Score,
    ScorePart,
)
from backend.model.event import Event, Events
from backend.model.finding import Evidence, Finding, Resolution, Severity
from backend.model.host import Host, Process, Rate, Usage
from backend.model.latency_history import EndpointHistory, LatencyHistory
from backend.model.metrics import Cohesion, Metrics
from backend.model.migration.dead_letter import FailedRecord
from backend.model.migration.preflight import DimensionCount, IdCollision, Preflight
from backend.model.migration.run import Lane, Migrations, Run, RunError, RunState
from backend.model.plan import Contradiction, Phase, Plan, Plans
from backend.model.qdrant import (
    Bucket,
    Cluster,
    Collection,
    Collections,
    EndpointWindow,
    Gap,
    Issue,
    Latency,
    OwnTiming,
    Peer,
    Quantile,
    Server,
    SlowRequest,
)
from backend.model.raci import Cell, Letter, Raci, RaciRow
from backend.model.reading import Failure, ProbeError, Reading, Value
from tests.readings import redundant

NOW = datetime(2026, 11, 22, 14, 2, 7, tzinfo=UTC)
URL = "http://qdrant:6333"

_PERIODS = {
    "managers": 30.0,
    "plan": 30.0,
    "migration": 1.0,
    "qdrant.server": 10.0,
    "qdrant.collections": 5.0,
    "qdrant.latency": 5.0,
    "host": 2.0,
    "events": 0.5,
    "alerts": 1.0,
}
_TARGETS = {
    "managers": "/work/development/managers",
    "plan": "/work/plans",
    "host": "bridge-1",
    "events": "/work/state/events.jsonl",
    "alerts": "limits",
}

_STRICT = {
    "n8n-manager": "error-manager",
    "powershell-bridge": "error-manager",
    "process-manager": "error-manager",
    "script-manager": "error-manager",
    "dependency-manager": "cache-manager",
    "contextual-memory-manager": "interfaces",
}
_RECOVERED = (
    "ai-template-manager",
    "dependency-manager",
    "email-manager",
    "git-workflow-manager",
    "integration-manager",
    "notification-manager",
    "security-manager",
    "smart-variable-manager",
    "storage-manager",
)
_ALONE = (
    "advanced-autonomy-manager",
    "api-gateway",
    "branching-manager",
    "central-coordinator",
    "circuit-breaker",
    "config-manager",
    "container-manager",
    "deployment-manager",
    "git-manager",
    "integrated-manager",
    "integration_tests",
    "maintenance-manager",
    "mcp-manager",
    "mode-manager",
    "monitoring-manager",
    "roadmap-manager",
    "template-performance-manager",
    "test-interface-manager",
    "vectorization-go",
    "workflow-orchestrator",
)
_STEMS = (
    *("error", "config", "interfaces", "cache", "storage", "dependency", "security"),
    *("monitoring", "notification", "email", "process", "script", "container", "deployment"),
    *("git-workflow", "branching", "roadmap", "integration", "n8n", "ai-template"),
    *("smart-variable", "maintenance", "api-gateway", "workflow", "central", "integrated"),
)
ACTIVITIES = ("Planning", "Validation", "Execution", "Monitoring")


def reading(
    probe: str, value: Value | None = None, *, seq: int = 1, error: ProbeError | None = None
) -> Reading:
    """One reading of a probe, with its usual target and period."""
    return Reading(
        probe=probe,
        target=_TARGETS.get(probe, URL),
        seq=seq,
        at=NOW,
        took=0.02,
        period=_PERIODS.get(probe, 5.0),
        failures=1 if error else 0,
        value=value,
        error=error,
    )


def failed(probe: str, kind: Failure, summary: str, remedy: str = "", *, seq: int = 2) -> Reading:
    """A reading that has no value."""
    return reading(probe, seq=seq, error=ProbeError(kind=kind, summary=summary, remedy=remedy))


def _import(source: str, target: str, resolution: Resolution) -> Dependency:
    stem = source.replace("-", "_")
    evidence = Evidence(
        kind="import",
        path=f"{source}/{stem}.go",
        line=14,
        text=f"email_sender/development/managers/{target}",
        resolution=resolution,
        rule="suffix" if resolution == "recovered" else None,
    )
    return Dependency(source=source, target=target, evidence=(evidence,))


def _dependencies() -> tuple[Dependency, ...]:
    strict = [_import(source, target, "strict") for source, target in _STRICT.items()]
    recovered = [_import(source, "interfaces", "recovered") for source in _RECOVERED]
    dangling = [
        _import(name, f"email_sender/cmd/roadmap-cli/part{place}", "dangling")
        for place, name in enumerate(_ALONE)
        for _ in range(1)
    ]
    field = Evidence(
        kind="struct_field",
        path="integrated-manager/integrated_manager.go",
        line=88,
        text="errorManager *ErrorManager",
    )
    named = Dependency(source="integrated-manager", target="error-manager", evidence=(field,))
    return (*strict, *recovered, *dangling, named)


def _score(place: int) -> Score:
    names = ("cohesion", "structure", "phase focus", "dependency focus", "size")
    weights = (0.30, 0.25, 0.20, 0.15, 0.10)
    parts = tuple(
        ScorePart(
            name=name,
            value=round(((place * 7 + at * 13) % 50 + 40) / 100, 2),
            weight=weight,
            detail=f"{place + at} of {place + at + 6} functions",
        )
        for at, (name, weight) in enumerate(zip(names, weights, strict=True))
    )
    return Score(value=round(10 * sum(part.value * part.weight for part in parts), 1), parts=parts)


def _managers(names: list[str], edges: list[tuple[str, str]]) -> tuple[Manager, ...]:
    layers = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in edges:
            layers[source] = max(layers[source], layers[target] + 1)
    managers = []
    for place, name in enumerate(names):
        into = len({source for source, target in edges if target == name})
        out = len({target for source, target in edges if source == name})
        managers.append(
            Manager(
                name=name,
                path=name,
                root="/work/development/managers",
                languages=("PowerShell",) if name == "mcp-manager" else ("Go",),
                shared=name == "interfaces",
                files=3 + place,
                test_files=place % 4,
                lines=900 + 137 * place,
                functions=20 + 3 * place,
                coupling=Coupling(
                    afferent=into,
                    efferent=out,
                    instability=out / (into + out) if into + out else None,
                ),
                metrics=Metrics() if name == "mcp-manager" else _metrics(name, place),
                layer=layers[name],
                score=None if name == "mcp-manager" else _score(place),
            )
        )
    return tuple(managers)


def _metrics(name: str, place: int) -> Metrics:
    declared = Evidence(kind="type", path=f"{name}/run.go", line=9 + place, text="Runner")
    return Metrics(
        abstractness=place % 7 / 10,
        distance=place % 5 / 10,
        cohesion=Cohesion(
            mean=1 + place % 4 / 2, types=4, worst="Runner", most=1 + place % 6, evidence=declared
        ),
        fan_in=place % 3,
        fan_out=place % 4,
        tests=7 * (place % 5),
    )


def _contract() -> Contract:
    """Three methods, one manager with a method each way, and a mock."""
    place = "docs/plan-v57.md"
    wanted = {
        "Initialize": "(context.Context, interface{}) error",
        "Stop": "(context.Context) error",
        "GetStatus": "() ManagerStatus",
    }
    methods = tuple(
        ContractMethod(
            name=name,
            signature=signature,
            evidence=Evidence(kind="document", path=place, line=533 + at, text=name),
        )
        for at, (name, signature) in enumerate(wanted.items())
    )
    dependency, central = "dependency-manager/manager.go", "central-coordinator/discovery.go"
    return Contract(
        name="ManagerInterface",
        methods=methods,
        declared=(Evidence(kind="document", path=place, line=532, text="ManagerInterface"),),
        implementations=(
            Implementation(
                manager="central-coordinator",
                type="MockManager",
                evidence=Evidence(kind="type", path=central, line=161, text="MockManager"),
                methods=tuple(
                    _implemented(name, signature, central, 168 + 6 * at, same=True)
                    for at, (name, signature) in enumerate(wanted.items())
                ),
                mock=(
                    Evidence(kind="mock", path=central, line=161, text="MockManager", rule="name"),
                ),
            ),
            Implementation(
                manager="dependency-manager",
                type="Manager",
                evidence=Evidence(kind="type", path=dependency, line=20, text="Manager"),
                methods=(
                    _implemented("Initialize", "(context.Context) error", dependency, 43),
                    _implemented("Stop", "(context.Context) error", dependency, 71, same=True),
                ),
                missing=("GetStatus",),
            ),
        ),
    )


def _counts() -> tuple[Count, ...]:
    claims = tuple(
        CountClaim(
            value=value,
            lines=lines,
            evidence=(Evidence(kind="document", path=f"docs/{value}.md", line=4, text="managers"),),
        )
        for value, lines in ((26, 28), (19, 7))
    )
    return (Count(what="managers", counted=36, claims=claims),)


def _implemented(
    name: str, signature: str, path: str, line: int, *, same: bool = False
) -> Implemented:
    evidence = Evidence(kind="method", path=path, line=line, text=f"{name}{signature}")
    return Implemented(name=name, signature=signature, same=same, evidence=evidence)


def _row(place: int, manager: Manager) -> RaciRow:
    patterns = ("RCI·", "·RAI", "IICR", "R··C", "C·RI", "··A·")
    pattern = patterns[place % len(patterns)]
    letters: dict[str, Letter] = {}
    cells = []
    for at, activity in enumerate(ACTIVITIES):
        found = pattern[at]
        letter: Letter | None = None
        if found in {"R", "A", "C", "I"}:
            letter = found  # type: ignore[assignment]  # narrowed by the line above
            letters[activity] = letter  # type: ignore[assignment]
        declared = "A" if place == 7 and at == 1 else None
        evidence = (
            Evidence(
                kind="method",
                path=f"{manager.name}/{manager.name.replace('-', '_')}.go",
                line=40 + 9 * at,
                text=f"func (m *Manager) {activity}() error",
            ),
        )
        cells.append(
            Cell(
                activity=activity,
                letter=letter,
                declared=declared,
                confidence=0.4 if place % 5 == 4 else 0.8,
                evidence=evidence if letter else (),
            )
        )
    return RaciRow(
        manager=manager.name,
        letters=letters,
        score=manager.score.value if manager.score else None,
        declared_score=9 if place == 3 else None,
        cells=tuple(cells),
    )


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(
            id="c1",
            kind="cycle",
            severity=Severity.LOOK,
            subjects=("integrated-manager", "dependency-manager", "config-manager"),
            summary="A document claims a cycle that no import forms",
            remedy="Correct the document, or tell where the cycle is",
            claim="integrated → dependency → config → integrated",
            fact="no such imports",
            evidence=(
                Evidence(kind="document", path="docs/architecture.md", line=112, text="Cycle 1"),
            ),
        ),
        Finding(
            id="s1",
            kind="syntax",
            severity=Severity.ACT,
            subjects=("monitoring-manager",),
            summary="monitoring-manager/alerts.go is empty",
            remedy="Restore it or remove it",
            evidence=(
                Evidence(kind="file", path="monitoring-manager/alerts.go", line=0, text="0 bytes"),
            ),
        ),
        Finding(
            id="d1",
            kind="redundancy",
            severity=Severity.NOTE,
            subjects=("security-manager", "storage-manager"),
            summary="ErrorManager is declared in 17 managers in 11 shapes",
        ),
    )


def ecosystem() -> Ecosystem:
    """The real one in miniature: 36 managers, 15 dependencies, the rest alone."""
    dependencies = _dependencies()
    edges = [
        (item.source, item.target)
        for item in dependencies
        if item.resolution() in {"strict", "recovered"}
    ]
    names = sorted({name for edge in edges for name in edge} | set(_ALONE))
    managers = _managers(names, edges)
    return Ecosystem(
        roots=("/work/development/managers",),
        managers=managers,
        dependencies=dependencies,
        declared_cycles=(
            ("integrated-manager", "dependency-manager", "config-manager"),
            ("integration-manager", "n8n-manager", "notification-manager"),
        ),
        raci=Raci(
            activities=ACTIVITIES,
            rows=tuple(_row(place, manager) for place, manager in enumerate(managers)),
        ),
        contract=_contract(),
        counts=_counts(),
        redundancy=redundant.scanned(),
        findings=_findings(),
    )


def deep() -> Ecosystem:
    """26 managers in nine layers, too many for a map on the bridge."""
    return layered(layers=9)


def many() -> Ecosystem:
    """300 managers, too many for any map."""
    return layered(300, layers=7)


def layered(count: int = 26, layers: int = 4) -> Ecosystem:
    """An ecosystem whose every manager takes part in the graph, like the demo's."""
    rounds = ["", *(f"-{number}" for number in range(2, 2 + count // len(_STEMS)))]
    names = [f"{stem}{number}-manager" for number in rounds for stem in _STEMS][:count]
    size = -(-count // layers)
    layer_of = {name: place // size for place, name in enumerate(names)}
    edges: list[tuple[str, str]] = []
    for place, name in enumerate(names):
        below = [other for other in names if layer_of[other] < layer_of[name]]
        near = [other for other in below if layer_of[other] == layer_of[name] - 1]
        if near:
            edges.append((name, near[place % len(near)]))
            edges.append((name, below[(place * 5) % len(below)]))
    edges = list(dict.fromkeys(edges))
    dependencies = tuple(
        _import(source, target, "strict" if place % 3 else "recovered")
        for place, (source, target) in enumerate(edges)
    )
    managers = _managers(names, edges)
    return Ecosystem(
        roots=("/tmp/passerelle-demo/managers",),
        managers=managers,
        dependencies=dependencies,
        raci=Raci(
            activities=ACTIVITIES,
            rows=tuple(_row(place, manager) for place, manager in enumerate(managers)),
        ),
        findings=_findings(),
    )


def knotted() -> Ecosystem:
    """The layered one, in which three managers depend on each other in a circle."""
    plain = layered()
    first, *others = plain.dependencies
    second = next(one for one in others if one.target == first.target)
    back = _import(first.target, first.source, "strict")
    further = _import(second.target, second.source, "strict")
    cycles = ((first.source, first.target), (second.source, second.target))
    dependencies = (*plain.dependencies, back, further)
    return plain.model_copy(update={"dependencies": dependencies, "cycles": cycles})


def dead_letter(place: int) -> FailedRecord:
    """A record that could not be written."""
    return FailedRecord(
        record=700 + place,
        place=f"task_vectors.json: tasks[{700 + place}]",
        id=f"4.2.{place}",
        kind="not finite" if place % 2 else "dimension",
        reason="vector[17] is NaN" if place % 2 else "1536 dimensions where the rest have 384",
        excerpt=f'{{"TaskId": "4.2.{place}", "Title": "Valider", "Vector": [0.0132, -0.08',
        offset=5_600_700 + place,
    )


def _lanes() -> tuple[Lane, ...]:
    """Five workers, one of them with nothing to do, one that tries again."""
    since = NOW - timedelta(seconds=9)
    sending = [
        Lane(doing="sending", batch=29 + place, points=128, attempt=1, since=NOW)
        for place in range(4)
    ]
    again = Lane(doing="again", batch=31, points=128, attempt=2, since=since)
    return (*sending[:2], again, sending[3], Lane(doing="idle"))


def run(state: RunState = "running", written: int = 3_724, *, failures: int = 4) -> Run:
    """A migration on its way, with what real files hold."""
    ended = NOW if state in {"finished", "failed", "aborted"} else None
    return Run(
        id="20261122T140002",
        source="/data/task_vectors.json",
        to=URL,
        collection="tasks__20261122T1402",
        state=state,
        pid=4242,
        host="bridge-1",
        started=NOW - timedelta(seconds=125),
        heartbeat=NOW,
        ended=ended,
        batch_size=128,
        workers=5,
        preflight=Preflight(
            shape="tasks",
            bytes=48_123_456,
            source_records=6_500,
            distinct_ids=6_183,
            dimension=384,
            dimensions=(
                DimensionCount(dimension=384, records=6_499),
                DimensionCount(dimension=1536, records=1),
            ),
            collisions=(IdCollision(point="131", records=("1.3.1", "13.1"), count=2),),
            colliding_records=312,
            not_finite=1,
            seconds=1.2,
        ),
        batches_done=written // 128,
        batches_total=49,
        in_flight=4 if state == "running" else 0,
        request_points=64 if state == "running" else 128,
        transport="rest",
        transport_why="nobody opens for gRPC at port 6334",
        lanes=_lanes() if state == "running" else (),
        dead_letters="/data/20261122T140002.dead-letters.jsonl" if failures else "",
        written=written,
        failed=failures,
        retries=3,
        rate=1812.0 if state == "running" else None,
        rate_history=tuple(float(900 + (place * 371) % 1100) for place in range(60)),
        eta_seconds=91.0 if state == "running" else None,
        eta_low=84.0 if state == "running" else None,
        eta_high=105.0 if state == "running" else None,
        target_exact=written,
        target_exact_at=NOW - timedelta(seconds=2),
        failures=tuple(dead_letter(place) for place in range(min(failures, 20))),
        errors=(
            RunError(
                at=NOW - timedelta(seconds=9),
                summary="batch 41 tried again after 429 (Retry-After 1 s)",
                batch=41,
            ),
        ),
    )


_BOUNDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


def endpoint(
    path: str, counts: tuple[int, ...], quantiles: tuple[Quantile, ...], method: str = "POST"
) -> EndpointWindow:
    """One endpoint's window with counts for the first buckets."""
    uppers: tuple[float | None, ...] = (*_BOUNDS, None)
    padded = (*counts, *([0] * (len(uppers) - len(counts))))
    buckets = tuple(
        Bucket(upper=upper, count=count) for upper, count in zip(uppers, padded, strict=True)
    )
    return EndpointWindow(
        method=method,
        endpoint=path,
        requests=sum(counts),
        mean=0.0031,
        buckets=buckets,
        quantiles=quantiles,
    )


def quantile(q: float, low: float, high: float | None) -> Quantile:
    """An interval in milliseconds, for reading ease."""
    return Quantile(q=q, low=low / 1000, high=None if high is None else high / 1000)


def latency() -> Latency:
    """A search load beside the migration's own writing."""
    return Latency(
        url=URL,
        seconds=60,
        endpoints=(
            endpoint(
                "/collections/{collection_name}/points/query",
                (612, 318, 218, 95, 36, 5),
                (quantile(0.5, 1, 2), quantile(0.95, 5, 10), quantile(0.99, 10, 20)),
            ),
            endpoint(
                "/collections/{collection_name}/points",
                (0, 0, 12, 40, 80, 66, 20, 4),
                (quantile(0.5, 10, 20), quantile(0.95, 50, 100), quantile(0.99, 100, 200)),
                method="PUT",
            ),
        ),
        own=(
            OwnTiming(
                request="POST points/query",
                count=12,
                p50=0.0021,
                p95=0.0079,
                p99=0.0084,
                mean=0.003,
            ),
        ),
        scrape_bytes=18_000,
    )


def history(slices: int = 40) -> LatencyHistory:
    """Searches that slow down for a while, after a restart of the server."""
    return LatencyHistory(
        url=URL,
        seconds=10,
        ends=tuple(NOW - timedelta(seconds=10 * place) for place in reversed(range(slices))),
        restarts=(slices // 2,),
        endpoints=(
            EndpointHistory(
                method="POST",
                endpoint="/collections/{collection_name}/points/query",
                bounds=_BOUNDS,
                counts=tuple(_slice(place - slices // 2) for place in range(slices)),
            ),
        ),
    )


def _slice(after: int) -> tuple[int, ...]:
    """Counts per bucket, so many slices after the restart."""
    if after == 0:
        return ()
    slow = 0 <= after < 8
    counts = (20, 30, 40, 44, 25, 12, 2) if slow else (70, 44, 30, 12, 3, after % 3)
    return (*counts, *([0] * (len(_BOUNDS) + 1 - len(counts))))


def server() -> Server:
    """The Qdrant that everything goes to."""
    return Server(url=URL, title="qdrant - vector search engine", version="1.18.3", cores=8)


def troubled_server() -> Server:
    """One of two that lost the other, with an issue and a slow request."""
    return server().model_copy(
        update={
            "cluster": Cluster(
                peer_id=1, leader=2, working=False, unreachable=("http://n2:6335",),
                peers=(Peer(id=1, uri="http://n1:6335"), Peer(id=2, uri="http://n2:6335")),
            ),
            "issues": (Issue(id="UNINDEXED_FIELD/tasks/status", description="no index", at=NOW),),
            "slow_requests": (
                SlowRequest(collection="tasks", request="points/query", seconds=1.25, at=NOW),
            ),
            "gaps": (Gap(field="slow_requests", reason="only the server's api_key may read this"),),
        }
    )  # fmt: skip


def collections(status: Literal["green", "yellow", "red"] = "green") -> Collections:
    """Three collections; the status is that of `tasks`."""
    return Collections(
        url=URL,
        collections=(
            Collection(
                name="tasks",
                status=status,
                points=329,
                indexed=329,
                segments=2,
                optimizer="ok",
                dimension=1536,
                distance="Cosine",
                aliases=("current",),
            ),
            Collection(
                name="tasks__20261122T1402",
                status="green",
                points=3_724,
                indexed=0,
                segments=4,
                optimizer="ok",
                dimension=384,
                distance="Cosine",
                update_queue=3,
            ),
            Collection(name="notes", status="green", points=12, dimension=384, distance="Dot"),
        ),
    )


def host() -> Host:
    """A machine with work to do."""
    gib = 2**30
    return Host(
        name="bridge-1",
        cores=8,
        cpu_percent=41.0,
        load=(2.31, 1.8, 1.1),
        memory=Usage(used=9 * gib, total=16 * gib),
        disk=Usage(used=410 * gib, total=476 * gib),
        network=Rate(received=1_200_000, sent=88_000),
        processes=(
            Process(role="qdrant", pid=811, name="qdrant", cpu_percent=88, memory=812 * 2**20),
            Process(role="migration", pid=4242, name="python", cpu_percent=31, memory=96 * 2**20),
            Process(
                role="passerelle", pid=5001, name="passerelle", cpu_percent=0, memory=48 * 2**20
            ),
        ),
    )


def plans() -> Plans:
    """Two plans, one of which declares more than it has ticked, and a file that is none."""
    return Plans(
        plans=(
            Plan(
                path="plans/plan-dev-v57.md",
                title="Consolidation of the managers",
                encoding="windows-1254, repaired",
                declared_percent=80,
                counted_percent=12.5,
                done=32,
                total=256,
                phases=(
                    Phase(title="Phase 1: audit", declared_percent=100, done=30, total=40, line=12),
                    Phase(title="Phase 2: migration", declared_percent=None, done=2, total=216),
                ),
                contradictions=(
                    Contradiction(
                        summary="Phase 1 says done",
                        claim="100 %",
                        fact="75 %",
                        evidence=(
                            Evidence(
                                kind="heading",
                                path="plans/plan-dev-v57.md",
                                line=12,
                                text="## Phase 1: audit (100 %)",
                            ),
                        ),
                    ),
                ),
            ),
            Plan(
                path="plans/plan-dev-v49.md",
                title="Errors",
                declared_percent=50,
                counted_percent=50,
                done=5,
                total=10,
            ),
        )
    )


def events() -> Events:
    """Three things that happened, one of them the day before."""
    return Events(
        events=(
            Event(
                at=NOW - timedelta(seconds=9),
                mark="look",
                source="migration",
                text="batch 41 retried after 429",
            ),
            Event(
                at=NOW - timedelta(seconds=55),
                mark="fine",
                source="qdrant.collections",
                text="collection tasks yellow → green",
            ),
            Event(
                at=NOW - timedelta(days=1),
                mark="act",
                source="host",
                text="timeout: no answer within 2 s",
            ),
        )
    )


def consolidation() -> ConsolidationView:
    """Two managers to be merged, around a third."""
    before, after = (
        Totals(managers=count, edges=17, tangled=tangled, mean_score=6.0)
        for count, tangled in ((36, 0), (35, 2))
    )
    place = (Place(path="a-manager/a.go", line=3, manager="a-manager"),
             Place(path="b-manager/b.go", line=5, manager="b-manager"))  # fmt: skip
    outcome = Outcome(
        steps=(Merge(managers=("email-manager", "notification-manager"), into="email-manager"),),
        before=before,
        after=after,
        cycles_new=(("email-manager", "config-manager"),),
        edges_gone=(("notification-manager", "interfaces"),),
        moves=(FileMove(old="notification-manager/n.go", new="email-manager/n.go"),),
        rewrites=(
            Rewrite(path="config-manager/c.go", line=9, old="x/notification-manager",
                    new="x/email-manager", why="moved"),
        ),
        collisions=(
            Collision(folder="email-manager", name="Config", form="type", verdict="conflicting",
                      places=place),
        ),
        obstacles=(
            Obstacle(kind="internal", summary="x/internal is internal", path="a.go", line=4),
        ),
        modules=(ModuleChange(path="go.mod", old="replace x => ./b", new=""),),
        lines_saved=453,
        scores=(ScoreChange(manager="email-manager", before=6.3, after=4.4),),
    )  # fmt: skip
    return ConsolidationView(
        outcome=outcome.model_copy(update={"steps": ()}),
        pairs=(
            PairRank(managers=("email-manager", "notification-manager"), value=65.5,
                     closeness=0.2, edges=0, conflicts=0, tangled=0, lines_saved=453),
            PairRank(managers=("config-manager", "dependency-manager"), value=-1.5,
                     closeness=0.27, edges=1, conflicts=3, tangled=1, lines_saved=0),
        ),
        ranked=2,
        partition=Partition(
            services=2,
            groups=(
                ServiceGroup(managers=("email-manager", "notification-manager"),
                             words=("email", "template"), inner=3.5, outer=1.25),
                ServiceGroup(managers=("config-manager",), words=("config",), inner=0, outer=1.25),
            ),
            modularity=0.32, stability=0.93, seeds=20, unsteady=(("config-manager", 0.5),),
        ),
        reorganisation=outcome,
    )  # fmt: skip


def firing() -> Alerts:
    """A limit on searches that does not hold."""
    return Alerts(
        alerts=(
            Alert(
                name="search_p95",
                title="search p95",
                probe="qdrant.latency",
                state="firing",
                verdict="beyond",
                low=0.05,
                high=0.1,
                limit=0.02,
                unit="s",
                evidence="POST points/query: 1,284 requests in 60 s",
                since=NOW - timedelta(seconds=40),
            ),
        )
    )


def everything(ecosystem_value: Ecosystem | None = None) -> list[Reading]:
    """One good reading of every probe."""
    return [
        reading("managers", ecosystem_value or ecosystem()),
        reading("plan", plans()),
        reading("migration", Migrations(runs=(run(),))),
        reading("qdrant.server", server()),
        reading("qdrant.collections", collections()),
        reading("qdrant.latency", latency()),
        reading("host", host()),
        reading("events", events()),
    ]
