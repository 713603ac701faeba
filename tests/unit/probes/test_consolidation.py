"""The consolidation probe: when it works, and what it makes of a question."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from backend.model.consolidation import ConsolidationView, Merge, Question
from backend.model.ecosystem import Ecosystem
from backend.probes.consolidation import ConsolidationProbe
from backend.probes.probe import Steered


class Counting(Executor):
    """Runs what it is given at once, and counts."""

    def __init__(self) -> None:
        self.calls = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Scene:
    """A probe over a small tree, with a scan that can be replaced."""

    def __init__(self, root: Path) -> None:
        self.worker = Counting()
        self.scan: Ecosystem | None = Ecosystem()
        self.probe = ConsolidationProbe((root,), (), self.worker, lambda: self.scan)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    tree: Mapping[str, str] = {"a/a.go": "package a\n", "b/b.go": "package b\n"}
    for name, text in tree.items():
        path = tmp_path / "managers" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return Scene(tmp_path / "managers")


def asked(question: Question) -> JsonValue:
    value: JsonValue = question.model_dump(mode="json")
    return value


MERGE = Question(steps=(Merge(managers=("a", "b"), into="a"),))


async def test_nobody_asked_and_nothing_is_done(scene: Scene) -> None:
    assert isinstance(scene.probe, Steered)
    assert await scene.probe.read() == ConsolidationView()
    assert scene.worker.calls == 0


async def test_an_answer_waits_for_the_first_scan(scene: Scene) -> None:
    scene.scan = None
    scene.probe.look(asked(MERGE))
    assert await scene.probe.read() == ConsolidationView()
    scene.scan = Ecosystem()
    assert (await scene.probe.read()).outcome is not None


async def test_the_same_question_about_the_same_scan_is_answered_once(scene: Scene) -> None:
    scene.probe.look(asked(MERGE))
    first = await scene.probe.read()
    assert await scene.probe.read() is first
    assert scene.worker.calls == 1
    assert first.outcome is not None
    assert first.outcome.steps == MERGE.steps
    scene.scan = Ecosystem()
    await scene.probe.read()
    assert scene.worker.calls == 2


async def test_the_last_step_is_taken_back_by_asking_without_it(scene: Scene) -> None:
    scene.probe.look(asked(Question()))
    before = await scene.probe.read()
    scene.probe.look(asked(MERGE))
    await scene.probe.read()
    scene.probe.look(asked(Question()))
    assert await scene.probe.read() == before


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("merge", "the question"),
        ({"steps": [{"kind": "split"}]}, "steps.0"),
        ({"steps": [{"kind": "merge", "managers": ["a"], "into": "a"}]}, "managers"),
        ({"services": 0}, "services"),
    ],
)
async def test_what_is_no_question_is_refused_and_the_last_one_stands(
    scene: Scene, subject: JsonValue, said: str
) -> None:
    scene.probe.look(asked(MERGE))
    view = await scene.probe.read()
    with pytest.raises(ValueError, match=said):
        scene.probe.look(subject)
    assert await scene.probe.read() is view
