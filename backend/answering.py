"""What a screen asked for in one line, done by the hub."""

import logging

from backend.hub import Hub
from backend.wire import decode_request


def answer(hub: Hub, line: bytes, source: str, number: int) -> None:
    """Do what a line asks for; what cannot be done is told in the log, and the rest goes on.

    Args:
        hub: Whose probes do it.
        line: One JSON line.
        source: Where the line came from, for the log.
        number: The line's number there, from 1.
    """
    try:
        hub.ask(decode_request(line, source, number))
    except ValueError as error:
        logging.getLogger(__name__).warning("%s", error)
