"""Qdrant as seen from outside: its server, its collections, its latencies."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.inside import Memory, Optimizations, Shard, Transfer


class Gap(Frozen):
    """Something that a server does not tell, which is another thing than zero or empty.

    Attributes:
        field: Which field of the model stays None or empty for it.
        reason: Why, in one sentence: `not in 1.15; Qdrant tells it from 1.17 on`.
        since: The release that brought it, such as `1.17`; empty where the release is not why.
    """

    field: str
    reason: str
    since: str = ""


class Issue(Frozen):
    """Something that a server advises to mend, such as a field without an index.

    Attributes:
        id: As the server spells it: `UNINDEXED_FIELD/tasks/status`.
        collection: Which it is about; empty where it is about none.
    """

    id: str
    description: str
    collection: str = ""
    at: AwareDatetime | None = None


class SlowRequest(Frozen):
    """One of the slowest requests since the server's start.

    Attributes:
        seconds: How long it took; the server keeps those from 0.05 s on.
        at: When it ended.
        body: What was asked, as JSON; empty unless somebody asked to see it.
    """

    collection: str
    request: str
    seconds: float
    at: AwareDatetime | None = None
    body: str = ""


class Peer(Frozen):
    """A node of a cluster.

    Attributes:
        uri: Where its peers reach it, which is not its REST address.
    """

    id: int
    uri: str


class Cluster(Frozen):
    """A cluster as one of its nodes sees it.

    Attributes:
        peer_id: The node that was asked.
        leader: The peer that leads, where there is one.
        working: Whether the node's part of the consensus runs; None where it does not say.
        unreachable: Peers that messages could not be sent to lately, by address.
    """

    peer_id: int
    leader: int | None = None
    role: str = ""
    term: int | None = None
    commit: int | None = None
    pending: int | None = None
    working: bool | None = None
    peers: tuple[Peer, ...] = ()
    unreachable: tuple[str, ...] = ()


class Access(Frozen):
    """What the key that we show may and may not; never the key itself.

    Attributes:
        key: Which sort it is: `token` for a JWT.
        may: What it may, a line each; of a token that is its own claim.
        until: When a token ends, by its own claim.
        refused: What the server refused it, and why.
    """

    key: Literal["none", "key", "token"]
    may: tuple[str, ...]
    until: AwareDatetime | None = None
    refused: tuple[Gap, ...] = ()


class Server(Frozen):
    """One Qdrant server.

    Attributes:
        url: Address, without secrets.
        version: As it says itself.
        embedded: True for Passerelle's embedded server.
        started: When its process started, where `/telemetry` tells.
        limited: Why `/telemetry` told nothing; empty where it did.
        unverified: True where its TLS certificate is taken as it is.
        cluster: None for a single node, or where `gaps` says why it is not known.
        issues: What the server advises to mend.
        slow_requests: The slowest since its start, the slowest first; needs the full key.
        access: What our key may and may not.
        gaps: Fields of this model that this release does not tell, or not with this key.
    """

    kind: Literal["server"] = "server"
    url: str
    title: str
    version: str
    embedded: bool = False
    started: AwareDatetime | None = None
    cores: int | None = None
    ram_bytes: int | None = None
    disk_bytes: int | None = None
    limited: str = ""
    unverified: bool = False
    cluster: Cluster | None = None
    issues: tuple[Issue, ...] | None = None
    slow_requests: tuple[SlowRequest, ...] | None = None
    access: Access | None = None
    gaps: tuple[Gap, ...] = ()


class Collection(Frozen):
    """One collection. None means that this server does not say.

    Attributes:
        status: `green`, `yellow`, `grey` or `red`; `unknown` where `error` says why.
        points: Approximate number of points, as the server reports it.
        indexed: Approximate number of indexed vectors.
        vectors: Approximate number of vectors, which releases before 1.16 tell.
        optimizer: `ok`, or the optimizer's error.
        dimension, distance: Of its vector; None too where it has several.
        update_queue: Updates accepted and not yet applied.
        deferred: Points written that searches do not see before they are optimised.
        warnings: What the server warns of.
        created: When the collection was made.
        error: Why nothing but the name is known; empty where more is.
        reason: Why it is not green; empty where it is.
        asked: When the server said so, where that was with an earlier reading than this one.
        optimizations, shards, transfers, memory: Told of the few collections that are looked at
            closely; of the others None.
        gaps: Which of these the server does not tell, or not with this key.
    """

    name: str
    status: str
    points: int | None = None
    indexed: int | None = None
    vectors: int | None = None
    segments: int | None = None
    optimizer: str = ""
    dimension: int | None = None
    distance: str | None = None
    update_queue: int | None = None
    deferred: int | None = None
    warnings: tuple[str, ...] | None = None
    created: AwareDatetime | None = None
    aliases: tuple[str, ...] = ()
    error: str = ""
    reason: str = ""
    asked: AwareDatetime | None = None
    optimizations: Optimizations | None = None
    shards: tuple[Shard, ...] | None = None
    transfers: tuple[Transfer, ...] | None = None
    memory: tuple[Memory, ...] | None = None
    gaps: tuple[Gap, ...] = ()


class Collections(Frozen):
    """The collections of one server, by name.

    Attributes:
        aliases_known: False where the server does not tell aliases, or not with this key.
        version: The server's release; empty where it does not say.
        gaps: Fields of `Collection` that this release does not fill.
    """

    kind: Literal["collections"] = "collections"
    url: str
    collections: tuple[Collection, ...] = ()
    aliases_known: bool = True
    version: str = ""
    gaps: tuple[Gap, ...] = ()


class Bucket(Frozen):
    """One histogram bucket of a window.

    Attributes:
        upper: Upper bound in seconds, inclusive; None for infinity.
        count: Requests in this bucket alone (not cumulative).
    """

    upper: float | None
    count: int


class Quantile(Frozen):
    """The interval in which a quantile truly lies: what a histogram can honestly say.

    Attributes:
        q: 0 to 1.
        low: Lower bound in seconds, exclusive.
        high: Upper bound in seconds, inclusive; None where it is beyond the last bound.
    """

    q: float
    low: float
    high: float | None


class Failures(Frozen):
    """Requests that ended with one other status than success.

    Attributes:
        status: HTTP's, or gRPC's code; `failed` where gRPC before 1.17 does not tell it.
    """

    status: str
    count: int


class EndpointWindow(Frozen):
    """What one endpoint did between two scrapes.

    Attributes:
        method: HTTP method, or `gRPC`.
        endpoint: Route with normalised placeholders, `/collections/{collection_name}/points`.
        collection: Which it was about; empty where all are counted together.
        requests: Successful requests that were timed.
        errors: Requests that ended with another status than 200.
        failures: The same by status, the most frequent first.
        mean: Seconds; exact, from the sums; None where there were no requests, or where the
            server (1.7) has no histogram, which leaves `buckets` and `quantiles` empty too.
    """

    method: str
    endpoint: str
    collection: str = ""
    requests: int
    errors: int = 0
    failures: tuple[Failures, ...] = ()
    mean: float | None = None
    buckets: tuple[Bucket, ...] = ()
    quantiles: tuple[Quantile, ...] = ()


class OwnTiming(Frozen):
    """Requests that Passerelle itself made and timed, exact, over the same window.

    Attributes:
        request: What was asked, such as `GET /healthz` or `POST points/query`.
        count: Requests that were answered with success.
        errors: Requests that were not.
        mean, p50, p95, p99, slowest: Seconds, of the answered ones; quantiles by nearest rank.
    """

    request: str
    count: int
    errors: int = 0
    mean: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    slowest: float | None = None


class Watching(Frozen):
    """What our looking costs a server, over the last `seconds`.

    Attributes:
        bytes_per_second: Of HTTP, both ways.
        log_lines_per_second: Requests that Qdrant writes to its log.
    """

    seconds: float
    requests_per_second: float
    bytes_per_second: float
    log_lines_per_second: float


class NodeLatency(Frozen):
    """Latencies of one node of a cluster.

    Attributes:
        url: Its REST address: the host its peers know it by, with the port of the first server.
        peer: Its id within the cluster.
        seconds, since_start, restarted, endpoints, version, resident_bytes: As in `Latency`, of
            this node alone.
        error: Why it tells nothing now; its endpoints are then empty.
    """

    url: str
    peer: int
    seconds: float = 0.0
    since_start: bool = False
    restarted: bool = False
    endpoints: tuple[EndpointWindow, ...] = ()
    version: str = ""
    resident_bytes: int | None = None
    error: str = ""


class Latency(Frozen):
    """Latencies of one server, or of all nodes of a cluster together, over one window.

    Attributes:
        seconds: Length of the window, between the two scrapes it rests on; 0 where there has
            been one scrape only.
        since_start: True where `endpoints` counts since the server started, because there is
            no earlier scrape to subtract.
        restarted: True where the server restarted within the window.
        endpoints: Endpoints with requests in the window, the busiest first.
        scrape_bytes: Size of the last `/metrics` answer.
        skipped_lines: Lines of it that made no sense.
        version: The server's release, as its metrics say.
        resident_bytes: Memory that it has, by its own account; None where it does not tell. Of a
            cluster all nodes together, and None where one of them does not tell.
        gaps: Fields of `EndpointWindow` that this release does not fill.
        watching: What all our looking at this server and its peers costs them.
        nodes: Of a cluster, each node apart; `endpoints` is those that answer, together.
        by_collection: The busiest endpoints of single collections, where the server tells them
            apart; all nodes together.
    """

    kind: Literal["latency"] = "latency"
    url: str
    seconds: float
    since_start: bool = False
    restarted: bool = False
    endpoints: tuple[EndpointWindow, ...] = ()
    own: tuple[OwnTiming, ...] = ()
    scrape_bytes: int = 0
    skipped_lines: int = 0
    version: str = ""
    resident_bytes: int | None = None
    gaps: tuple[Gap, ...] = ()
    watching: Watching | None = None
    nodes: tuple[NodeLatency, ...] = ()
    by_collection: tuple[EndpointWindow, ...] = ()
