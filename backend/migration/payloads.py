"""What stands in the payloads of a source: fields, the types of their values, how much it is."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson

from backend.model.migration.preflight import PayloadField, TypeCount

MOST = 1000
"""Different fields that are counted; where every record has fields of its own, memory is not."""

WEIGHED = 64
"""Every so manieth payload is weighed."""

_KINDS = {
    bool: "truth value",
    int: "whole number",
    float: "number",
    str: "text",
    list: "list",
    tuple: "list",
    dict: "object",
    type(None): "null",
}
_ENCODING = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


class Payloads:
    """Counts fields by the types of their values.

    Attributes:
        left_out: Values of fields beyond the first `MOST`.
    """

    def __init__(self) -> None:
        self._fields: dict[str, Counter[type]] = {}
        self._records = 0
        self._weighed = 0
        self._bytes = 0
        self.left_out = 0

    def add(self, payload: Mapping[str, Any]) -> None:
        """Count the fields of one record."""
        if self._records % WEIGHED == 0:
            self._weigh(payload)
        self._records += 1
        for name, value in payload.items():
            types = self._fields.get(name)
            if types is None:
                if len(self._fields) == MOST:
                    self.left_out += 1
                    continue
                types = self._fields[name] = Counter()
            types[type(value)] += 1

    @property
    def bytes(self) -> int:
        """Bytes of all payloads as JSON, from the mean of those that were weighed."""
        return round(self._bytes / self._weighed * self._records) if self._weighed else 0

    def fields(self) -> tuple[PayloadField, ...]:
        """Every field, the most frequent first, with how many records have it as what."""
        found = (
            PayloadField(name=name, records=types.total(), types=_types(types))
            for name, types in self._fields.items()
        )
        return tuple(sorted(found, key=lambda field: (-field.records, field.name)))

    def _weigh(self, payload: Mapping[str, Any]) -> None:
        try:
            self._bytes += len(orjson.dumps(payload, default=str, option=_ENCODING))
        except TypeError:  # text that is no Unicode, nesting without end: it cannot be sent either
            return
        self._weighed += 1


def _types(types: Counter[type]) -> tuple[TypeCount, ...]:
    kinds: Counter[str] = Counter()
    for kind, count in types.items():
        kinds[_KINDS.get(kind, kind.__name__)] += count
    return tuple(TypeCount(type=name, records=count) for name, count in kinds.most_common())
