"""The command line of the embedded server."""

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from backend.embedded.auth import Keys
from backend.embedded.disk import FolderError

USAGE = 2
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


@click.command("embedded")
@click.option(
    "--path",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the collections; made if it is not there.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=6333,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--grpc-port",
    type=click.IntRange(0, 65535),
    help="Take upserts over gRPC too, on this port; 0 takes a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--format",
    type=click.Choice(["json"]),
    default="json",
    expose_value=False,
    help="The one line on stdout is JSON.",
)
@click.option("--until-stdin-closes", is_flag=True, help="End when stdin reaches its end.")
def command(
    path: Path, port: int, grpc_port: int | None, host: str, until_stdin_closes: bool
) -> None:
    """Serve collections from a folder, as Qdrant's REST API: one process, no index, for trying.

    Prints {"url", "pid"} once it answers, with --grpc-port "grpc_port" as well. Keys come from
    QDRANT__SERVICE__API_KEY and QDRANT__SERVICE__READ_ONLY_API_KEY.
    """
    from backend.embedded import server  # noqa: PLC0415  (the engine is not needed for --help)

    keys = Keys(
        full=os.environ.get("QDRANT__SERVICE__API_KEY", ""),
        read_only=os.environ.get("QDRANT__SERVICE__READ_ONLY_API_KEY", ""),
    )
    try:
        listening = server.bind(host, port)
    except OSError as error:
        _fail(f"cannot listen on {host}:{port}: {error.strerror}; {_other_address(error)}")
    if host not in _THIS_MACHINE and not keys.full:
        click.echo("embedded: whoever reaches this address may change and delete", err=True)
    with listening:
        try:
            code = server.run(
                path,
                listening,
                keys,
                until_stdin_closes=until_stdin_closes,
                grpc_port=grpc_port,
            )
        except FolderError as error:
            _fail(str(error))
        except OSError as error:
            _fail(
                f"cannot use {path}: {error.strerror}; "
                "name a folder that can be made and written with --path DIR"
            )
    sys.exit(code)


def _other_address(error: OSError) -> str:
    """What to do about an address that cannot be listened on."""
    if error.errno == errno.EADDRINUSE:
        return "--port 0 takes a free one"
    if error.errno == errno.EACCES:
        return "ports below 1024 are the system's: name another with --port, 0 takes a free one"
    return (
        "--host must be an address of this machine: "
        "127.0.0.1 for itself alone, 0.0.0.0 for whoever reaches it"
    )


def _fail(why: str) -> NoReturn:
    click.echo(f"embedded: {why}", err=True)
    sys.exit(USAGE)
