"""Sealed operations: opened where that can be done, else kept as the boxes that they are (P92, P93)."""

from collections.abc import Iterable, Mapping
from typing import Any

from server.api.body import parsed
from server.api.problems import Problem
from server.schemas.operation import read
from server.sealing import KeyRing, Unopened, context_of, from_base64url
from sync.operation import Operation, Unreadable, is_box
from sync.rules import Reader


def opened(
    ring: KeyRing, device: str, sealed: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The raw operations of a device's sealed ones; a box that stays shut comes back as itself."""
    rows: list[Mapping[str, Any]] = []
    for item in sealed:
        found = open_one(ring, device, item)
        rows.append({**item, "device": device} if isinstance(found, Unopened) else found)
    return rows


def open_one(ring: KeyRing, device: str, item: Mapping[str, Any]) -> dict[str, Any] | Unopened:
    """What a sealed ``n``, ``op`` and ``box`` of a device says, or why it stays shut."""
    n, op = item["n"], item["op"]
    try:
        text = ring.open(from_base64url(item["box"]), context_of(device, n, op))
        raw = text if isinstance(text, Unopened) else parsed(text)
    except (ValueError, Problem):
        return Unopened("not base64url, or no JSON object inside")
    if not isinstance(raw, Unopened) and (raw.get("n"), raw.get("op")) != (n, op):
        return Unopened("another number or id inside")
    return raw


def reader(ring: KeyRing) -> Reader:
    """Reads operations, and boxes whose key has come back."""

    def read_any(raw: Mapping[str, Any]) -> Operation | Unreadable:
        if not is_box(raw):
            return read(raw)
        if not raw["box"]:
            return Unreadable("erased", "box")
        found = open_one(ring, raw["device"], raw)
        return Unreadable("unsealable", found.why) if isinstance(found, Unopened) else read(found)

    return read_any
