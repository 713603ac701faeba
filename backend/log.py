"""The log of a backend, which goes where its stderr goes."""

import logging


def log_to_stderr(level: str) -> None:
    """Log from a level on, such as `info`, a line each with time and place."""
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # httpx names every address it asks at INFO, once a second for as long as people watch.
    logging.getLogger("httpx").setLevel(logging.WARNING)
