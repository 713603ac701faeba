"""`python -m backend.embedded`: the embedded server as a process."""

import sys

from backend.embedded.command import command

if __name__ == "__main__":
    sys.exit(command.main(prog_name="python -m backend.embedded"))
