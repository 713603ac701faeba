from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers.discovery import Found, Root
from backend.managers.go_source import read_go
from backend.managers.go_tokens import cut_go, go_tokens
from backend.managers.reading import Read
from backend.managers.responsibility import FEWEST, Weights, responsibility, word_weights
from backend.managers.source import SourceFile
from backend.model.ecosystem import Score

ROOT = Root("r", Path("/r"))


def manager(name: str, *sources: str) -> Read:
    files = []
    for index, text in enumerate(sources):
        go = read_go(text.encode())
        folder = f"{name}/p{index}"
        files.append(
            SourceFile(
                f"{folder}/a.go",
                Path("/r") / folder,
                "Go",
                package=go.package,
                imports=go.imports,
                functions=go.functions,
                types=go.types,
                tokens=go_tokens(cut_go([text.encode()]))[0],
            )
        )
    return Read(Found(name, ROOT, name), tuple(files), Path("/r") / name)


def joined(one: Read, other: Read) -> Read:
    found = replace(one.found, name="joined", path="joined")
    return Read(found, one.files + other.files, one.folder)


def score(read: Read, *others: Read) -> Score:
    found = responsibility(read, word_weights((read, *others)))
    assert found is not None
    return found


MAIL = """package mail
import "net/smtp"
type Mailbox struct { Letters []Letter }
type Letter struct { Subject string }
func (m *Mailbox) SendLetter(letter Letter) error { return nil }
func (m *Mailbox) DispatchLetter(letter Letter) error { return m.SendLetter(letter) }
func (m *Mailbox) PublishLetter(letter Letter) error { return nil }
func NewMailbox() *Mailbox { return &Mailbox{} }
"""
ALARM = """package alarm
import "example.org/sirens/horn"
type Siren struct { Volume int }
func (s *Siren) MonitorSiren(volume int) bool { return false }
func (s *Siren) AlertSiren(volume int) bool { return true }
func (s *Siren) WatchSiren(volume int) bool { return true }
func NewSiren() *Siren { return &Siren{} }
"""


def test_joining_two_unrelated_managers_lowers_the_score_of_both() -> None:
    mail, alarm = manager("mail", MAIL), manager("alarm", ALARM)
    weights = word_weights((mail, alarm))
    both = responsibility(joined(mail, alarm), weights)
    assert both is not None
    for alone in (responsibility(mail, weights), responsibility(alarm, weights)):
        assert alone is not None
        assert both.value < alone.value
        assert all(b.value <= a.value for a, b in zip(alone.parts, both.parts, strict=True))


def test_splitting_a_manager_of_two_unrelated_halves_raises_the_score_of_each() -> None:
    whole = joined(manager("mail", MAIL), manager("alarm", ALARM))
    halves = [replace(whole, files=(file,)) for file in whole.files]
    weights = word_weights(halves)
    before = responsibility(whole, weights)
    assert before is not None
    for half in halves:
        after = responsibility(half, weights)
        assert after is not None
        assert after.value > before.value


def test_renaming_a_manager_or_a_word_changes_nothing() -> None:
    alarm = manager("alarm", ALARM)
    value = score(manager("mail", MAIL), alarm)
    assert score(manager("post", MAIL.replace("package mail", "package post")), alarm) == value
    parcels = MAIL.replace("Letter", "Parcel").replace("letter", "parcel")
    renamed = score(manager("mail", parcels), alarm)
    assert renamed.value == value.value


def test_tests_do_not_count() -> None:
    mail = manager("mail", MAIL)
    tests = tuple(replace(file, test=True) for file in manager("mail", ALARM).files)
    assert score(replace(mail, files=mail.files + tests)) == score(mail)


def test_too_little_code_has_no_score() -> None:
    text = "package a\n" + "func F() {}\n" * (FEWEST - 1)
    few = manager("a", text)
    assert responsibility(few, word_weights([few])) is None


def test_where_programs_start_says_nothing_of_their_purpose() -> None:
    programs = manager("a", *["package main\nfunc main() {}\nfunc init() {}\n"] * FEWEST)
    assert responsibility(programs, word_weights([programs])) is None
    entries = MAIL + "func init() {}\nfunc main() {}\n"
    topics = [score(manager("mail", text)).parts[0] for text in (MAIL, entries)]
    assert topics[0] == topics[1]


