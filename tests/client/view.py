"""What a person sees: the replica with the outbox laid over it (rules P55, P75)."""

import json
from typing import Any

from tests.client.book import Book

WITHOUT_EFFECT = ("held", "quarantined", "id_reuse", "stale")
AFTER = {"approve": "approved", "return": "returned", "reject": "rejected", "reopen": "submitted"}


def project(book: Book) -> dict[str, dict[str, Any]]:
    """Registrations as ``{"status", "units", "version", "pending": [n]}``."""
    shown = {
        row["registration"]: _shown(json.loads(row["entry"]))
        for row in book.execute("SELECT * FROM replica")
    }
    rows = book.execute("SELECT n, body, receipt FROM outbox WHERE covered_at IS NULL ORDER BY n")
    for row in rows:
        operation = json.loads(row["body"])
        if _waits(row["receipt"]) and operation["kind"] != "create":
            continue
        base = shown.get(operation["registration"])
        laid = _lay(base or _shown({}), operation)
        if row["receipt"] is None:
            laid["pending"] = [*laid["pending"], row["n"]]
        shown[operation["registration"]] = laid
    return shown


def _waits(receipt: str | None) -> bool:
    """In custody without effect: shown as waiting, nothing laid over (P55)."""
    return receipt is not None and json.loads(receipt)["result"] in WITHOUT_EFFECT


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": entry.get("status", "submitted"),
        "units": entry.get("units", {}),
        "version": entry.get("version", 0),
        "pending": [],
    }


def _lay(base: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """One operation over what was there, as far as a phone can foresee it."""
    match operation:
        case {"kind": "create", "set": units}:
            return {**base, "units": {**base["units"], **units}}
        case {"kind": "amend", "set": units, "author": {"role": role}}:
            sent_again = base["status"] == "returned" and role == "recruiter"
            status = "submitted" if sent_again else base["status"]
            return {**base, "units": {**base["units"], **units}, "status": status}
        case {"kind": "withdraw"}:
            return {**base, "status": "withdrawn"}
        case {"kind": "review", "verdict": verdict}:
            return {**base, "status": AFTER[verdict]}
        case {"kind": "progress", "step": step}:
            return {**base, "status": step}
        case _:
            return base
