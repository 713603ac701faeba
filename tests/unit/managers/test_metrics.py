from collections.abc import Callable, Mapping

import pytest

from backend.model.ecosystem import Coupling, Ecosystem, Manager
from backend.model.metrics import Metrics

Scanned = Callable[[Mapping[str, str | bytes]], Ecosystem]

USER = """package user

import (
	"x.org/managers/base-manager"
	"x.org/managers/base-manager/deep"
)

type Reader interface{ Read() }
type User struct{}
type Name string
type Other struct{}
"""
TREE = {
    "go.mod": "module x.org/managers\n",
    "base-manager/base.go": "package base\n\ntype Base struct{}\n",
    "base-manager/deep/deep.go": "package deep\n",
    "user-manager/user.go": USER,
    "user-manager/more.go": 'package user\n\nimport _ "x.org/managers/base-manager"\n',
    "user-manager/user_test.go": """package user

import _ "x.org/managers/base-manager"

func TestMain(m *testing.M) {}
func TestUser(t *testing.T) {}
func Testify() {}
func FuzzUser(f *testing.F) {}
func ExampleUser() {}
""",
    "paper-manager/README.md": "# Paper\n",
    "script-manager/run.ps1": "function Start-It {}\n",
    "python-manager/test_it.py": "def test_it(): pass\ndef helper(): pass\n",
}


@pytest.fixture
def managers(scanned: Scanned) -> dict[str, Manager]:
    return {one.name: one for one in scanned(TREE).managers}


def test_import_statements_are_counted_without_tests(managers: dict[str, Manager]) -> None:
    user, base = managers["user-manager"], managers["base-manager"]
    assert (user.metrics.fan_in, user.metrics.fan_out) == (0, 3)
    assert (base.metrics.fan_in, base.metrics.fan_out) == (3, 0)
    assert (user.coupling.efferent, base.coupling.afferent) == (1, 1)


def test_abstractness_and_distance_from_the_main_sequence(managers: dict[str, Manager]) -> None:
    user, base = managers["user-manager"].metrics, managers["base-manager"].metrics
    assert user.abstractness == 1 / 4
    assert user.distance == pytest.approx(1 / 4 + 1 - 1)
    assert (base.abstractness, base.distance) == (0.0, 1.0)


def test_tests_of_go_and_python_are_counted(managers: dict[str, Manager]) -> None:
    assert managers["user-manager"].metrics.tests == 3
    assert managers["python-manager"].metrics.tests == 1
    assert managers["base-manager"].metrics.tests == 0


def test_imports_couple_managers_of_scripts_alone(scanned: Scanned) -> None:
    tree = {
        "a-manager/a.py": "from ..b_manager import b\n",
        "a-manager/test_a.py": "from ..c_manager import c\n",
        "b_manager/b.py": "x = 1\n",
        "c_manager/c.py": "x = 1\n",
        "c_manager/c.ps1": "& ../b_manager/b.py\n",
    }
    found = {one.name: one for one in scanned(tree).managers}
    told = {
        name: (one.coupling.afferent, one.coupling.efferent, one.coupling.instability)
        for name, one in found.items()
    }
    assert told == {"a-manager": (0, 1, 1.0), "b_manager": (1, 0, 0.0), "c_manager": (0, 0, None)}
    fans = {name: (one.metrics.fan_in, one.metrics.fan_out) for name, one in found.items()}
    assert fans == {"a-manager": (0, 1), "b_manager": (1, 0), "c_manager": (0, 0)}
    assert not any(one.metrics.distance for one in found.values())


def test_what_cannot_be_measured_is_not_zero(managers: dict[str, Manager]) -> None:
    assert managers["paper-manager"].metrics == Metrics()
    assert managers["paper-manager"].coupling == Coupling()
    script = managers["script-manager"].metrics
    assert (script.abstractness, script.distance, script.tests) == (None, None, None)
