"""`passerelle config`: every setting, its value and where it came from."""

import json
import shutil
import textwrap

import click

from backend import config
from tui.actions import Action
from tui.keymap import Keymap, keymap
from tui.widgets.keys import key_words

_FIELDS = ("name", "value", "origin", "help")


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--keys", is_flag=True, help="List every action of the screen and its keys instead.")
@click.pass_context
def command(ctx: click.Context, form: str, keys: bool) -> None:
    """Settings and where each comes from.

    Exit codes: 0 fine; 2 something in a settings file cannot be used.
    """
    settings, resolved = config.load()
    known = keymap(settings.keys)
    rows = [(item.setting.name, item.shown(), item.origin, item.setting.help) for item in resolved]
    bound = [_bound(action, known) for action in known.actions]
    for problem in known.problems:
        click.echo(f"passerelle: {problem}", err=True)
    if form == "json":
        told = {
            name: [dict(zip(_FIELDS, row, strict=True)) for row in table]
            for name, table in (("settings", rows), ("keys", bound))
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(bound if keys else rows)
    ctx.exit(2 if known.problems else 0)


def _bound(action: Action, known: Keymap) -> tuple[str, str, str, str]:
    """The row of one action: its keys, and where other than its own come from."""
    keys = " ".join(map(key_words, action.keys))
    return (action.id, keys, known.changed.get(action.id, "default"), action.description)


def _print(rows: list[tuple[str, str, str, str]]) -> None:
    """Name, origin and value beside each other."""
    name_cells = max(len(name) for name, *_ in rows)
    origin_cells = max(len(origin) for *_, origin, _ in rows)
    room = max(shutil.get_terminal_size().columns - name_cells - origin_cells - 4, 20)
    for name, value, origin, _ in rows:
        first, *more = textwrap.wrap(value, room, break_on_hyphens=False) or [""]
        click.echo(f"{name:{name_cells}}  {origin:{origin_cells}}  {first}")
        for line in more:
            click.echo(f"{'':{name_cells + origin_cells + 4}}{line}")
