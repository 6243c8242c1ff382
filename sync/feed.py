"""A page of the feed, and what each scope's view shows of a registration (P50-P56)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sync.changed import Changed, changed, changes, held_version
from sync.cursor import Cursor, marked
from sync.journal import FeedRow, Snapshot
from sync.own import Own, named, own_number
from sync.registration import Registration
from sync.scopes import DESK, scopes_of
from sync.tally import BUCKETS, Tally, differing, together
from sync.threads import Stamp, Thread, thread_to_json

TOLD = "2"
"""What entries tell: another one has every phone pull anew. 2: the photo."""

Reset = Literal["epoch", "view", "repair"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom a page is made: account, role, device, and the scopes they may see now."""

    account: str
    role: str
    device: str
    scopes: tuple[str, ...]
    clinics: tuple[str, ...] = ()
    """A recruiter's: they see no more by them, but are to be told when they change (P116)."""
    own_from: int | None = None
    """From which number on the device still has what it said; None has everything told (P180)."""
    holds: bool = False
    """Whether the device can lay changes over what it was told (P222)."""

    @property
    def view(self) -> str:
        """Changes when the account's role, scopes or clinics change, or what entries tell (P53)."""
        whose = [self.account, self.role, *sorted(self.scopes), *sorted(self.clinics)]
        told = "\n".join([TOLD, *whose])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Page:
    """``check`` is the tally of the whole view, on the last page (P57). ``repaired``: the buckets of
    which the entries are all there are (P58). ``own``: the entries that the device can work out (P181).
    ``changed``: those of which it is told what has changed (P223)."""

    entries: tuple[Mapping[str, Any], ...]
    cursor: Cursor
    more: bool
    reset: Reset | None = None
    covers: int | None = None
    check: Tally | None = None
    repaired: tuple[int, ...] | None = None
    own: Own | None = None
    changed: Changed | None = None


def page(
    snapshot: Snapshot,
    viewer: Viewer,
    cursor: Cursor | None,
    limit: int,
    *,
    held: Sequence[str] = (),
) -> Page:
    """The next page after ``cursor``: at most ``limit`` entries, scope by scope in a fixed order.

    Within a scope entries come in order of sequence, so a cursor a scope is enough; a registration
    moves forward only, so pages from any cursor to the last one add up to a fresh snapshot (P54).
    ``held`` are the 64 digests of a phone that found a difference (P58), else nothing.
    """
    start = Cursor(marked(snapshot.epoch()), viewer.view, dict.fromkeys(viewer.scopes, 0))
    if cursor is None:
        return _continued(snapshot, viewer, start, limit)
    if cursor.epoch != start.epoch:
        return _continued(snapshot, viewer, start, limit, reset="epoch")
    if cursor.view != start.view:
        return _continued(snapshot, viewer, start, limit, reset="view")
    if not held:
        return _continued(snapshot, viewer, cursor, limit)
    repaired = _repair(snapshot, viewer, start, limit, held=held)
    return repaired or _continued(snapshot, viewer, start, limit, reset="repair")


def _continued(
    snapshot: Snapshot,
    viewer: Viewer,
    cursor: Cursor,
    limit: int,
    *,
    reset: Reset | None = None,
) -> Page:
    after = dict(cursor.after)
    rows: list[FeedRow] = []
    for scope in sorted(viewer.scopes):
        room = limit + 1 - len(rows)
        if room <= 0:
            break
        rows += snapshot.feed(scope, after.get(scope, 0), room)
    more = len(rows) > limit
    rows = rows[:limit]
    for row in rows:
        after[row.scope] = row.seq
    told = _telling([r for r in rows if not _elsewhere(r, viewer)], viewer, cursor)
    return replace(
        told,
        cursor=replace(cursor, after=after, complete=not more),
        more=more,
        reset=reset,
        covers=None if more else snapshot.through(viewer.device),
        check=None if more else together(_buckets(snapshot, viewer)),
    )


def _telling(rows: Sequence[FeedRow], viewer: Viewer, cursor: Cursor) -> Page:
    """The entries that are told whole, those that the device has said itself (P181), and those of which
    it holds an earlier state (P223)."""
    entries: list[Mapping[str, Any]] = []
    own: list[tuple[FeedRow, int]] = []
    worked_out: list[Mapping[str, Any]] = []
    news: list[Mapping[str, Any]] = []
    renewed: list[Mapping[str, Any]] = []
    for row in rows:
        entry = view(row, viewer.account)
        n = None if viewer.own_from is None else own_number(row, viewer.device)
        if n is not None and viewer.own_from is not None and n >= viewer.own_from:
            own.append((row, n))
            worked_out.append(entry)
        elif viewer.holds and (since := held_version(row, cursor)) is not None:
            news.append(changes(entry, row.registration, since))
            renewed.append(entry)
        else:
            entries.append(entry)
    found = named(own, worked_out)
    return Page(tuple(entries), cursor, more=False, own=found, changed=changed(news, renewed))


