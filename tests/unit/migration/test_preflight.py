from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.migration.errors import Refused, Stopped
from backend.migration.preflight import Survey, survey
from backend.migration.source import Source
from backend.model.finding import Finding
from tests.migration_sources import (
    DIMENSION,
    embeddings,
    tasks,
    vector,
    vectors,
    write,
    write_tasks,
)

NAN = float("nan")


def survey_of(path: Path) -> Survey:
    return survey(Source(path))


def found(survey: Survey, kind: str) -> Finding:
    (finding,) = [one for one in survey.preflight.findings if one.kind == kind]
    return finding


def test_a_clean_source_has_no_findings(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", embeddings(20))
    preflight = survey_of(path).preflight
    assert preflight.shape == "embeddings"
    assert preflight.bytes == path.stat().st_size
    assert (preflight.source_records, preflight.distinct_ids, preflight.points) == (20, 20, 20)
    assert preflight.dimension == DIMENSION
    assert preflight.findings == ()


def test_duplicates_are_reported_and_all_but_the_last_are_superseded(tmp_path: Path) -> None:
    survey = survey_of(write(tmp_path / "a.json", vectors(["a", "b", "a", 7, "a", 7])))
    preflight = survey.preflight
    assert (preflight.distinct_ids, preflight.colliding_records, preflight.points) == (3, 3, 3)
    assert survey.superseded == {0, 2, 3}
    assert [(c.records, c.count) for c in preflight.collisions] == [
        (("a", "a", "a"), 3),
        (("7", "7"), 2),
    ]
    assert preflight.collisions[1].point == "7"
    finding = found(survey, "duplicate")
    assert "a in records 1 and 3, 7 in records 4 and 6" in finding.summary
    assert (finding.claim, finding.fact) == ("6 records with an id", "3 distinct ids")


def test_the_last_record_that_can_be_sent_wins(tmp_path: Path) -> None:
    records = vectors(["a", "a", "a", "a"])
    records[2]["vector"][1] = NAN
    records[3]["vector"] = [1.0]
    survey = survey_of(write(tmp_path / "a.json", [*records, *vectors("bc")]))
    assert survey.superseded == {0}
    assert (survey.preflight.distinct_ids, survey.preflight.points) == (3, 3)


def test_an_id_none_of_whose_records_can_be_sent_is_distinct_and_no_point(tmp_path: Path) -> None:
    records = vectors("abc")
    records[0]["vector"][0] = NAN
    preflight = survey_of(write(tmp_path / "a.json", records)).preflight
    assert (preflight.distinct_ids, preflight.points) == (3, 2)


def test_the_original_writers_rule_is_reported_as_that_tools(tmp_path: Path) -> None:
    records = tasks(3)
    for record, identity in zip(records, ("131", "1.3.1", "1.31"), strict=True):
        record["TaskId"] = identity
    survey = survey_of(write_tasks(tmp_path / "a.json", records))
    assert survey.preflight.colliding_records == 0
    finding = found(survey, "collision")
    assert "original writer's rule" in finding.summary
    assert "lose 2 of 3 records (first: 131 = 131 = 1.3.1)" in finding.summary
    assert (finding.claim, finding.fact) == ("3 tasks", "1 ids under that tool's rule, 3 here")


def test_that_rule_concerns_shape_tasks_only(tmp_path: Path) -> None:
    preflight = survey_of(write(tmp_path / "a.json", vectors(["131", "1.3.1"]))).preflight
    assert preflight.findings == ()


def test_every_dimension_is_counted_and_the_most_frequent_is_the_targets(tmp_path: Path) -> None:
    records = vectors(range(6))
    records[0]["vector"] = [1.0, 2.0]
    records[1]["vector"] = [1.0, 2.0]
    records[2]["vector"] = [1.0]
    survey = survey_of(write(tmp_path / "a.json", records))
    assert survey.preflight.dimension == DIMENSION
    assert [(d.dimension, d.records) for d in survey.preflight.dimensions] == [
        (4, 3),
        (2, 2),
        (1, 1),
    ]
    assert found(survey, "dimension").fact == "3 of 4 dimensions"


def test_what_cannot_be_sent_is_counted_by_reason(tmp_path: Path) -> None:
    records: list[Any] = vectors(range(6))
    records[0]["vector"][0] = NAN
    records[1]["vector"][3] = float("-inf")
    records[2] = "junk"
    del records[3]["id"]
    records[4]["vector"] = [0.0] * DIMENSION
    survey = survey_of(write(tmp_path / "a.json", records))
    preflight = survey.preflight
    assert (preflight.not_finite, preflight.unreadable, preflight.zero_vectors) == (2, 2, 1)
    assert preflight.points == 2
    assert "a.json: [0]" in found(survey, "not-finite").summary
    assert "a.json: [2]" in found(survey, "unreadable").summary
    assert found(survey, "zero-vector").severity == "look"


def test_what_the_metadata_claims_is_set_beside_what_was_counted(tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "a.json", tasks(3), taskCount=641, vectorDimension=DIMENSION)
    survey = survey_of(path)
    finding = found(survey, "claim")
    assert (finding.claim, finding.fact) == ("641", "3")


def test_a_source_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no records"):
        survey_of(write_tasks(tmp_path / "a.json", []))


def test_a_source_of_nothing_but_flaws_has_no_points(tmp_path: Path) -> None:
    records = vectors("ab")
    records[0]["vector"] = [NAN]
    records[1]["vector"] = ["x"]
    preflight = survey_of(write(tmp_path / "a.json", records)).preflight
    assert (preflight.source_records, preflight.points, preflight.dimension) == (2, 0, 0)


def test_it_stops_when_asked(tmp_path: Path) -> None:
    asked = iter([False, False, True])
    with pytest.raises(Stopped):
        survey(Source(write(tmp_path / "a.json", vectors("abc"))), lambda: next(asked))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["fit", "nan", "short"])), min_size=1))
def test_what_is_sent_is_one_record_per_point_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, str]]
) -> None:
    records = [{"id": identity, "vector": vector(0)} for identity, _ in drawn]
    for record, (_, quality) in zip(records, drawn, strict=True):
        if quality == "nan":
            record["vector"] = [NAN]
        if quality == "short":
            record["vector"] = [1.0]
    fit = [{"id": 10 + n, "vector": vector(0)} for n in range(len(drawn) + 1)]
    path = write(tmp_path_factory.mktemp("source") / "a.json", [*records, *fit])
    survey = survey_of(path)

    last: dict[int, int] = {}
    for index, (identity, quality) in enumerate(drawn):
        if quality == "fit":
            last[identity] = index
    sent = {
        index
        for index, (_, quality) in enumerate(drawn)
        if quality == "fit" and index not in survey.superseded
    }
    assert sent == set(last.values())
    assert survey.preflight.points == len(sent) + len(fit)
    assert survey.preflight.distinct_ids == len({identity for identity, _ in drawn}) + len(fit)
