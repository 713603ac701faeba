"""Asking again: jittered back-off, Retry-After, and when to give up."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from backend.migration.breaker import Breaker
from backend.migration.errors import TargetAway
from backend.migration.rest import Unavailable

T = TypeVar("T")
BACK_OFF = wait_random_exponential(multiplier=0.2, max=10)
"""A random wait of at most 0.2 s, 0.4 s, 0.8 s … 10 s (full jitter)."""
_JITTER_AFTER = wait_random_exponential(multiplier=0.05, max=0.5)
"""Added to what Retry-After asks for, so that the workers do not come back all at once."""
PROBE_SECONDS = 0.1
"""How often those who wait look whether the probe has come back."""


class Persistence:
    """Repeats requests until the target takes them or has been silent for too long.

    All workers of a run share one: what counts is how long nobody got through.

    Attributes:
        is_away: Whether the latest request that ended got no answer at all.
    """

    def __init__(
        self,
        give_up_after: float,
        sleep: Callable[[float], Awaitable[None]],
        on_retry: Callable[[str, int | None], None],
        clock: Callable[[], float] = time.monotonic,
        breaker: Breaker | None = None,
    ) -> None:
        self._give_up_after = give_up_after
        self._sleep = sleep
        self._on_retry = on_retry
        self._clock = clock
        self._breaker = breaker
        self._failing_since: float | None = None
        self.is_away = False

    async def insist(
        self, request: Callable[[], Awaitable[T]], batch: int | None = None
    ) -> tuple[T, int]:
        """What the request returns in the end, and how many attempts it took.

        Raises:
            TargetAway: Nothing got through for as long as the run was told to wait.
        """

        def note(state: RetryCallState) -> None:
            wait = state.upcoming_sleep
            self._on_retry(f"{_error(state)}; again in {wait:.1f} s", batch)

        attempts = AsyncRetrying(
            retry=retry_if_exception_type(Unavailable),
            wait=_wait,
            stop=self._is_over,
            sleep=self._sleep,
            before_sleep=note,
            reraise=True,
        )
        try:
            async for attempt in attempts:
                with attempt:
                    result = await self._guarded(request)
        except Unavailable as error:
            raise TargetAway(str(error)) from None
        self._failing_since = None
        self.is_away = False
        return result, attempt.retry_state.attempt_number

    async def _guarded(self, request: Callable[[], Awaitable[T]]) -> T:
        """Make a request once the breaker admits it, and tell the breaker what came of it."""
        if self._breaker is None:
            return await request()
        while not self._breaker.admit():
            await self._sleep(max(PROBE_SECONDS, self._breaker.remaining()))
        try:
            result = await request()
        except Unavailable as error:
            if error.retry_after is not None:
                self._breaker.succeed()  # it answers, and names its own time
            else:
                self._breaker.fail()
            raise
        except Exception:
            self._breaker.succeed()  # a refusal is an answer
            raise
        except BaseException:
            self._breaker.withdraw()
            raise
        self._breaker.succeed()
        return result

    def _is_over(self, state: RetryCallState) -> bool:
        error = _error(state)
        self.is_away = error.is_away
        now = self._clock()
        if error.retry_after is not None:
            # It is there and names its own time.
            self._failing_since = None
            return False
        if self._failing_since is None:
            self._failing_since = now
        return now - self._failing_since >= self._give_up_after


def _wait(state: RetryCallState) -> float:
    error = _error(state)
    if error.retry_after is not None:
        return error.retry_after + _JITTER_AFTER(state)
    return BACK_OFF(state)


def _error(state: RetryCallState) -> Unavailable:
    # Tenacity asks only after a failure, and only of the kind we told it to retry.
    return cast("Unavailable", state.outcome.exception() if state.outcome else None)
