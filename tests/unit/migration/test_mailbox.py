from backend.migration.journal import Journal
from backend.migration.mailbox import Command


def test_commands_are_taken_once_and_in_order(journal: Journal) -> None:
    journal.mailbox.leave(Command("pause"))
    journal.mailbox.leave(Command("rollback", drop=True))
    assert journal.mailbox.take() == [Command("pause"), Command("rollback", drop=True)]
    assert journal.mailbox.take() == []


def test_a_command_is_withdrawn_or_taken_and_never_both(journal: Journal) -> None:
    first, second = journal.mailbox.leave(Command("pause")), journal.mailbox.leave(Command("abort"))
    assert journal.mailbox.withdraw(first)
    assert journal.mailbox.take() == [Command("abort")]
    assert not journal.mailbox.withdraw(second)
    assert (journal.mailbox.is_taken(first), journal.mailbox.is_taken(second)) == (False, True)