def test_parts_that_cannot_be_measured_give_their_weight_to_the_others() -> None:
    go = manager("a", MAIL)
    functions = go.files[0].functions
    file = SourceFile("a/a.ps1", Path("/r/a"), "PowerShell", functions=functions)
    script = replace(go, files=(file,))
    found = score(script)
    assert [part.name for part in found.parts] == ["topic", "phase", "size"]
    assert sum(part.weight for part in found.parts) == pytest.approx(1)
    assert found.parts[0].weight == pytest.approx(0.5)


def test_the_value_is_the_weighted_sum_of_its_parts() -> None:
    found = score(manager("mail", MAIL))
    assert found.value == pytest.approx(10 * sum(p.weight * p.value for p in found.parts), abs=0.01)


def test_one_topic_that_hangs_together_scores_full_marks_there() -> None:
    text = "package a\ntype Box struct{}\n" + "func (b *Box) Box() Box { return *b }\n" * 3
    parts = {part.name: part.value for part in score(manager("a", text)).parts}
    assert parts["topic"] == pytest.approx(1, abs=1e-3)
    assert parts["structure"] == 1


def test_nothing_in_common_scores_nothing_there() -> None:
    names = ("ParseJson", "DrawLine", "SendMail", "PackZip")
    text = "package a\n" + "".join(f"func {name}() {{}}\n" for name in names)
    parts = {part.name: part.value for part in score(manager("a", text)).parts}
    assert (parts["topic"], parts["structure"]) == (0, 1 / 4)


def test_what_comments_and_texts_name_holds_nothing_together() -> None:
    told = 'func One() {\n// Other\n}\nfunc Other() { print("One") }\nfunc Third() { Other() }\n'
    (structure,) = [
        p for p in score(manager("a", f"package a\n{told}")).parts if p.name == "structure"
    ]
    assert structure.detail == "3 declarations in 2 groups, the largest of 2"


def test_a_name_means_the_declaration_of_its_own_package() -> None:
    text = "package a\ntype Config struct{}\nfunc Use(c Config) {}\nfunc Show(c Config) {}\n"
    (structure,) = [p for p in score(manager("a", text, text)).parts if p.name == "structure"]
    assert structure.detail == "6 declarations in 2 groups, the largest of 3"
    elsewhere = manager("a", text, "package b\nfunc Take(c Config) {}\n")
    (structure,) = [p for p in score(elsewhere).parts if p.name == "structure"]
    assert structure.detail == "4 declarations in 1 groups, the largest of 4"


VERBS = st.sampled_from(["Plan", "Validate", "Execute", "Monitor"])


def generated(letters: str) -> st.SearchStrategy[str]:
    """A package of four functions whose words use some letters only, and so no other's words."""
    word = st.text(letters, min_size=2, max_size=5).map(str.capitalize)
    function = st.tuples(VERBS, word, word).map("".join)
    return st.lists(function, min_size=4, max_size=4).map(
        lambda names: "package p\n" + "".join(f"func {name}() {{}}\n" for name in names)
    )


@settings(deadline=None)
@given(generated("abc"), generated("xyz"))
def test_joining_never_beats_the_mean_of_two(one: str, other: str) -> None:
    first, second = manager("a", one), manager("b", other)
    verbs = dict.fromkeys(("plan", "validate", "execute", "monitor"), 0.0)
    weights = Weights({**word_weights((first, second)).of, **verbs})
    both = responsibility(joined(first, second), weights)
    alone = [responsibility(first, weights), responsibility(second, weights)]
    assert both is not None
    values = [found.value for found in alone if found is not None]
    assert both.value <= sum(values) / 2 + 0.01


@settings(deadline=None)
@given(st.lists(generated("abcxyz"), min_size=1, max_size=3))
def test_the_score_stays_between_0_and_10(sources: list[str]) -> None:
    found = score(manager("a", *sources))
    assert 0 <= found.value <= 10
    assert all(0 <= part.value <= 1 for part in found.parts)


def test_weights_are_the_same_object_as_long_as_none_changes() -> None:
    one, same, other = (
        manager("a", f"package a\nfunc SendMail() {{}}\nfunc {name}() {{}}\n")
        for name in ("RingBell", "RingBell", "RingPhone")
    )
    assert word_weights([one, other]) is word_weights([same, other])
    assert word_weights([one, one]) is not word_weights([one, other])
