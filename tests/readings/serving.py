"""Qdrant and the machine that it runs on."""

from typing import Literal

from backend.model.host import Host, Process, Rate, Usage
from backend.model.qdrant import (
    Cluster,
    Collection,
    Collections,
    Gap,
    Issue,
    Peer,
    Server,
    SlowRequest,
)
from tests.readings.said import NOW, URL


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
                SlowRequest(
                    collection="tasks", request="points/scroll", seconds=0.81, at=NOW,
                    body='{"filter":{"must":[{"key":"status","match":{"value":"open"}}]},"limit":1000,'
                    '"with_payload":true,"with_vector":true}',
                ),
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
