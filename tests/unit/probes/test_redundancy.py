"""Copied code and source are looked for when somebody asks, and only then."""

from pathlib import Path

import pytest
from pydantic import JsonValue

from backend.managers.redundancy.answering import LONGEST, Desk
from backend.model.ecosystem import Ecosystem
from backend.model.redundancy_view import RedundancyView
from backend.model.source import Place, SourceQuestion, SourceView
from backend.probes.probe import Steered
from backend.probes.redundancy import RedundancyProbe
from backend.probes.source import SourceProbe
from tests.unit.probes.test_consolidation import Counting

BODY = "\n".join(f"\tvalue{number} := compute({number})" for number in range(40))
CONFIG = """package {name}

type Config struct {{
	Host string
}}

func (c *Config) Validate() error {{ return nil }}

func (c Config) Address(port int) string {{ return c.Host }}

func Work() {{
{body}
}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        path = tmp_path / "managers" / name / f"{name}.go"
        path.parent.mkdir(parents=True)
        path.write_text(CONFIG.format(name=name, body=BODY))
    (tmp_path / "secret.go").write_text("package secret\n")
    return tmp_path / "managers"


async def test_copied_code_is_looked_for_once_somebody_asks(root: Path) -> None:
    worker, scans = Counting(), [Ecosystem()]
    probe = RedundancyProbe((root,), (), worker, lambda: scans[-1])
    assert isinstance(probe, Steered)
    assert await probe.read() == RedundancyView()
    assert worker.calls == 0
    probe.look("copies")
    first = await probe.read()
    assert first.redundancy is not None
    assert first.redundancy.copied
    assert {group.kind for group in first.redundancy.groups} > {"name"}
    assert await probe.read() is first
    assert worker.calls == 1
    scans.append(Ecosystem(roots=("other",)))
    assert await probe.read() is first, "what is the same stays the same object"
    assert worker.calls == 2


async def test_only_copies_can_be_looked_for(root: Path) -> None:
    probe = RedundancyProbe((root,), (), Counting(), Ecosystem)
    with pytest.raises(ValueError, match="copies"):
        probe.look({"everything": True})
    assert await probe.read() == RedundancyView()


async def test_the_source_of_a_type_comes_with_its_methods(root: Path) -> None:
    worker, scan = Counting(), Ecosystem()
    probe = SourceProbe((root,), (), worker, lambda: scan)
    assert isinstance(probe, Steered)
    assert await probe.read() == SourceView()
    assert worker.calls == 0
    place = Place(manager="a", path="a/a.go", line=3, end=5, name="Config")
    probe.look(SourceQuestion(places=(place,)).model_dump(mode="json"))
    (found,) = (await probe.read()).excerpts
    assert found.text == ("type Config struct {", "\tHost string", "}")
    assert found.methods == ("Address(port int) string", "Validate() error")
    assert found.problem == ""
    await probe.read()
    assert worker.calls == 1


@pytest.mark.parametrize("path", ["../secret.go", "/etc/passwd", "a/other.go", "b/b.go"])
async def test_no_file_but_those_of_the_manager_is_told(root: Path, path: str) -> None:
    scan = Ecosystem()
    probe = SourceProbe((root,), (), Counting(), lambda: scan)
    probe.look({"places": [{"manager": "a", "path": path, "line": 1}]})
    (found,) = (await probe.read()).excerpts
    assert found.text == ()
    assert found.problem == "no source file of a"


async def test_lines_beyond_the_end_are_a_problem_and_long_excerpts_are_cut(root: Path) -> None:
    (root / "a" / "long.go").write_text("package a\n" + "// line\n" * 900)
    desk = Desk()
    asked = SourceQuestion(
        places=(
            Place(manager="a", path="a/a.go", line=4_000),
            Place(manager="a", path="a/long.go", line=2),
        )
    )
    beyond, cut = desk.sources((root,), (), asked).excerpts
    assert "only" in beyond.problem
    assert len(cut.text) == LONGEST
    assert desk.searches == 0, "source alone needs no search for copies"


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("a.go", "the question"),
        ({"places": [{"path": "a.go", "line": 1}]}, "places.0.manager"),
        ({"places": [{"manager": "a", "path": "a.go", "line": 0}]}, "places.0.line"),
    ],
)
def test_what_is_no_question_is_refused(subject: JsonValue, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        SourceProbe((), (), Counting(), Ecosystem).look(subject)


def test_a_changed_file_is_searched_again(root: Path) -> None:
    desk = Desk()
    desk.redundancy((root,), ())
    desk.redundancy((root,), ())
    assert desk.searches == 1
    (root / "b" / "b.go").write_text("package b\n")
    found = desk.redundancy((root,), ()).redundancy
    assert desk.searches == 2
    assert found is not None
    assert found.copied == 0
