"""`python -m backend.demo.load URL COLLECTION`: a little traffic, so that latencies are real."""

import asyncio
import random
import sys
from typing import Any

import httpx

TIMEOUT_SECONDS = 5.0
PAUSE_SECONDS = 0.4
"""Mean time between two bursts."""

_BURSTS = (1, 1, 1, 2, 2, 3, 8)
_RETRY_SECONDS = 1.0


async def search(url: str, collection: str) -> None:
    """Search, scroll and count in a collection until cancelled; waits for it where it is not."""
    path = f"{url}/collections/{collection}"
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
        while True:
            try:
                dimension = await _dimension(client, path)
                while True:
                    burst = range(random.choice(_BURSTS))
                    await asyncio.gather(*(_request(client, path, dimension) for _ in burst))
                    await asyncio.sleep(random.expovariate(1 / PAUSE_SECONDS))
            except (httpx.HTTPError, LookupError):
                await asyncio.sleep(_RETRY_SECONDS)


async def _dimension(client: httpx.AsyncClient, path: str) -> int:
    answer = (await client.get(path)).raise_for_status().json()
    return int(answer["result"]["config"]["params"]["vectors"]["size"])


async def _request(client: httpx.AsyncClient, path: str, dimension: int) -> None:
    action, body = _body(random.random(), dimension)
    (await client.post(f"{path}/points/{action}", json=body)).raise_for_status()


def _body(chance: float, dimension: int) -> tuple[str, dict[str, Any]]:
    """One request: mostly searches, some of them filtered, now and then a scroll or a count."""
    if chance < 0.06:
        return "count", {"exact": True}
    if chance < 0.14:
        return "scroll", {"limit": 20, "with_payload": True}
    query: dict[str, Any] = {
        "query": [random.gauss(0, 1) for _ in range(dimension)],
        "limit": random.choice((5, 10, 50)),
        "with_payload": chance < 0.5,
    }
    if chance < 0.3:
        query["filter"] = {"must": [{"key": "Status", "match": {"value": "done"}}]}
    return "query", query


if __name__ == "__main__":
    asyncio.run(search(*sys.argv[1:3]))
