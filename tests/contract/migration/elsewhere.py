"""A Qdrant that is moved from: an embedded server that can be killed and started again."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

Json = dict[str, Any]


@dataclass
class Elsewhere:
    """One server on one folder.

    Attributes:
        url: Where it listens; the same after it was started again.
        speaks_grpc: Whether it listens for gRPC, too.
        grpc_port: Where.
    """

    folder: Path
    key: str = ""
    url: str = ""
    speaks_grpc: bool = False
    grpc_port: int = 0
    _process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, or start it again."""
        port = self.url.rpartition(":")[2] or "0"
        environment = {"QDRANT__SERVICE__API_KEY": self.key} if self.key else {}
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "backend.embedded", "--path", str(self.folder)),
                *("--port", port, "--until-stdin-closes"),
                *(("--grpc-port", str(self.grpc_port)) if self.speaks_grpc else ()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        self.url, self.grpc_port = told["url"], told.get("grpc_port", 0)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self._process is not None:
            with self._process as process:
                process.kill()
            self._process = None


@contextmanager
def elsewhere(folder: Path, key: str = "", *, speaks_grpc: bool = False) -> Iterator[Elsewhere]:
    """A server until the block ends."""
    server = Elsewhere(folder, key, speaks_grpc=speaks_grpc)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@dataclass
class Origin:
    """A collection to move from.

    Attributes:
        url: Of its Qdrant.
    """

    url: str
    name: str

    @property
    def address(self) -> str:
        """As people type it."""
        return f"{self.url}/{self.name}"

    def make(self, **settings: Any) -> None:
        """Make it."""
        httpx.put(f"{self.url}/collections/{self.name}", json=settings).raise_for_status()

    def put(self, points: list[Json]) -> None:
        """Write points."""
        path = f"{self.url}/collections/{self.name}/points?wait=true"
        httpx.put(path, json={"points": points}, timeout=30).raise_for_status()

    def delete(self, *ids: Any) -> None:
        """Delete points."""
        path = f"{self.url}/collections/{self.name}/points/delete?wait=true"
        httpx.post(path, json={"points": list(ids)}).raise_for_status()

    def index(self, name: str, schema: str) -> None:
        """Make a payload index."""
        path = f"{self.url}/collections/{self.name}/index?wait=true"
        httpx.put(path, json={"field_name": name, "field_schema": schema}).raise_for_status()

    def alias(self, name: str) -> None:
        """Make an alias of it."""
        action = {"create_alias": {"alias_name": name, "collection_name": self.name}}
        body = {"actions": [action]}
        httpx.post(f"{self.url}/collections/aliases", json=body).raise_for_status()


def info(url: str, name: str) -> Json:
    """A collection as its Qdrant tells it."""
    told: Json = httpx.get(f"{url}/collections/{name}").raise_for_status().json()["result"]
    return told


def points(url: str, name: str) -> dict[Any, Json]:
    """Every point of a collection, by id; its vectors in 32-bit floats, however written."""
    body = {"limit": 100_000, "with_vector": True, "with_payload": True}
    answer = httpx.post(f"{url}/collections/{name}/points/scroll", json=body, timeout=60)
    told = answer.raise_for_status().json()["result"]["points"]
    return {one["id"]: {**one, "vector": _singles(one["vector"])} for one in told}


def _singles(vector: Any) -> Any:
    if isinstance(vector, dict):
        return {name: _singles(one) for name, one in vector.items()}
    if isinstance(vector, list):
        return [_singles(one) for one in vector]
    return vector if isinstance(vector, int) else struct.unpack("f", struct.pack("f", vector))[0]
