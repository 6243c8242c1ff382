"""Reading one raw operation: what it means, or why it cannot be read (rules P15, P16, P42).

An operation that cannot be read is no refused request: it is taken into custody and quarantined
under the code given here. A detail names the field and the rule, never the value.
"""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from server.json_text import canonical
from server.schemas.fields import ready
from server.schemas.operations import FIRST, OPERATIONS, SCHEMAS
from server.schemas.quick import accepts
from sync.operation import (
    Amend,
    Author,
    Body,
    Choice,
    Create,
    Decide,
    Erase,
    KeepOne,
    KeepStanding,
    Operation,
    Progress,
    Reopen,
    Resolve,
    Review,
    TakeProposed,
    TakeValue,
    TwoPeople,
    Unreadable,
    Withdraw,
)

OPERATION_BYTES = 64 * 1024

_NAME = re.compile("[a-z0-9_]{1,40}")


def read(raw: Mapping[str, Any]) -> Operation | Unreadable:
    """Return what a raw operation means. It never raises for anything that JSON can say."""
    if len(canonical(raw)) > OPERATION_BYTES:
        return Unreadable("too_large", f"over {OPERATION_BYTES} bytes")
    schema, kind = raw.get("schema"), raw.get("kind")
    if isinstance(schema, bool) or not isinstance(schema, int):
        return Unreadable("malformed", "schema: Not a number.")
    if schema not in SCHEMAS:
        return Unreadable("unknown_schema", "schema")
    if not isinstance(kind, str):
        return Unreadable("malformed", "kind: Not text.")
    if kind not in OPERATIONS:
        return Unreadable("unknown_kind", "kind")
    first = FIRST.get(kind) if schema == 1 else None
    known = first or OPERATIONS[kind]
    if not accepts(known)(raw):
        try:
            ready(known).load(raw)
        except ValidationError as error:
            return Unreadable("malformed", _first(error.messages))
    author = raw["author"]
    return Operation(
        op=raw["op"],
        n=raw["n"],
        registration=raw["registration"],
        base=raw["base"],
        author=Author(author["account"], author["role"], author["device"]),
        recorded_at=raw["recorded_at"],
        body=_body(kind, raw),
    )


def _first(messages: Any) -> str:
    """The first error of marshmallow's nested messages, as ``set.identity.nik: Not 16 digits`` is one.

    A key that does not look like a field's name is the sender's own text and is not repeated.
    """
    path: list[str] = []
    while isinstance(messages, dict):
        key, messages = next(iter(messages.items()))
        if key != "_schema" and _NAME.fullmatch(str(key)):
            path.append(str(key))
    text = messages[0] if isinstance(messages, list) else messages
    return f"{'.'.join(path) or 'operation'}: {text}"


def _body(kind: str, raw: Mapping[str, Any]) -> Body:
    match kind:
        case "create":
            return Create(
                clinic=raw["clinic"],
                units=raw["set"],
                consent=raw["consent"],
                captured_at=raw["captured_at"],
                location=raw["location"],
            )
        case "amend":
            return Amend(units=raw["set"], was=raw["was"])
        case "withdraw":
            return Withdraw(raw["reason"])
        case "erase":
            return Erase(raw["ground"])
        case "review":
            return Review(raw["verdict"], raw["remarks"], raw["message"], raw.get("read"))
        case "resolve":
            return Resolve(tuple(map(_choice, raw["choices"])), tuple(raw["claims"]))
        case "progress":
            return Progress(raw["step"], raw["facts"])
        case "decide":
            about = raw["about"]
            words = (raw["choice"], raw["seen"], raw["reason"])
            return Decide(about["device"], about["n"], *words, about.get("hash"))
        case _:  # pragma: no cover - OPERATIONS has the kinds, and a test compares
            raise AssertionError(kind)


def _choice(raw: Mapping[str, Any]) -> Choice:
    thread, moves = raw["thread"], raw["moves"]
    match raw["choice"]:
        case "standing":
            return KeepStanding(thread, moves)
        case "proposed":
            return TakeProposed(thread, moves, raw["proposal"])
        case "value":
            return TakeValue(thread, moves, raw["value"])
        case "keep":
            return KeepOne(thread, moves, raw["keep"], raw["credit"], raw.get("set") or {})
        case "two_people":
            return TwoPeople(thread, moves, raw["reason"])
        case "reopen":
            return Reopen(thread, moves)
        case other:  # pragma: no cover
            raise AssertionError(other)
