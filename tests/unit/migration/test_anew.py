"""What is told to be typed is taken by the command line, and asks for the same run."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.migration import session
from backend.migration.anew import command_anew
from backend.migration.commands import command
from backend.migration.journal import Journal
from backend.migration.order import Order
from backend.migration.process import Owner
from backend.migration.request import Request
from backend.migration.session import Outcome
from backend.model.migration.manner import Fields, Manner
from tests.unit.migration.conftest import ORDER, STAMPS

USUAL = replace(ORDER, source="/data/of today/a.json", collection="the tasks")
OTHER = replace(
    USUAL,
    in_place=True,
    max_failed=1.5,
    fields=Fields(id="key", vector="emb", payload=("a", "b c")),
    manner=Manner(
        transport="grpc", grpc_port=7334, pace=9.5, give_up_after=7.0, sample=11, drop_staging=True
    ),
)


@pytest.mark.parametrize("order", [USUAL, OTHER])
def test_the_command_begins_the_same_run_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: Order
) -> None:
    journal = Journal.create(tmp_path, "run", order, STAMPS, Owner.this())
    told = command_anew(journal.row)
    journal.close()
    asked: list[Request] = []

    def take(request: Request) -> Outcome:
        asked.append(request)
        return Outcome(None, 0)

    monkeypatch.setattr(session, "migrate", take)
    program, group, *words = shlex.split(told)
    assert (program, group) == ("passerelle", "migrate")
    result: Any = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    (request,) = asked
    assert request.restart
    assert str(request.source) == order.source
    assert (request.connection.url, request.collection) == (order.target, order.collection)
    assert (request.in_place, request.max_failed) == (order.in_place, order.max_failed)
    assert (request.fields, request.manner) == (order.fields, order.manner)
