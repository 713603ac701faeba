"""`python -m backend.migration`: the engine as a process of its own."""

import sys

import click

from backend.config import ConfigError
from backend.migration.commands import command


def main() -> None:
    """Run the command and exit with its code."""
    try:
        code = command.main(prog_name="backend.migration", standalone_mode=False)
    except ConfigError as error:
        click.echo(f"backend.migration: {error}", err=True)
        code = 2
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
