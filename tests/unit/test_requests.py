"""What a screen asks for: the line it becomes, and what the hub does with it."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from backend.hub import MINIMUM_PERIOD, Hub
from backend.model.request import Act, Keep, Look, Period, Refresh, Request
from backend.wire import WireError, decode_request, encode_request
from tests.strategies import TEXT, of_model
from tests.unit.test_hub import ScriptedProbe, VirtualClock, running, stage

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
requests: st.SearchStrategy[Request] = st.one_of(
    of_model(Keep),
    st.builds(Refresh, probe=st.none() | TEXT),
    st.builds(Period, factor=st.floats(0.01, 100)),
    st.builds(Look, probe=TEXT, subject=json_values),
    st.builds(
        Act,
        run=TEXT,
        order=st.sampled_from(["pause", "resume", "abort", "rollback"]),
        drop=st.booleans(),
    ),
)


@given(requests)
def test_every_request_survives_the_wire(request: Request) -> None:
    line = encode_request(request)
    assert line.count(b"\n") == 1
    assert decode_request(line) == request


@pytest.mark.parametrize(
    "line",
    [b"x\n", b"{}\n", b'{"kind":"act","run":"1","order":"drop all"}\n',
     b'{"kind":"period","factor":0}\n', b'{"kind":"launch"}\n'],
)  # fmt: skip
def test_a_line_that_is_no_request_is_named(line: bytes) -> None:
    with pytest.raises(WireError, match="stdin:7: expected a request"):
        decode_request(line, number=7)


class Steerable(ScriptedProbe):
    """Says what it was told to look at."""

    def __init__(self) -> None:
        super().__init__(lambda _: stage(str(self.subject)), "steered", "s", 60)
        self.subject: JsonValue = "first"

    def look(self, subject: JsonValue) -> None:
        if subject == "nonsense":
            raise ValueError("expected sense")
        self.subject = subject

    def look_away(self) -> None:
        self.subject = None


async def test_a_refresh_reads_one_probe_or_all_before_they_are_due() -> None:
    clock = VirtualClock()
    one = ScriptedProbe(lambda n: stage(str(n)), "one", "a", 60)
    two = ScriptedProbe(lambda n: stage(str(n)), "two", "b", 60)
    hub = Hub([one, two], clock=clock)
    async with running(hub):
        await clock.advance(5)
        hub.ask(Refresh(probe="one"))
        await clock.advance(0)
        assert (one.calls, two.calls) == (2, 1)
        await clock.advance(1)
        hub.ask(Refresh())
        await clock.advance(0)
        assert (one.calls, two.calls) == (3, 2)


async def test_refreshing_without_end_never_beats_the_shortest_period() -> None:
    clock = VirtualClock()
    probe = ScriptedProbe(lambda n: stage(str(n)), "one", "a", 60)
    hub = Hub([probe], clock=clock)
    async with running(hub):
        for _ in range(100):
            hub.ask(Refresh())
            await clock.advance(MINIMUM_PERIOD / 10)
    assert probe.calls <= 12


async def test_a_period_is_changed_from_now_on() -> None:
    clock = VirtualClock()
    probe = ScriptedProbe(lambda n: stage(str(n)), "one", "a", 10)
    hub = Hub([probe], clock=clock)
    async with running(hub) as got:
        await clock.advance(1)
        hub.ask(Period(factor=0.1))
        await clock.advance(5)
    assert probe.calls == 7
    assert got[-1].period == 1


async def test_a_probe_is_told_what_to_look_at() -> None:
    clock = VirtualClock()
    hub = Hub([Steerable()], clock=clock)
    async with running(hub) as got:
        await clock.advance(1)
        hub.ask(Look(probe="steered", subject={"steps": [1]}))
        await clock.advance(0)
    assert [reading.value for reading in got] == [stage("first"), stage("{'steps': [1]}")]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Refresh(probe="nobody"), "no probe nobody; there are plain, steered"),
        (Look(probe="plain", subject=1), "looks at what it was started for"),
        (Look(probe="steered", subject="nonsense"), "expected sense"),
    ],
)
async def test_what_makes_no_sense_is_refused(request_: Request, said: str) -> None:
    hub = Hub([Steerable(), ScriptedProbe(lambda n: stage(str(n)), "plain")])
    with pytest.raises(ValueError, match=said):
        hub.ask(request_)


class Obedient(ScriptedProbe):
    """Remembers what it was told to do."""

    def __init__(self) -> None:
        super().__init__(lambda _: stage("x"), "actions", "a", 60)
        self.told: list[Act] = []

    def act(self, asked: Act) -> None:
        self.told.append(asked)


async def test_an_action_reaches_the_probe_that_carries_it_out() -> None:
    probe = Obedient()
    asked = Act(run="1", order="pause")
    Hub([probe]).ask(asked)
    await asyncio.sleep(0)
    assert probe.told == [asked]
