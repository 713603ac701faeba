import json

from backend.migration.done import Failure
from backend.migration.letters import BEGINNING, kept_content
from backend.migration.records import Flaw
from backend.migration.room import Room


def failure(record: int, characters: int) -> Failure:
    content = kept_content({"t": "x" * characters})
    return Failure(record, f"a.json: [{record}]", "", Flaw("unreadable", "why"), content)


def test_contents_are_whole_while_there_is_room_and_cut_afterwards() -> None:
    said: list[str] = []
    long = 2 * BEGINNING
    room = Room(BEGINNING, said.append, most=BEGINNING * 4)
    first, second, short = room.fitted([failure(0, long), failure(1, long), failure(2, 9)])
    assert json.loads(first.content) == {"content": {"t": "x" * long}}
    told = json.loads(second.content)
    assert (len(told["text"]), told["characters"]) == (BEGINNING, long + 9)
    assert json.loads(short.content) == {"content": {"t": "x" * 9}}
    (third,) = room.fitted([failure(3, long)])
    assert json.loads(third.content)["characters"] == long + 9
    (event,) = said
    assert "only the beginning is kept from here on" in event


def test_what_was_kept_before_counts() -> None:
    said: list[str] = []
    room = Room(10**9, said.append, most=10**9)
    (one,) = room.fitted([failure(0, BEGINNING)])
    assert json.loads(one.content)["characters"] == BEGINNING + 9
    assert len(said) == 1
