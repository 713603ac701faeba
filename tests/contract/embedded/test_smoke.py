"""The shortest way through the whole server."""

import httpx


def test_a_point_goes_in_and_is_found(qdrant: str) -> None:
    with httpx.Client(base_url=qdrant, timeout=10) as http:
        http.delete("/collections/smoke")
        params = {"vectors": {"size": 2, "distance": "Dot"}}
        assert http.put("/collections/smoke", json=params).json()["result"] is True
        points = {"points": [{"id": 7, "vector": [1.0, 2.0], "payload": {"a": 1}}]}
        http.put("/collections/smoke/points?wait=true", json=points).raise_for_status()
        found = http.post("/collections/smoke/points/query", json={"query": [1.0, 1.0]}).json()
        assert [(hit["id"], hit["score"]) for hit in found["result"]["points"]] == [(7, 3.0)]
