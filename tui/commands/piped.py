"""Commands whose output may be read by a program that stops reading, as `| head` does."""

import os
import sys
from typing import Any

import click


class Piped(click.Command):
    """A command for which a reader that goes away is no fault: it ends with 0 and says nothing."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click itself would end it with 1, the code for findings."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Python writes what is left when it ends, and would complain that nobody reads it.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
            ctx.exit(0)
