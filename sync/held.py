"""What waits: for a gap, for its registration, or for what its author saw of it (P46, P48, P112, P113)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sync.answering import bare
from sync.effect import Sender, take_effect
from sync.journal import Beside, Logged, Waiting
from sync.receipt import Receipt
from sync.registration import Registration
from sync.workspace import Workspace


@dataclass(slots=True)
class Work:
    """The mutable part of one exchange; lives only inside it."""

    receipts: dict[tuple[str, int], Receipt] = field(default_factory=dict)
    hold: list[Waiting] = field(default_factory=list)
    unhold: list[tuple[str, int]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)


Ready = Callable[[Logged, Registration], bool]


def release(
    sender: Sender, workspace: Workspace, work: Work, *, ready: Ready = lambda *_: True
) -> None:
    """What waited for a registration that changed, in the order of receipt, once the push's own
    operations are in (P113). One that takes effect may be what another waited for."""
    progress = True
    while progress:
        progress = False
        for key, rows in workspace.waiting.items():
            standing = workspace.registrations.get(key)
            if standing is None or standing == workspace.before.get(key):
                continue
            for row in [row for row in rows if ready(row, standing)]:
                progress |= _tried(row, sender, workspace, work)


def _tried(row: Logged, sender: Sender, workspace: Workspace, work: Work) -> bool:
    """Try an operation that waits; whether it waits no more."""
    receipt = take_effect(row, _late(row, sender), workspace)
    if receipt.result == "held":
        return False
    _waits_no_more(row, receipt, workspace, work)
    return True


def _late(row: Logged, sender: Sender) -> Sender:
    return Sender(row.account, row.role, row.device, sender.entitlements)


def _waits_no_more(row: Logged, receipt: Receipt, workspace: Workspace, work: Work) -> None:
    work.receipts[row.device, row.n] = receipt
    work.hold = [h for h in work.hold if h.logged != row]
    work.unhold.append((row.device, row.n))
    rows = workspace.waiting.get(row.registration, [])
    workspace.waiting[row.registration] = [r for r in rows if r != row]


def expire(
    expired: Sequence[Logged], sender: Sender, workspace: Workspace, work: Work, *, give_up: str
) -> None:
    """What waited too long (P48): without its registration it goes to an admin, and with one it is
    decided as that stands now (P112). What has just taken effect is past this. Other devices' work
    on these registrations has its time as well: theirs may never be in touch again."""
    held = [row for rows in workspace.waiting.values() for row in rows]
    others = [r for r in held if r.received_at < give_up and r.device != sender.device]
    for row in [*expired, *others]:
        if (row.device, row.n) in work.receipts:
            continue
        if row.registration in workspace.registrations:
            receipt = take_effect(row, _late(row, sender), workspace, forced=True)
        else:
            receipt = replace(bare(row, "quarantined"), code="no_registration")
        _waits_no_more(row, receipt, workspace, work)
    release(sender, workspace, work)
