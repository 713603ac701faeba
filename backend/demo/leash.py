"""`python -m backend.demo.leash MODULE [ARGUMENT]...`: a module that ends when its stdin does.

Whoever holds the other end of its stdin may die in any way: the kernel closes the pipe.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 2.0
"""How long the module may take to end in order."""


def main() -> None:
    """Run the module that the arguments name."""
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_stdin() -> None:
    # The descriptor itself: a thread blocked in sys.stdin would hold its lock at exit.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
