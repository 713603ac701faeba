"""The command line. Imports late: `--help` loads neither Textual nor qdrant-client."""

import importlib
import sys
from typing import Any

import click

from backend.config import ConfigError

COMMANDS = {
    "demo": "A whole world to try: sample managers, an embedded Qdrant, a migration, live.",
    "scan": "Managers, their dependencies and responsibilities, headless.",
    "plan": "Progress of plans: declared against counted.",
    "migrate": "Move vectors into Qdrant, and say what arrived.",
    "bench": "The plan's own benchmark, beside the plan's figures.",
    "watch": "Readings as JSON lines, headless.",
    "status": "One look at Qdrant: reachable, its collections, whether the limits hold.",
    "doctor": "What works here, what does not, how to mend it.",
    "config": "Settings and where each comes from.",
    "embedded": "The embedded Qdrant as a server of its own.",
}

INTERRUPTED = 130


class LazyGroup(click.Group):
    """Loads a subcommand's module only when it runs; the help page is made without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tui.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def server_options() -> tuple[Any, ...]:
    """The flags that say which Qdrant to look at, and how; each is a setting of the same name."""
    return (
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
            "--collection",
            "collections",
            multiple=True,
            metavar="NAME",
            help="Look at this collection closely.",
        ),
    )


def world_options(command: Any) -> Any:
    """The flags that say what to look at; each is a setting of the same name."""
    for option in reversed(
        (
            click.option("--managers", multiple=True, metavar="DIR", help="Folder with managers."),
            click.option(
                "--document",
                "documents",
                multiple=True,
                metavar="PATH",
                help="Markdown whose claims are set beside the code.",
            ),
            click.option(
                "--plan", "plans", multiple=True, metavar="PATH", help="Plan file or folder."
            ),
            *server_options(),
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
            click.option("--state", metavar="DIR", help="Folder for journals and logs."),
            click.option(
                "--window", type=float, metavar="SECONDS", help="Latencies are counted over this."
            ),
        )
    ):
        command = option(command)
    return command


def screen_options(command: Any) -> Any:
    """The flags that say how it looks."""
    for option in reversed(
        (
            click.option("--theme", metavar="NAME", help="Theme of the screen."),
            click.option("--ascii", is_flag=True, default=None, help="Draw with ASCII only."),
        )
    ):
        command = option(command)
    return command


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="passerelle", prog_name="passerelle")
@world_options
@screen_options
@click.option(
    "--allow-actions",
    is_flag=True,
    default=None,
    help="Let the screen change things; else it reads.",
)
@click.pass_context
def cli(ctx: click.Context, /, **flags: Any) -> None:
    """Consolidate an ecosystem of managers and move its vectors into Qdrant.

    Without a command: the dashboard. Every figure says where it came from and how old it is;
    what documents claim is set beside what the code is.
    """
    if ctx.invoked_subcommand is None:
        from tui.commands.dashboard import show  # noqa: PLC0415  (loads Textual)

        ctx.exit(show(flags))
    stray = [name for name, value in flags.items() if value not in (None, ())]
    if stray:
        raise click.UsageError(f"put --{stray[0]} after {ctx.invoked_subcommand}, where it belongs")


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = cli.main(standalone_mode=False)
    except ConfigError as error:
        click.echo(f"passerelle: {error}", err=True)
        code = 2
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: nothing more can be said.
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
