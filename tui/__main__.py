"""`passerelle` and `python -m tui`: the command line, where Ctrl-C ends its import, too."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from tui.cli import main as run  # noqa: PLC0415  (takes long enough to be interrupted)
    except KeyboardInterrupt:
        sys.exit(130)
    try:
        run()
    finally:
        gc.freeze()  # all goes with the process: a last search for garbage is for nothing


if __name__ == "__main__":
    main()
