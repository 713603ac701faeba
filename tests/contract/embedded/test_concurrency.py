"""Many at once: nothing is lost, nothing is torn."""

from concurrent.futures import ThreadPoolExecutor

import httpx

WRITERS, BATCHES, BATCH = 5, 8, 40


def test_writers_and_readers_at_once(http: httpx.Client, collection: str) -> None:
    path = f"/collections/{collection}/points"

    def write(writer: int) -> None:
        for batch in range(BATCHES):
            first = (writer * BATCHES + batch) * BATCH
            points = [
                {"id": n, "vector": [n, 1, 0, 0], "payload": {"n": n}}
                for n in range(first, first + BATCH)
            ]
            http.put(f"{path}?wait=true", json={"points": points}).raise_for_status()

    def read(_: int) -> None:
        for _ in range(BATCHES):
            body = {"query": [1, 0, 0, 0], "limit": 50, "with_payload": True, "with_vector": True}
            found = http.post(f"{path}/query", json=body).raise_for_status().json()
            for point in found["result"]["points"]:
                assert point["id"] == point["payload"]["n"] == point["vector"][0] == point["score"]

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        work = [pool.submit(write, writer) for writer in range(WRITERS)]
        work += [pool.submit(read, reader) for reader in range(2)]
        for each in work:
            each.result(60)
    count = http.post(f"{path}/count", json={"exact": True}).json()["result"]
    assert count == {"count": WRITERS * BATCHES * BATCH}


def test_one_name_is_taken_by_one_only(http: httpx.Client, collection: str) -> None:
    http.delete(f"/collections/{collection}").raise_for_status()
    vectors = {"vectors": {"size": 4, "distance": "Dot"}}

    def create(_: int) -> int:
        return http.put(f"/collections/{collection}", json=vectors).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(create, range(4))) == [200, 409, 409, 409]
