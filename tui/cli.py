"""The command line. Imports late: `--help` loads neither Textual nor qdrant-client."""

import importlib
import os
import sys
from typing import Any

import click

from backend.config import ConfigError
from tui.options import screen_options, world_options

COMMANDS = {
    "demo": "A whole world to try: sample managers, an embedded Qdrant, a migration, live.",
    "scan": "Managers, their dependencies and responsibilities, headless.",
    "explain": "Why one manager depends on another.",
    "consolidate": "What merging, moving or removing managers would bring.",
    "plan": "Progress of plans: declared against counted.",
    "vectorize": "Tasks into vectors that migrate moves.",
    "migrate": "Move vectors into Qdrant, and say what arrived.",
    "bench": "The plan's own benchmark, beside the plan's figures.",
    "serve": "A backend that runs on by itself, for screens to attach to.",
    "attach": "The dashboard on such a backend; leaving it ends nothing.",
    "watch": "Readings as JSON lines, headless.",
    "replay": "A recording by watch, on the same screen.",
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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader of its output that goes away, as `| head` does, ends it with 0.

        Click itself would end it with 1, the code for findings.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _write_no_more()
            ctx.exit(0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="passerelle", prog_name="passerelle")
@world_options
@screen_options
@click.pass_context
def cli(ctx: click.Context, /, **flags: Any) -> None:
    """Consolidate an ecosystem of managers and move its vectors into Qdrant.

    Without a command: the dashboard. Every figure says where it came from and how old it is;
    what documents claim is set beside what the code is.
    """
    if ctx.invoked_subcommand is None:
        from tui.commands.dashboard import show  # noqa: PLC0415  (loads Textual)

        ctx.exit(show(flags))
    asked = cli.get_command(ctx, ctx.invoked_subcommand)
    theirs = {name for one in asked.params for name in one.opts} if asked else set()
    for parameter in ctx.command.params:
        if flags.get(parameter.name or "") not in (None, ()):
            flag, command = parameter.opts[0], ctx.invoked_subcommand
            raise click.UsageError(
                f"put {flag} after {command}, where it belongs"
                if flag in theirs
                else f"{command} has no {flag}; see passerelle {command} --help"
            )


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
    except OSError as error:
        # What reads and writes files says itself what went wrong; this is stdout on a full disk.
        _write_no_more()
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"passerelle: {where}{error.strerror or error}", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _write_no_more() -> None:
    """Let go of stdout: Python writes what is left when it ends, and would complain again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
