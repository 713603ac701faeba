import httpx

from backend.benchmark.scratch import told


def test_a_key_that_the_server_repeats_is_not_told() -> None:
    asked = httpx.Request("GET", "http://here", headers={"api-key": "s3cret"})
    answer = httpx.Response(401, json={"status": {"error": "no key s3cret"}}, request=asked)
    assert told(answer) == "HTTP 401 no key …"
