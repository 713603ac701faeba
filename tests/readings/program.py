"""The screen with sample readings, said again and again, for tests in a pseudo-terminal."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator

from backend.model.reading import Reading
from backend.model.request import Request
from backend.wire import CannotAsk
from tests.readings import sample
from tests.readings.script import Clock
from tui.app import PasserelleApp


class Again:
    """A link that repeats itself twice a second."""

    async def readings(self) -> AsyncIterator[Reading]:
        while True:
            for reading in sample.everything():
                yield reading
            await asyncio.sleep(0.5)

    def ask(self, request: Request) -> None:
        raise CannotAsk("sample readings only")

    async def close(self) -> None:
        pass


if __name__ == "__main__":
    if "--ignore-hangup" in sys.argv:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # The clock stands still: a minute that turns would draw the header.
    app = PasserelleApp(Again(), clock=Clock())
    app.run()
    sys.exit(app.return_code)
