"""The programs that are measured, each started in a pseudo-terminal."""

import math
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.demo.ecosystem import write_ecosystem
from tests.terminal import Terminal, clean_environment

FIRST, SECOND = " 1 BRIDGE ", " 2 GRAPH "
BARE_FRAME = ("chosen", "Two")
DEMO_LIVE = ("dependencies", "SRP", "ETA", "GET /healthz")
BRIDGE_FRAME = (FIRST, SECOND, " 6 MIGRATION ", " 7 LATENCY ", " quit")


@dataclass(frozen=True)
class Program:
    """One program.

    Attributes:
        arguments: Of Python.
        frame: Texts of a first full frame.
    """

    name: str
    arguments: tuple[str, ...]
    frame: tuple[str, ...]

    def start(self, folder: Path, rate: float = math.inf) -> Terminal:
        """Start it with `folder` as its home, on a line of so many bytes per second."""
        environment = {**clean_environment(folder), "PYTHONPATH": str(Path.cwd())}
        command = [sys.executable, *self.arguments]
        return Terminal(command, environment=environment, folder=folder, rate=rate)


def bare() -> Program:
    """The bare application."""
    return Program("bare Textual app", ("-m", "tests.bench.bare"), BARE_FRAME)


def dashboard(folder: Path) -> Program:
    """The dashboard over the demo's ecosystem in `folder`, with nothing where Qdrant should be."""
    written = write_ecosystem(folder / "ecosystem")
    roots = [argument for root in written.managers for argument in ("--managers", str(root))]
    plans = [argument for plan in written.plans for argument in ("--plan", str(plan))]
    where = ("--state", str(folder / "state"), "--qdrant", "http://127.0.0.1:9")
    return Program("dashboard", ("-m", "tui", *roots, *plans, *where), BRIDGE_FRAME)


def demo() -> Program:
    """The dashboard over the demo's world, with its migration under way."""
    return Program("demo", ("-m", "tui", "demo"), BRIDGE_FRAME)


def wait_for_demo(terminal: Terminal) -> float:
    """Read until all four panes show live figures; returns the moment."""
    return terminal.until(*DEMO_LIVE, within=120)


def answers(program: Program) -> dict[str, str]:
    """What the screen says when key 1 and key 2 took effect.

    Only the pane that has the keys has its title in the style of the rule before it.
    """
    if program.frame == BARE_FRAME:
        return {"1": "chosen 1", "2": "chosen 2"}
    return {"1": f"─{FIRST}", "2": f"─{SECOND}"}
