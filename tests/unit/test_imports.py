"""What is loaded when: counts that keep the start quick and the rooms apart."""

import os
import pkgutil
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import backend
from tui.cli import COMMANDS

HEAVY = ("textual", "qdrant_client", "pydantic", "numpy", "networkx", "tree_sitter", "qdrant_edge")
"""Packages that take from 50 ms to a second to import."""


BEFORE_THE_PANES = ("alarms", "asking", "happened", "pane", "states", "told", "waiting")


def loaded(*arguments: str, home: Path) -> set[str]:
    """Every module that `python arguments` imports."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    timed = re.compile(r"^import time:.*\| +(\S+)\n", re.MULTILINE)
    assert ran.returncode == 0, timed.sub("", ran.stderr)
    return set(timed.findall(ran.stderr))


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    modules = loaded("-m", "tui", "--help", home=tmp_path)
    assert "click" in modules
    assert modules & set(HEAVY) == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_loads_nothing_that_it_would_work_with(
    command: str, tmp_path: Path
) -> None:
    modules = loaded("-m", "tui", command, "--help", home=tmp_path)
    assert modules & (set(HEAVY) - {"pydantic"}) == set()


def test_settings_are_shown_without_anything_heavy(tmp_path: Path) -> None:
    modules = loaded("-m", "tui", "config", home=tmp_path)
    assert "backend.config" in modules
    assert modules & set(HEAVY) == set()


def test_a_headless_command_that_reads_never_loads_the_screen(tmp_path: Path) -> None:
    plan = tmp_path / "plan-dev-v1.md"
    plan.write_text("# Plan\n- [x] one\n- [ ] two\n", encoding="utf-8")
    modules = loaded("-m", "tui", "plan", str(plan), home=tmp_path)
    assert "backend.plan.reader" in modules
    assert modules.isdisjoint(("textual", "tui.app"))


def test_the_first_paint_waits_for_textual_alone(tmp_path: Path) -> None:
    modules = loaded("-c", "import tui.app, backend.child, tui.commands.dashboard", home=tmp_path)
    assert "textual.app" in modules
    assert modules.isdisjoint(set(HEAVY) - {"textual"})
    # Which limit a route has and which rules letters break, plain Python tells: they load nothing.
    models = {name for name in modules if name.startswith("backend.model.")}
    assert models <= {"backend.model.routes", "backend.model.raci_rules"}
    # Of the panes what stands for one, and what all of them share.
    panes = {name for name in modules if name.startswith("tui.panes.")}
    assert panes <= {f"tui.panes.{name}" for name in BEFORE_THE_PANES}


OF_AN_EXTRA = {"backend.migration.cluster.reading": "ray", "backend.migration.cluster.sink": "ray"}
"""Modules that load only where an extra of the package is installed, and what that brings."""


def test_the_backend_never_loads_the_screen(tmp_path: Path) -> None:
    every = [
        module.name
        for module in pkgutil.walk_packages(backend.__path__, "backend.")
        if not module.name.endswith("__main__")
        and (module.name not in OF_AN_EXTRA or find_spec(OF_AN_EXTRA[module.name]))
    ]
    modules = loaded("-c", "import backend.__main__\nimport " + ", ".join(every), home=tmp_path)
    assert set(every) <= modules
    assert modules.isdisjoint(("textual", "tui", "themes"))
