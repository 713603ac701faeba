"""Questions to the file system are asked once, and told to hold as long as they do."""

from collections.abc import Iterable

from backend.managers.asked import Asked


def test_each_thing_is_asked_about_once() -> None:
    told: list[str] = []

    def question(name: str) -> int:
        told.append(name)
        return len(name)

    length = Asked().once(question)
    assert [length("a"), length("bc"), length("a")] == [1, 2, 1]
    assert told == ["a", "bc"]


def test_what_was_answered_holds_until_one_answer_is_another() -> None:
    there = {"a": 1, "b": 2}
    asked = Asked()
    size = asked.once(there.get)
    assert asked.holds()
    assert [size("a"), size("gone")] == [1, None]
    there["b"] = 3  # nobody asked
    assert asked.holds()
    there["gone"] = 4
    assert not asked.holds()
    assert size("gone") is None


def test_the_same_question_has_the_same_answers_whoever_asks() -> None:
    asked = Asked()
    there = {"a": 1}
    get = there.get
    assert asked.once(get)("a") == 1
    there["a"] = 2
    assert asked.once(get)("a") == 1


def test_what_was_asked_one_by_one_may_be_asked_together() -> None:
    there = {"a": 1, "b": 2}
    looks: list[list[str]] = []

    def together(names: Iterable[str]) -> list[int | None]:
        looks.append([*names])
        return [there.get(name) for name in looks[-1]]

    asked = Asked()
    size = asked.once(there.get, together)
    assert [size("b"), size("gone"), looks] == [2, None, []]
    assert asked.holds()
    assert looks == [["b", "gone"]]
    there["gone"] = 3
    assert not asked.holds()
