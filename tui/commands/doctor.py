"""`passerelle doctor`: what works here, what does not, how to mend it."""

import os
import shutil
from typing import Any

import click

from backend import config
from tui.options import world_options

MARKS = {"ok": "ok  ", "look": "look", "fail": "FAIL"}
SMALLEST = (60, 20)
"""Columns and rows below which the screen says only that it is too small."""


@click.command()
@world_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(ctx: click.Context, /, form: str, **flags: Any) -> None:
    """Check the environment; exit code 1 where something does not work."""
    from backend.doctor import examine  # noqa: PLC0415  (heavy: probes)
    from backend.model.doctor import Checks  # noqa: PLC0415

    settings, _ = config.load(flags)
    found = examine(settings)
    checks = Checks(checks=(_terminal(), _theme(settings.theme), *found.checks))
    if form == "json":
        click.echo(checks.model_dump_json())
    else:
        wide = max(len(check.name) for check in checks.checks)
        for check in checks.checks:
            remedy = f"\n{'':{wide + 7}}→ {check.remedy}" if check.remedy else ""
            click.echo(f"{MARKS[check.state]}  {check.name:{wide}} {check.detail}{remedy}")
    ctx.exit(1 if any(check.state == "fail" for check in checks.checks) else 0)


def _terminal() -> Any:
    from backend.model.doctor import Check  # noqa: PLC0415

    columns, rows = shutil.get_terminal_size()
    term = os.environ.get("TERM", "")
    detail = f"{columns}x{rows}, TERM={term or 'not set'}"
    if term in ("", "dumb"):
        return Check(
            name="terminal",
            state="look",
            detail=detail,
            remedy="the dashboard needs a terminal that can move its cursor: set TERM",
        )
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Check(
            name="terminal",
            state="look",
            detail=detail,
            remedy=f"make it at least {SMALLEST[0]}x{SMALLEST[1]}",
        )
    return Check(name="terminal", state="ok", detail=detail)


def _theme(name: str) -> Any:
    from backend.model.doctor import Check  # noqa: PLC0415
    from tui.theme import load_themes  # noqa: PLC0415

    themes = load_themes()
    if problems := themes.problems:
        return Check(
            name="themes",
            state="look",
            detail="; ".join(problems),
            remedy="mend the file; the others work",
        )
    if name not in themes.themes:
        return Check(
            name="themes",
            state="fail",
            detail=f"no theme {name!r}",
            remedy=f"known: {', '.join(themes.themes)}",
        )
    return Check(name="themes", state="ok", detail=", ".join(themes.themes))
