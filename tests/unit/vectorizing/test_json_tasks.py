import json
from typing import Any

import pytest

from backend.vectorizing.json_tasks import json_tasks
from backend.vectorizing.task import Task


def tasks(document: Any) -> list[Task]:
    return list(json_tasks("t.json", json.dumps(document, ensure_ascii=False)))


def brief(document: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(task.text, task.status, task.headings) for task in tasks(document)]


def test_a_list_of_tasks_in_an_object() -> None:
    document = {"tasks": [{"id": "fix", "description": "Fix imports", "status": "done"}]}
    assert tasks(document) == [Task("Fix imports", "done", (), "t.json", 1, "fix", "done")]


def test_a_list_that_is_all_there_is() -> None:
    document = [{"id": 1, "titre": "Appeler", "description": "le tourneur"}]
    assert tasks(document) == [Task("Appeler: le tourneur", "unknown", (), "t.json", 1, "1")]


def test_a_tree_is_tasks_below_their_parents() -> None:
    leaf = {"title": "1.1 Leaf", "status": "planned", "children": []}
    tree = {
        "title": "Roadmap",
        "status": "planned",
        "metadata": {"title": "no task", "status": "active"},
        "children": [{"title": "1. Branch", "status": "completed", "children": [leaf]}],
    }
    assert brief(tree) == [
        ("1. Branch", "done", ("Roadmap",)),
        ("1.1 Leaf", "open", ("Roadmap", "1. Branch")),
    ]


def test_what_holds_tasks_and_has_no_status_is_a_heading() -> None:
    document = {"categories": [{"name": "Docs", "tasks": [{"name": "Write", "completed": False}]}]}
    assert brief(document) == [("Write", "open", ("Docs",))]


def test_tasks_by_number() -> None:
    document = {"phase": "1", "tasks": {"011": {"name": "Extract", "status": "PENDING"}}}
    (task,) = tasks(document)
    assert (task.text, task.number, task.status) == ("Extract", "011", "open")


def test_a_section_that_a_task_names_is_a_heading() -> None:
    document = {"important_tasks": [{"task_id": "1.1", "title": "a", "section": "1. Base"}]}
    assert brief(document) == [("a", "unknown", ("1. Base",))]


@pytest.mark.parametrize("said", ["MOCK_COMPLETED", "Presque terminé", ""])
def test_a_status_of_words_that_are_not_known_is_unknown(said: str) -> None:
    (task,) = tasks([{"title": "a", "status": said}])
    assert (task.status, task.said) == ("unknown", said)


@pytest.mark.parametrize(
    ("said", "status"),
    [("Completed", "done"), ("Terminé", "done"), ("in-progress", "open"), ("NotStarted", "open")],
)
def test_a_status_is_read_whatever_its_spelling(said: str, status: str) -> None:
    assert tasks([{"title": "a", "status": said}])[0].status == status


def test_a_document_without_tasks_has_none() -> None:
    assert tasks({"statistics": {"count": 0}, "list": [1, "a", None, {"x": 1}]}) == []
