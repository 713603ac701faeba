"""`passerelle config`: every setting, its value and where it came from."""

import json

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
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        click.echo("  ".join(cells) + f"  {row[3]}")
