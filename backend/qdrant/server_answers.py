"""What we read of Qdrant's answers about a server as a whole."""

from pydantic import Field, JsonValue

from backend.model.base import Frozen
from backend.qdrant.answers import Moment


class Raft(Frozen):
    """A node's place in the consensus."""

    term: int | None = None
    commit: int | None = None
    pending_operations: int | None = None
    leader: int | None = None
    role: str | None = None


class Consensus(Frozen):
    """`working`, `stopped`, or `stopped_with_err`."""

    consensus_thread_status: str


class PeerAddress(Frozen):
    """Where the other nodes reach a node."""

    uri: str


class ClusterStatus(Frozen):
    """`GET /cluster`."""

    status: str
    peer_id: int | None = None
    peers: dict[int, PeerAddress] = Field(default_factory=dict)
    raft_info: Raft | None = None
    consensus_thread_status: Consensus | None = None
    message_send_failures: dict[str, object] | None = None


class Reported(Frozen):
    """One entry of `GET /issues`."""

    id: str
    description: str
    timestamp: Moment | None = None
    related_collection: str | None = None


class Issues(Frozen):
    """`GET /issues`, from 1.8."""

    issues: tuple[Reported, ...] = ()


class Slow(Frozen):
    """One entry of `GET /profiler/slow_requests`; its body may hold anything."""

    collection_name: str
    request_name: str
    duration: float
    datetime: Moment | None = None
    request_body: JsonValue = None


class SlowRequests(Frozen):
    """`GET /profiler/slow_requests`, from 1.15.5."""

    requests: tuple[Slow, ...] = ()
