"""What an admin may decide about an operation that waits for one (docs/merge.md, M60-M66)."""

from dataclasses import dataclass, replace

from sync.journal import Logged
from sync.merge import Outcome
from sync.operation import Author, Decide, Operation
from sync.receipt import Place, Receipt
from sync.registration import Registration

DISMISSED = "dismissed"
_ID_GROUPS = (8, 12, 16, 20, 32)


@dataclass(frozen=True, slots=True)
class Case:
    """An operation in custody and its present receipt; ``aside`` where it is kept beside the log."""

    logged: Logged
    receipt: Receipt
    aside: bool = False

    @property
    def on(self) -> str:
        """The registration that a decision about it names."""
        return decided_on(self.logged)

    @property
    def op(self) -> str:
        """The id under which it takes effect (M63)."""
        return made_of(self.logged.hash) if self.receipt.result == "id_reuse" else self.logged.op


def decided_on(logged: Logged) -> str:
    """The registration that a decision names; the device's id where the operation names none."""
    return logged.registration or logged.device


def made_of(digest: str) -> str:
    """An id made of a hash, the same on every server."""
    starts = (0, *_ID_GROUPS)
    return "-".join(digest[a:b] for a, b in zip(starts, _ID_GROUPS, strict=False))


def about(body: Decide) -> Place:
    """The operation that a decision is about."""
    return Place(body.device, body.n, body.hash)


def is_open(receipt: Receipt) -> bool:
    """Whether an operation still waits: for an admin, or (held) for its predecessor."""
    waits = receipt.result in ("quarantined", "id_reuse", "held")
    return waits and receipt.code != DISMISSED


def answered(receipt: Receipt, body: Decide) -> Outcome | None:
    """What a decision comes to that needs no deed: it was so, or is not as its admin saw it (M65)."""
    gone = receipt.code == DISMISSED
    if receipt.result == "held":
        return Outcome("quarantined", code="no_such_operation")
    if not (is_open(receipt) or gone):
        return Outcome("same") if body.choice == "take" else Outcome("stale", code="moved")
    if gone and body.choice == "dismiss":
        return Outcome("same")
    if gone != (body.seen == DISMISSED):
        return Outcome("stale", code="moved")
    return None


def dismissed(receipt: Receipt, reason: str | None) -> Receipt:
    """The receipt of an operation that an admin decided against (M61)."""
    return replace(receipt, code=DISMISSED, detail=reason)


def taken(receipt: Receipt, outcome: Outcome, on: Registration) -> Receipt:
    """The receipt of an operation taken: what it came to, and on what (M60)."""
    return replace(
        receipt,
        registration=on.id,
        result=outcome.result,
        version=on.version,
        code=outcome.code,
        detail=outcome.detail,
        units=outcome.units,
    )


def as_sent(case: Case, operation: Operation) -> tuple[Operation, Logged]:
    """The operation as the word of who sent it, under an id of its own (M63)."""
    logged = replace(case.logged, op=case.op)
    author = Author(logged.account, logged.role, logged.device)
    return replace(operation, op=case.op, author=author), logged
