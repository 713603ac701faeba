from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.vectorizing.task import Task, identified


def task(text: str, line: int = 1, *, file: str = "plan.md", done: bool = False) -> Task:
    return Task(text, "done" if done else "open", (), file, line)


def ids(*tasks: Task) -> list[str]:
    return [identity for identity, _ in identified(tasks)]


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_ids_are_uuids_and_differ(texts: list[str]) -> None:
    found = ids(*map(task, texts))
    assert len(set(found)) == len(texts)
    assert all(str(UUID(one)) == one for one in found)


def test_ticking_moving_and_another_folder_leave_an_id_as_it_was() -> None:
    (before,) = ids(task("a", 3))
    assert ids(task("new", 1), task("a", 9, done=True))[1] == before
    assert ids(task("a", file="/elsewhere/plan.md")) == [before]


def test_another_file_and_another_text_make_another_id() -> None:
    assert len({*ids(task("a")), *ids(task("b")), *ids(task("a", file="other.md"))}) == 3


def test_an_id_is_what_earlier_runs_made_of_it() -> None:
    assert ids(task("Write tests"), task("Write tests")) == [
        "6185f2d7-6986-5ffb-a8de-3bfa1be5b52e",
        "981f50fa-7038-529f-80e7-ac3e8dfabdee",
    ]
