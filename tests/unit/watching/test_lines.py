import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.watching.lines import read_line
from backend.watching.sentences import whole
from backend.watching.statement import Statement

BATCHES = [
    (
        '{"level":"info","ts":1.5,"msg":"Traitement du lot","batch_number":3,"total_batches":65,'
        '"batch_size":100}',
        Statement("json", figures={"batch": 3, "batches": 65, "size": 100}),
    ),
    (
        '{"level":"info","msg":"Lot migré avec succès","batch_number":3,"vectors_migrated":100}',
        Statement("json", arrived=True, figures={"batch": 3, "size": 100}),
    ),
    (
        '{"level":"error","msg":"Échec migration du lot","batch_number":4,"error":"refused"}',
        Statement("json", arrived=False, figures={"batch": 4}),
    ),
    (
        "[2026-11-22 14:02:07] [INFO] Migration du batch 12 (100 vecteurs)",
        Statement("bracketed", figures={"batch": 12, "size": 100}),
    ),
    (
        "[2026-11-22 14:02:07] [SUCCESS] Batch 12 migré avec succès",
        Statement("bracketed", arrived=True, figures={"batch": 12}),
    ),
    (
        "[2026-11-22 14:02:07] [ERROR] Exception lors de la migration du batch 12: refused",
        Statement("bracketed", arrived=False, figures={"batch": 12}),
    ),
    (
        "Traitement du lot 2/7 (100 tâches)...",
        Statement("plain", figures={"batch": 2, "batches": 7, "size": 100}),
    ),
    (
        "Lot 2/7 inséré avec succès",
        Statement("plain", arrived=True, figures={"batch": 2, "batches": 7}),
    ),
    (
        "Erreur lors de l'insertion du lot 3: timeout",
        Statement("plain", arrived=False, figures={"batch": 3}),
    ),
    (
        "batch 4 of 9 uploaded",
        Statement("plain", arrived=True, figures={"batch": 4, "batches": 9}),
    ),
    ("batch 4/9 failed", Statement("plain", arrived=False, figures={"batch": 4, "batches": 9})),
]

WHOLE_RUNS = [
    (
        '{"level":"info","msg":"Migration terminée avec succès","total_vectors":641,'
        '"migrated_vectors":641,"failed_vectors":0}',
        Statement("json", completed=True, figures={"total": 641, "migrated": 641, "failed": 0}),
    ),
    (
        '{"level":"info","msg":"Début migration par lots","total_vectors":641,"batch_size":100}',
        Statement("json", begins=True, figures={"total": 641, "size": 100}),
    ),
    (
        '{"total_vectors":641,"migrated_vectors":600,"failed_vectors":41,"duration":12}',
        Statement("report", completed=False, figures={"total": 641, "migrated": 600, "failed": 41}),
    ),
    (
        "[2026-11-22 14:02:07] [INFO] Points attendus: 641, Points actuels: 329",
        Statement("bracketed", figures={"total": 641, "target": 329}),
    ),
    (
        "[2026-11-22 14:02:07] [INFO] === DÉBUT DE LA MIGRATION ===",
        Statement("bracketed", begins=True),
    ),
    (
        "[2026-11-22 14:02:07] [ERROR] ÉCHEC DE LA MIGRATION: no answer",
        Statement("bracketed", completed=False),
    ),
    (
        "Vectorisation réussie: 641 tâches insérées dans Qdrant.",
        Statement("plain", completed=True, figures={"migrated": 641}),
    ),
    ("Migration status: COMPLETED", Statement("plain", completed=True)),
]

NO_CLAIMS = [
    "",
    "{",
    "{}",
    "[1, 2]",
    '{"msg": 3}',
    '{"msg": "Lecture terminée", "total_vectors": 641}',
    '{"batch_number": true, "msg": "x"}',
    "[2026-11-22 14:02:07] [INFO] Étape 1: Vérifications préliminaires",
    "Connexion à Qdrant établie",
    "this step is completed",
    "[" * 100_000,
    '{"a":' * 100_000,
]


@pytest.mark.parametrize(("line", "claimed"), BATCHES + WHOLE_RUNS)
def test_known_tools_are_understood(line: str, claimed: Statement) -> None:
    assert read_line(line) == claimed


@pytest.mark.parametrize(("line", "claimed"), BATCHES + WHOLE_RUNS)
def test_accents_may_be_broken_and_colours_put_in(line: str, claimed: Statement) -> None:
    broken = line.encode("cp1252").decode("utf-8", "backslashreplace")
    found = read_line(f"\x1b[32m{broken}\x1b[0m")
    if not line.startswith("{"):
        assert found == claimed
    again = line.encode("utf-8").decode("cp1252", "replace")
    assert read_line(again) == claimed


@pytest.mark.parametrize("line", NO_CLAIMS)
def test_what_is_not_known_claims_nothing(line: str) -> None:
    assert read_line(line) is None


def test_configured_expressions_come_first_and_give_numbers_only_for_known_names() -> None:
    pattern = re.compile(r"(?P<migrated>\S+) of (?P<total>\S+) in (?P<other>\d+) s")
    found = read_line("6,500 of 10'000 in 3 s", [pattern])
    assert found == Statement("pattern", figures={"migrated": 6500, "total": 10000})
    assert read_line("some of all in 3 s", [pattern]) == Statement("pattern")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (6500, 6500),
        ("6,500", 6500),
        ("1'234'567", 1234567),
        ("6 500", None),
        ("6\u202f500", 6500),
        (" 7 ", 7),
        ("641.0", None),
        ("65,00", None),
        (-1, None),
        (True, None),
        (1.5, None),
        (None, None),
        ("٣", None),
        ("9" * 19, None),
        (2**70, None),
    ],
)
def test_numbers_are_believed_only_where_they_count_something(
    value: object, number: int | None
) -> None:
    assert whole(value) == number


@given(st.binary(max_size=400))
def test_no_bytes_break_the_parsers(content: bytes) -> None:
    line = content.decode("utf-8", "backslashreplace")
    found = read_line(line)
    assert found is None or all(0 <= figure < 2**63 for figure in found.figures.values())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["msg", "batch_number", "total_vectors", "migrated_vectors", "x"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_json_breaks_them_either(content: object) -> None:
    found = read_line(json.dumps(content))
    assert found is None or all(0 <= figure < 2**63 for figure in found.figures.values())


@given(st.sampled_from([line for line, _ in BATCHES + WHOLE_RUNS]), st.data())
def test_nor_do_pieces_of_known_lines(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line)))
    cut = (
        line[:start] + data.draw(st.text(max_size=5)) + line[data.draw(st.integers(0, len(line))) :]
    )
    found = read_line(cut)
    assert found is None or all(0 <= figure < 2**63 for figure in found.figures.values())
