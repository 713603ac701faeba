"""Flags that several commands share; each is a setting of the same name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Any], Any]


def together(*options: Decorator) -> Decorator:
    """One decorator for several options, listed by `--help` in this order."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _ask(_ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> str | None:
    return str(click.prompt("Qdrant's api key", hide_input=True, err=True)) if wanted else None


server_options = together(
    click.option(
        "--qdrant",
        multiple=True,
        metavar="URL",
        help="Address of Qdrant; several are watched side by side.",
    ),
    click.option(
        "--ca-file", metavar="FILE", help="Certificates of the authority that vouches for it."
    ),
    click.option(
        "--insecure-tls",
        is_flag=True,
        default=None,
        help="Accept any certificate: who sits in between reads the key.",
    ),
    click.option("--api-key-file", metavar="FILE", help="Holds the key; mode 0600."),
    click.option(
        "--ask-api-key",
        "api_key",
        is_flag=True,
        callback=_ask,
        help="Ask for the key, without showing it.",
    ),
    click.option(
        "--collection",
        "collections",
        multiple=True,
        metavar="NAME",
        help="Look at this collection closely.",
    ),
)
"""Which Qdrant to look at, and how."""

raci_file_option = click.option(
    "--raci-file",
    metavar="FILE",
    help="Letters of the responsibility matrix that people set.",
)

world_options = together(
    click.option("--managers", multiple=True, metavar="DIR", help="Folder with managers."),
    click.option(
        "--document",
        "documents",
        multiple=True,
        metavar="PATH",
        help="Markdown whose claims are set beside the code.",
    ),
    raci_file_option,
    click.option("--plan", "plans", multiple=True, metavar="PATH", help="Plan file or folder."),
    server_options,
    click.option("--gateway", metavar="URL", help="Address of the Go side's API gateway."),
    click.option(
        "--watch-collection",
        "watch_collections",
        multiple=True,
        metavar="NAME",
        help="Collection that somebody else fills.",
    ),
    click.option(
        "--expect",
        "expects",
        multiple=True,
        metavar="[NAME=]N|SOURCE",
        help="Points that should arrive there, or the source that is counted.",
    ),
    click.option(
        "--log",
        "logs",
        multiple=True,
        metavar="[NAME=]FILE",
        help="Log whose claims are set beside what Qdrant holds.",
    ),
    click.option(
        "--claim-pattern",
        "claim_patterns",
        multiple=True,
        metavar="REGEX",
        help=r"Reads claims in those logs by its named groups, such as (?P<migrated>\d+).",
    ),
    click.option("--state", metavar="DIR", help="Folder for journals and logs."),
    click.option(
        "--window", type=float, metavar="SECONDS", help="Latencies are counted over this."
    ),
    click.option(
        "--probe-rate",
        type=float,
        metavar="N",
        help="Make N searches of our own a second, a load, and time them exactly.",
    ),
)
"""What to look at."""

allow_actions_option = click.option(
    "--allow-actions",
    is_flag=True,
    default=None,
    help="Let the screen change things; else it reads.",
)

screen_options = together(
    click.option("--theme", metavar="NAME", help="Theme of the screen."),
    click.option("--ascii", is_flag=True, default=None, help="Draw with ASCII only."),
    allow_actions_option,
    click.option(
        "--bell", is_flag=True, default=None, help="Ring the bell when something has to be done."
    ),
)
"""How the screen looks, and what it may."""


def socket_of(given: Path | None, state: Path) -> Path:
    """Where a backend that runs by itself listens: at the given place, or in its state folder."""
    return given or state / "backend.sock"


document_option = click.option(
    "--document",
    "documents",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|DIR",
    help="Markdown whose claims are set beside the code; may be given several times.",
)


def folders_of(roots: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders that were named, or those of the setting `managers`.

    Raises:
        UsageError: Neither names one.
        BadParameter: One of them is no folder.
    """
    from backend import config  # noqa: PLC0415

    folders = roots or config.load({})[0].managers
    if not folders:
        raise click.UsageError("no folder: name ROOT, or set managers in passerelle.toml")
    for folder in folders:
        if not folder.is_dir():
            raise click.BadParameter(
                f"{folder} is no folder; name the folder whose folders are the managers",
                param_hint="ROOT",
            )
    return folders
