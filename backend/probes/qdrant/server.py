"""What a Qdrant server says it is."""

import json
import time
from collections.abc import Callable

from pydantic import JsonValue

from backend.model.qdrant import Cluster, Gap, Issue, Peer, Server, SlowRequest
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant.looking import Looking
from backend.qdrant.answers import App, Greeting, System
from backend.qdrant.api import is_silence
from backend.qdrant.connection import Connection
from backend.qdrant.keys import access
from backend.qdrant.pace import Seldom
from backend.qdrant.server_answers import ClusterStatus, Issues, SlowRequests
from backend.qdrant.versions import EVER, ISSUES, SLOW_REQUESTS, Version, read_version

KIB = 1024

LOGGED_EVERY = 30.0
"""Seconds between questions that the server writes to its log."""

LONGEST_BODY = 2_000
"""Characters of a slow request's body that are told, where they are asked for."""

Extras = tuple[ClusterStatus | Gap, Issues | Gap, SlowRequests | Gap]


class ServerProbe(Looking):
    """Version, start and machine of one server, its cluster, and what troubles it."""

    name = "qdrant.server"
    shortest_period = 10.0
    timeout = 20.0

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(connection, clock)
        self._key = connection.api_key
        self._unverified = connection.insecure_tls and connection.url.startswith("https:")
        self._extras: Seldom[Extras] = Seldom(LOGGED_EVERY, clock)
        self._bodies = False

    def look(self, subject: JsonValue) -> None:
        """Tell the bodies of slow requests too, or no longer; they may hold users' data.

        Args:
            subject: `{"bodies": true}` or `{"bodies": false}`.

        Raises:
            ValueError: It is something else.
        """
        wanted = subject.get("bodies") if isinstance(subject, dict) else None
        if not isinstance(wanted, bool):
            raise ValueError('expected {"bodies": true or false}')
        self._bodies = wanted

    def look_away(self) -> None:
        """Tell no bodies any longer."""
        self._bodies = False

    async def read(self) -> Server:
        """Ask `/`, which needs no key, and others, which may be refused.

        Raises:
            ProbeFailed: There is no answer, or it is not Qdrant's.
        """
        with self._pace.reading():
            greeting = await self._api.ask("/", Greeting)
            if "qdrant" not in greeting.title.lower():
                raise ProbeFailed(
                    "invalid",
                    f"{self.target} is not Qdrant; it calls itself {greeting.title[:80]!r}",
                    "pass the address of Qdrant's REST interface with --qdrant URL",
                )
            app, limited = App(), ""
            try:
                app = (await self._api.telemetry(details_level=1)).app
            except ProbeFailed as failed:
                if is_silence(failed):
                    raise
                limited = failed.error.summary
            version = read_version(greeting.version)
            extras = await self._extras.get(lambda: self._ask_extras(version))
        server = _server(self.target, greeting, app, limited, extras)
        if not self._bodies and server.slow_requests:
            bare = tuple(one.model_copy(update={"body": ""}) for one in server.slow_requests)
            server = server.model_copy(update={"slow_requests": bare})
        refusals = (*server.gaps, *([Gap(field="telemetry", reason=limited)] if limited else ()))
        may = access(self._key, refusals, server.slow_requests)
        return server.model_copy(update={"unverified": self._unverified, "access": may})

    async def _ask_extras(self, version: Version | None) -> Extras:
        ask = self._api.ask_or_gap
        return (
            await ask("cluster", "/cluster", ClusterStatus, version, EVER),
            await ask("issues", "/issues", Issues, version, ISSUES),
            await ask(
                "slow_requests", "/profiler/slow_requests", SlowRequests, version, SLOW_REQUESTS
            ),
        )


def _server(url: str, greeting: Greeting, app: App, limited: str, extras: Extras) -> Server:
    system = app.system or System()
    cluster, issues, slow = extras
    return Server(
        url=url,
        title=greeting.title,
        version=greeting.version,
        embedded="embedded" in f"{greeting.title} {greeting.version}".lower(),
        started=app.startup,
        cores=system.cores,
        ram_bytes=system.ram_size and system.ram_size * KIB,
        disk_bytes=system.disk_size and system.disk_size * KIB,
        limited=limited,
        cluster=None if isinstance(cluster, Gap) else _cluster(cluster),
        issues=None if isinstance(issues, Gap) else _issues(issues),
        slow_requests=None if isinstance(slow, Gap) else _slow_requests(slow),
        gaps=tuple(extra for extra in extras if isinstance(extra, Gap)),
    )


def _cluster(told: ClusterStatus) -> Cluster | None:
    """The cluster; None for a single node."""
    if told.peer_id is None:
        return None
    raft, consensus = told.raft_info, told.consensus_thread_status
    return Cluster(
        peer_id=told.peer_id,
        leader=raft and raft.leader,
        role=(raft and raft.role) or "",
        term=raft and raft.term,
        commit=raft and raft.commit,
        pending=raft and raft.pending_operations,
        working=consensus and consensus.consensus_thread_status == "working",
        peers=tuple(Peer(id=peer, uri=told.peers[peer].uri) for peer in sorted(told.peers)),
        unreachable=tuple(sorted(told.message_send_failures or {})),
    )


def _issues(told: Issues) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            id=one.id,
            description=one.description,
            collection=one.related_collection or "",
            at=one.timestamp,
        )
        for one in sorted(told.issues, key=lambda one: one.id)
    )


def _slow_requests(told: SlowRequests) -> tuple[SlowRequest, ...]:
    return tuple(
        SlowRequest(
            collection=one.collection_name,
            request=one.request_name,
            seconds=one.duration,
            at=one.datetime,
            body=json.dumps(one.request_body, ensure_ascii=False)[:LONGEST_BODY],
        )
        for one in sorted(told.requests, key=lambda one: -one.duration)
    )
