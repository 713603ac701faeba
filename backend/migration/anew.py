"""How a run that cannot be gone on with is begun anew."""

import shlex
import sqlite3

from backend.migration.order import DEFAULT_MAX_FAILED
from backend.model.migration.manner import Fields, Manner


def command_anew(row: sqlite3.Row) -> str:
    """The command that begins the journal's run anew, as people type it.

    Args:
        row: The run.
    """
    fields = Fields.model_validate_json(row["fields"])
    manner = Manner.model_validate_json(row["manner"]).model_dump(exclude_defaults=True)
    flags = [
        *([] if row["staging"] else ["--in-place"]),
        *(["--drop-staging"] if manner.pop("drop_staging", False) else []),
        *(["--with-aliases"] if manner.pop("with_aliases", False) else []),
        "--restart",
    ]
    options = {
        "--to": row["target"],
        "--collection": row["collection"],
        "--id-field": fields.id,
        "--vector-field": fields.vector,
        "--payload-fields": None if fields.payload is None else ",".join(fields.payload),
        "--max-failed": row["max_failed"] if row["max_failed"] != DEFAULT_MAX_FAILED else None,
        **{f"--{name.replace('_', '-')}": value for name, value in manner.items()},
    }
    words = ["passerelle", "migrate", "run", row["source"]]
    for option, value in options.items():
        words += [] if value is None else [option, str(value)]
    return shlex.join([*words, *flags])
