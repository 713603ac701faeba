from dataclasses import replace

import pytest

from backend.probes.probe import ProbeFailed
from backend.qdrant.scrape import Route, Traffic, read_scrape
from tests.exposition import APP, DENSE, NONE, QUERY, SPARSE, Requests, metrics

ROUTE = Route("POST", QUERY)


def traffic(text: str) -> dict[Route, Traffic]:
    return dict(read_scrape(text, at=0).routes)


def test_statuses_and_durations_of_a_route() -> None:
    found = traffic(metrics(Requests([500, 3_000], {"404": 3})))[ROUTE]
    assert found.statuses == {"200": 2, "404": 3}
    assert found.durations is not None
    assert found.durations.counts[:2] == (1, 1)
    assert found.durations.mean == pytest.approx(0.00175)


@pytest.mark.parametrize("bounds", [DENSE, SPARSE, NONE])
def test_both_spellings_of_the_placeholder_are_one_route(bounds: tuple[int, ...]) -> None:
    old = Requests([700], endpoint=QUERY.replace("{collection_name}", "{name}"))
    assert traffic(metrics(old, bounds=bounds)) == traffic(metrics(Requests([700]), bounds=bounds))


def test_a_vectors_name_is_no_collections_name() -> None:
    endpoint = "/collections/{name}/vectors/{name}"
    [route] = traffic(metrics(Requests([700], endpoint=endpoint)))
    assert route.endpoint == "/collections/{collection_name}/vectors/{name}"


def test_series_of_one_route_are_added() -> None:
    text = metrics(Requests([700, 2_000])) + metrics(Requests([4_000])).replace(
        'status="200"', 'status="200",collection="c"'
    )
    found = traffic(text)[ROUTE]
    assert found.statuses == {"200": 3}
    assert found.durations is not None
    assert found.durations.counts[:2] == (1, 2)


def test_collections_are_told_apart_and_sum_up() -> None:
    def of(name: str, micros: list[int]) -> str:
        return metrics(Requests(micros)).replace(
            'status="200"', f'status="200",collection="{name}"'
        )

    scrape = read_scrape(of("a", [700, 2_000]) + of("b", [4_000]), at=0)
    assert {route.collection: traffic.statuses for route, traffic in scrape.split.items()} == {
        "a": {"200": 2},
        "b": {"200": 1},
    }
    assert scrape.routes == traffic(metrics(Requests([700, 2_000, 4_000])))
    assert read_scrape(metrics(Requests([700])), at=0).split == {}


def test_a_prefix_before_all_names() -> None:
    with_prefix = traffic(metrics(Requests([700], {"400": 1}), prefix="qdrant_"))
    assert with_prefix == traffic(metrics(Requests([700], {"400": 1})))


def test_without_histograms_only_answers_are_counted() -> None:
    assert traffic(metrics(Requests([700], {"500": 2}), bounds=NONE)) == {
        ROUTE: Traffic({"200": 1, "500": 2})
    }


def test_failures_are_not_counted_twice() -> None:
    labels = f'{{method="POST",endpoint="{QUERY}",status="400"}}'
    text = f"rest_responses_total{labels} 2\nrest_responses_fail_total{labels} 2\n"
    assert traffic(APP + text)[ROUTE].statuses == {"400": 2}


def test_grpc_without_statuses_counts_failures_apart() -> None:
    labels = '{endpoint="/qdrant.Points/Query"}'
    text = f"grpc_responses_total{labels} 9\ngrpc_responses_fail_total{labels} 2\n"
    assert traffic(APP + text)[Route("gRPC", "/qdrant.Points/Query")].statuses == {
        "": 9,
        "failed": 2,
    }


def test_grpc_with_codes() -> None:
    labels = 'endpoint="/qdrant.Points/Upsert",status'
    text = f'grpc_responses_total{{{labels}="0"}} 9\ngrpc_responses_total{{{labels}="5"}} 1\n'
    assert traffic(APP + text)[Route("gRPC", "/qdrant.Points/Upsert")].statuses == {"0": 9, "5": 1}


def test_senseless_samples_are_counted_and_left_out() -> None:
    good = metrics(Requests([700]))
    bucket = (
        f'rest_responses_duration_seconds_bucket{{method="POST",endpoint="{QUERY}",status="200"'
    )
    bad = [
        f'rest_responses_total{{method="PUT",endpoint="{QUERY}",status="200"}} NaN',
        f'rest_responses_total{{method="PUT",endpoint="{QUERY}",status="200"}} -4',
        f"{bucket}}} 4",
        f'{bucket},le="soon"}} 4',
        f'{bucket},le="NaN"}} 4',
        "not a sample",
    ]
    scrape = read_scrape(good + "\n".join(bad) + "\n", at=0)
    assert scrape.routes == traffic(good)
    assert scrape.skipped == len(bad)


def test_what_is_told_besides() -> None:
    text = metrics(Requests([700], endpoint="/é"))
    scrape = read_scrape(text, at=7.5)
    assert (scrape.at, scrape.startup, scrape.skipped) == (7.5, None, 0)
    assert scrape.size == len(text.encode())
    assert replace(scrape, at=0.0) == read_scrape(text, at=0)


@pytest.mark.parametrize("text", ["", "<html>\n<body>Welcome</body>\n", "node_cpu 5\n"])
def test_metrics_of_something_else_are_refused(text: str) -> None:
    with pytest.raises(ProbeFailed, match="Qdrant's metrics") as failed:
        read_scrape(text, at=0)
    assert failed.value.error.kind == "invalid"


def test_metrics_that_break_off_are_refused() -> None:
    with pytest.raises(ProbeFailed, match="broke off"):
        read_scrape(metrics(Requests([700] * 12))[:-2], at=0)