def _elsewhere(row: FeedRow, viewer: Viewer) -> bool:
    """Whether what left this scope lives in another of the same view, and is told there (M84)."""
    return row.flag == "left" and not scopes_of(row.registration).isdisjoint(viewer.scopes)


def _buckets(snapshot: Snapshot, viewer: Viewer) -> list[Tally]:
    """The tally of each bucket, over all scopes of a view."""
    tallies = [Tally()] * BUCKETS
    for scope in viewer.scopes:
        tallies = [a.plus(b) for a, b in zip(tallies, snapshot.tallies(scope), strict=True)]
    return tallies


def _repair(
    snapshot: Snapshot, viewer: Viewer, start: Cursor, limit: int, *, held: Sequence[str]
) -> Page | None:
    """Everything in the buckets that differ; None where that is more than a page.

    The other buckets are what the phone holds, so with this page it holds the present snapshot:
    the cursor it gets stands at the end of every scope.
    """
    standing = _buckets(snapshot, viewer)
    buckets = differing(held, standing)
    if sum(standing[number].count for number in buckets) > limit:
        return None
    rows = [row for scope in sorted(viewer.scopes) for row in snapshot.bucketed(scope, buckets)]
    return Page(
        entries=tuple(view(row, viewer.account) for row in rows),
        cursor=replace(start, after={s: snapshot.last(s) for s in viewer.scopes}, complete=True),
        more=False,
        covers=snapshot.through(viewer.device),
        check=together(standing),
        repaired=buckets,
    )


def view(row: FeedRow, account: str) -> dict[str, Any]:
    """One entry as its scope shows it."""
    if row.flag != "live":
        return {"registration": row.registration.id, "flag": row.flag, "seq": row.seq}
    registration = row.registration
    desk = row.scope == DESK
    own = row.scope.startswith("account:")
    entry = {"registration": registration.id, "flag": "live", "seq": row.seq} | _told(registration)
    entry["consent"] = {
        k: v for k, v in registration.consent.items() if not (own and k == "signature")
    }
    entry["threads"] = [
        _thread_whole(registration, t) if desk else _thread_brief(registration, t, account)
        for t in registration.threads.values()
    ]
    if not own:
        entry["checks"] = [dict(c) for c in registration.checks]
    if desk:
        entry["unit_stamps"] = {
            name: registration.stamps[unit.op].to_json()
            for name, unit in registration.units.items()
        }
    return entry


def _told(registration: Registration) -> dict[str, Any]:
    """What every view has."""
    return {
        "version": registration.version,
        "status": registration.status,
        "status_at": registration.stamps[registration.status_op].received_at,
        "clinic": registration.clinic,
        "recruiter": registration.recruiter,
        "units": {name: dict(unit.value) for name, unit in registration.units.items()},
        "captured_at": registration.captured_at,
        "received_at": registration.received_at,
        "skew_ms": registration.skew_ms,
        "location": dict(registration.location) if registration.location else None,
        "review": _review(registration),
        "approval": _approval(registration),
        "progress": dict(registration.progress),
        "history": _history(registration),
        "credit": registration.credit,
        "duplicate_of": registration.duplicate_of,
        "photos": {"id_photo": registration.photo},
    }


def _review(registration: Registration) -> dict[str, Any] | None:
    review = registration.review
    if review is None:
        return None
    stamp = registration.stamps[review.op]
    return {
        "verdict": review.verdict,
        "remarks": dict(review.remarks),
        "message": review.message,
        "by": stamp.author.account,
        "at": stamp.received_at,
        "version": review.version,
    }


def _approval(registration: Registration) -> dict[str, Any] | None:
    approval = registration.approval
    if approval is None:
        return None
    stamp = registration.stamps[approval.op]
    return {
        "version": approval.version,
        "by": stamp.author.account,
        "at": stamp.received_at,
    }


def _history(registration: Registration) -> list[dict[str, Any]]:
    return [
        {
            "what": event.what,
            "version": event.version,
            "at": registration.stamps[event.op].received_at,
            "by": registration.stamps[event.op].author.account,
            "detail": event.detail,
        }
        for event in registration.history
    ]


def _thread_brief(registration: Registration, thread: Thread, account: str) -> dict[str, Any]:
    settlement = thread.settlement
    settled: Stamp | None = registration.stamps.get(settlement.op) if settlement else None
    return {
        "id": thread.id,
        "kind": thread.kind,
        "unit": thread.unit,
        "opened_at": thread.opened_at,
        "moves": thread.moves,
        "open": thread.open,
        "outcome": settlement.outcome if settlement else None,
        "settled_at": settled.received_at if settled else None,
        "own": any(p.stamp.author.account == account for p in thread.proposals),
    }


def _thread_whole(registration: Registration, thread: Thread) -> dict[str, Any]:
    whole = thread_to_json(thread)
    del whole["apart"]  # how the server remembers who was told apart
    settlement = thread.settlement
    stamp = registration.stamps.get(settlement.op) if settlement else None
    return whole | {
        "open": thread.open,
        "outcome": settlement.outcome if settlement else None,
        "settled_at": stamp.received_at if stamp else None,
    }
