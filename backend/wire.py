"""Reading to JSON line and back, and the links that carry the lines.

The tui imports this module and `backend.model`, and nothing else of the backend.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Protocol

from pydantic import ValidationError

from backend.model.reading import WIRE_VERSION, ProbeError, Reading
from backend.model.request import REQUEST, Request


class WireError(ValueError):
    """A line that is no Reading; the message names where it stands and what was expected."""


class Link(Protocol):
    """Where Readings come from, whatever carries them."""

    def readings(self) -> AsyncIterator[Reading]:
        """Readings in the order of their making, until the link ends.

        Raises:
            LinkEnded: Where the other side ended without being asked.
        """
        ...

    def ask(self, request: Request) -> None:
        """Ask the other side for something; what comes of it comes back as Readings.

        Raises:
            CannotAsk: There is nobody to ask: a recording, or a backend that has ended.
        """
        ...

    async def close(self) -> None:
        """Let go of the other side; returns when it has let go too."""
        ...


class CannotAsk(Exception):  # noqa: N818  (a state the screen shows, not a fault)
    """There is nobody to ask; the message says why."""


class LinkEnded(Exception):  # noqa: N818  (a state the screen shows, not a fault)
    """The other side ended by itself; the message says how."""


def encode(reading: Reading) -> bytes:
    """One JSON line, newline included."""
    return reading.model_dump_json().encode() + b"\n"


def decode(line: bytes, source: str = "link", number: int = 1) -> Reading:
    """The Reading in one JSON line.

    Raises:
        WireError: Naming source, line and what was expected instead.
    """
    try:
        return Reading.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        if where == "version":
            expected = f"expected format version {WIRE_VERSION}; a newer Passerelle wrote it"
        else:
            expected = f"expected a Reading, but {where}: {first['msg']}"
        raise WireError(f"{source}:{number}: {expected}") from None


def encode_request(request: Request) -> bytes:
    """One JSON line, newline included."""
    return request.model_dump_json().encode() + b"\n"


def decode_request(line: bytes, source: str = "stdin", number: int = 1) -> Request:
    """The request in one JSON line.

    Raises:
        WireError: Naming the line and what was expected instead.
    """
    try:
        return REQUEST.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        told = f"expected a request, but {where}: {first['msg']}"
        raise WireError(f"{source}:{number}: {told}") from None


def undecodable(error: WireError) -> Reading:
    """What a line that could not be read is shown as, so that it is not lost in silence."""
    problem = ProbeError(
        kind="invalid", summary=str(error), remedy="update both sides to the same version"
    )
    return Reading(probe="link", seq=1, at=datetime.now(UTC), took=0, period=3600, error=problem)


async def read_lines(stream: asyncio.StreamReader, source: str) -> AsyncIterator[Reading]:
    """Readings from a stream of lines; a bad line becomes a Reading of the probe `link`."""
    number = 0
    while line := await stream.readline():
        number += 1
        try:
            reading = decode(line, source, number)
        except WireError as error:
            reading = undecodable(error)
        yield reading
