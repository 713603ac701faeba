"""Sources for the tests of migrations."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

DIMENSION = 4


def vector(number: int) -> list[float]:
    """A vector that belongs to this number alone."""
    return [1.0, number / 7, -number / 3, 0.5]


def tasks(count: int) -> list[dict[str, Any]]:
    """Records of shape `tasks`."""
    return [
        {"TaskId": f"{n // 10}.{n % 10}", "Title": f"tâche {n}", "Vector": vector(n)}
        for n in range(count)
    ]


def embeddings(count: int) -> list[dict[str, Any]]:
    """Records of shape `embeddings`."""
    return [{"id": f"task-{n}", "embedding": vector(n), "task": "x"} for n in range(count)]


def vectors(ids: Iterable[Any]) -> list[dict[str, Any]]:
    """Records of shape `vectors` with these ids."""
    return [
        {"id": identity, "vector": vector(number), "source": str(number)}
        for number, identity in enumerate(ids)
    ]


def collections(qdrant: str, prefix: str) -> list[str]:
    """Names of the collections that begin so."""
    told = httpx.get(f"{qdrant}/collections").raise_for_status().json()["result"]["collections"]
    return sorted(one["name"] for one in told if one["name"].startswith(prefix))


def aliases(qdrant: str) -> dict[str, str]:
    """The collection of each alias."""
    told = httpx.get(f"{qdrant}/aliases").raise_for_status().json()["result"]["aliases"]
    return {one["alias_name"]: one["collection_name"] for one in told}


def remove(qdrant: str, prefix: str) -> None:
    """Delete the collections that begin so, and their aliases with them."""
    for name in collections(qdrant, prefix):
        httpx.delete(f"{qdrant}/collections/{name}")


def write(path: Path, content: Any) -> Path:
    """A JSON file, as Python writes it: NaN and Infinity included."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def write_tasks(path: Path, records: list[Any], **metadata: Any) -> Path:
    """A file of shape `tasks`, its metadata first."""
    return write(path, {"metadata": metadata, "tasks": records})
