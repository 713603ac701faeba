"""Whatever tools claim and Qdrant holds, in whatever order: a picture, and a consistent one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.model.watched import Watched
from backend.watching.statement import Quoted, Statement
from tests.watching_steps import LOG, Scene, at

NUMBERS = st.integers(0, 50)
STATEMENTS = st.builds(
    Statement,
    st.sampled_from(["json", "plain", "report"]),
    begins=st.booleans(),
    arrived=st.sampled_from([None, True, False]),
    completed=st.sampled_from([None, None, None, True, False]),
    figures=st.dictionaries(
        st.sampled_from(["migrated", "failed", "total", "target", "batch", "batches", "size"]),
        NUMBERS,
    ),
)
STEPS: st.SearchStrategy[Any] = st.one_of(
    STATEMENTS,
    st.builds(dict, points=NUMBERS, status=st.sampled_from(["green", "yellow"]), queue=NUMBERS),
    st.none(),
)


@given(st.lists(st.tuples(st.integers(0, 40), STEPS), max_size=30), st.none() | NUMBERS)
def test_every_course_has_a_picture(steps: list[tuple[int, Any]], expected: int | None) -> None:
    scene, seconds = Scene(), 0
    if expected is not None:
        scene.expect(expected, expected)
    for pause, step in steps:
        seconds += pause
        if isinstance(step, Statement):
            scene.watch.story(LOG).add(Quoted(step, 1, "x"), at(seconds))
        elif step is None:
            scene.watch.absent(at(seconds))
        else:
            scene.holds(seconds, **step)
        found = scene.now
        assert Watched.model_validate_json(found.model_dump_json()) == found
        parted = {one.what for one in found.comparisons if one.verdict == "part"}
        assert len(found.findings) == len(parted - {"expected"}) + (
            "expected" in parted and "migrated" not in parted
        )
        assert all(one.claim and one.fact and one.remedy for one in found.findings)
        if found.state == "ended":
            assert found.ended is not None
            assert found.indexing is not None
            assert found.indexing.settled
