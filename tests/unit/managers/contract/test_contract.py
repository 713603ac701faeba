from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.contract.coverage import same_signature
from backend.managers.scan import scan
from backend.model.contract import Contract, Implementation
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding

WriteTree = Callable[[Mapping[str, str | bytes]], Path]
Scanned = Callable[[Mapping[str, str | bytes]], Ecosystem]

PLAN = """# Plan
☐ Define it.```go
type ManagerInterface interface {
    Initialize(ctx context.Context, config interface{}) error
    Stop(ctx context.Context) error
    GetStatus() ManagerStatus
}

type ManagerStatus struct {}
"""
SHARED = """package interfaces

type Named interface{ GetName() string }

type ManagerInterface interface {
	Named
	Stop(context.Context) error
	GetStatus() string
}
"""
REAL = """package real

type base struct{}

func (b *base) Stop(c context.Context) error { return b.close(c) }

type Manager struct {
	*base
	state int
}

func (m *Manager) Initialize(ctx context.Context, config any) error { return m.load(config) }
func (m *Manager) GetStatus() interfaces.ManagerStatus { return m.status() }
"""
OTHER = """package other

type Manager struct{ db *sql.DB }

func (m *Manager) Initialize() error { return m.db.Ping() }
func (m *Manager) Stop(ctx context.Context) error { return m.db.Close() }
"""
QUIET = """package quiet

type Manager struct{ state string }

func (m *Manager) Initialize(ctx context.Context, config any) error {
	m.state = "ready" // for { go work() }
	log.Printf("ready (%s)", m.state)
	return nil
}

func (m *Manager) Stop(ctx context.Context) error { m.state = "off"; return nil }
"""


def only(found: Contract | None, manager: str) -> Implementation:
    assert found is not None
    best = found.best(manager)
    assert best is not None
    return best


def of_kind(ecosystem: Ecosystem, kind: str) -> list[Finding]:
    return [one for one in ecosystem.findings if one.kind == kind]


@pytest.fixture
def planned(write_tree: WriteTree) -> Ecosystem:
    root = write_tree(
        {
            "plan.md": PLAN,
            "managers/interfaces/common.go": SHARED,
            "managers/real-manager/real.go": REAL,
            "managers/other-manager/other.go": OTHER,
            "managers/quiet-manager/quiet.go": QUIET,
        }
    )
    return scan([root], [root.parent / "plan.md"])


def test_the_plan_counts_before_the_code(planned: Ecosystem) -> None:
    found = planned.contract
    assert found is not None
    assert [(one.name, one.evidence.line) for one in found.methods] == [
        ("Initialize", 4),
        ("Stop", 5),
        ("GetStatus", 6),
    ]
    assert [Path(one.path).name for one in found.declared] == ["plan.md"]
    (shape,) = found.shapes
    assert (shape.more, shape.less, shape.other) == (("GetName",), ("Initialize",), ("GetStatus",))
    assert shape.declared[0].path == "interfaces/common.go"


def test_without_documents_the_shared_folder_counts(scanned: Scanned) -> None:
    found = scanned(
        {
            "a-manager/a.go": "package a\n\ntype ManagerInterface interface{ Stop() }\n",
            "interfaces/common.go": SHARED,
        }
    ).contract
    assert found is not None
    assert found.declared[0].path == "interfaces/common.go"
    assert {one.name for one in found.methods} == {"GetName", "Stop", "GetStatus"}


def test_nothing_is_asked_for_where_nothing_is_declared(scanned: Scanned) -> None:
    found = scanned({"a-manager/a.go": REAL})
    assert found.contract is None
    assert not of_kind(found, "contract")


def test_embedded_structs_lend_their_methods(planned: Ecosystem) -> None:
    best = only(planned.contract, "real-manager")
    assert [(one.name, one.same) for one in best.methods] == [
        ("Initialize", True),
        ("Stop", True),
        ("GetStatus", True),
    ]
    assert (best.mock, best.missing) == ((), ())


def test_differing_and_missing_methods_are_told_apart(planned: Ecosystem) -> None:
    best = only(planned.contract, "other-manager")
    first, second = best.methods
    assert (first.same, first.signature, first.evidence.line) == (False, "() error", 5)
    assert (second.same, best.missing) == (True, ("GetStatus",))
    (finding,) = [one for one in of_kind(planned, "contract-method") if "other" in one.subjects[0]]
    assert finding.claim == "Initialize(context.Context, interface{}) error"
    assert finding.fact == "Initialize() error"
    assert "missing: GetStatus" in finding.summary
    assert ("plan.md", 6) in [(Path(one.path).name, one.line) for one in finding.evidence]


def test_what_never_fails_is_a_mock(planned: Ecosystem) -> None:
    best = only(planned.contract, "quiet-manager")
    assert {(one.rule, one.line) for one in best.mock} == {("constants", 5), ("constants", 11)}
    (finding,) = of_kind(planned, "mock")
    assert finding.subjects[0] == "quiet-manager"


def test_the_whole_tells_how_many_implement_it(planned: Ecosystem) -> None:
    (finding,) = of_kind(planned, "contract")
    assert finding.summary == "1 of 3 managers implement ManagerInterface in full"
    assert finding.fact == "whatever the signature: Initialize in 2, Stop in 2, GetStatus in 1"
    (shapes,) = of_kind(planned, "contract-shape")
    assert "more: GetName; less: Initialize; otherwise: GetStatus" in (shapes.fact or "")


@pytest.mark.parametrize(
    ("path", "source", "rule"),
    [
        ("m/a.go", OTHER.replace("Manager", "FakeManager"), "name"),
        ("m/a_test.go", OTHER, "test"),
        ("m/mocks/a.go", OTHER, "package"),
        ("m/examples/a.go", OTHER, "package"),
        ("m/a.go", OTHER.replace("package other", "package stub"), "package"),
        ("m/a.go", OTHER.replace("db *sql.DB", "mock.Mock"), "testify"),
    ],
)
def test_each_rule_that_makes_a_mock(scanned: Scanned, path: str, source: str, rule: str) -> None:
    found = scanned({path: source, "interfaces/i.go": SHARED.replace("Named\n", "Initialize()\n")})
    assert rule in {one.rule for one in only(found.contract, "m").mock}


def test_a_manager_called_like_a_mock_is_none(scanned: Scanned) -> None:
    found = scanned({"test-manager/a.go": OTHER, "interfaces/i.go": SHARED})
    assert only(found.contract, "test-manager").mock == ()


def test_a_real_one_goes_before_a_better_mock(scanned: Scanned) -> None:
    tree = {
        "m/a.go": OTHER,
        "m/mock.go": QUIET.replace("Manager", "Quiet"),
        "interfaces/i.go": PLAN_AS_CODE,
    }
    found = scanned(tree).contract
    assert found is not None
    kinds = [(one.evidence.path, bool(one.mock)) for one in found.implementations]
    assert kinds == [("m/a.go", False), ("m/mock.go", True)]


PLAN_AS_CODE = "package interfaces\n\n" + PLAN.split("```go\n")[1]


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("(context.Context, interface{}) error", "(context.Context, any) error", True),
        ("() Status", "() interfaces.Status", True),
        ("() Status", "() *interfaces.Status", False),
        ("() time.Duration", "() Duration", False),
        ("() http.Client", "() other.Client", False),
        ("() company", "() compinterface{}", False),
    ],
)
def test_signatures_are_the_same_by_their_types(wanted: str, found: str, *, same: bool) -> None:
    assert same_signature(wanted, found) is same
