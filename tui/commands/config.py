"""`passerelle config`: every setting, its value and where it came from."""

import json
import shutil
import textwrap

import click

from backend import config


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """Settings and where each comes from."""
    _, resolved = config.load()
    rows = [(item.setting.name, item.shown(), item.origin, item.setting.help) for item in resolved]
    if form == "json":
        settings = [
            dict(zip(("name", "value", "origin", "help"), row, strict=True)) for row in rows
        ]
        click.echo(json.dumps({"settings": settings}, ensure_ascii=False))
        return
    name_cells = max(len(name) for name, *_ in rows)
    origin_cells = max(len(origin) for *_, origin, _ in rows)
    room = max(shutil.get_terminal_size().columns - name_cells - origin_cells - 4, 20)
    for name, value, origin, _ in rows:
        first, *more = textwrap.wrap(value, room, break_on_hyphens=False) or [""]
        click.echo(f"{name:{name_cells}}  {origin:{origin_cells}}  {first}")
        for line in more:
            click.echo(f"{'':{name_cells + origin_cells + 4}}{line}")
