"""The journal in memory: the reference for the contract suite, and the server of the simulation."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sync.canonical import GENESIS
from sync.erasure import emptied
from sync.journal import (
    QUESTION,
    Arrival,
    Before,
    Beside,
    Changes,
    Device,
    FeedRow,
    Flag,
    Loaded,
    Logged,
    Waiting,
)
from sync.lineage import GENERATIONS, Ancestor
from sync.memory_tables import Tables
from sync.receipt import Receipt
from sync.registration import Registration
from sync.scopes import moving
from sync.tally import Tally, bucket_of, in_buckets


class MemoryJournal:
    """One process, one thread at a time: a transaction works on a copy that replaces the tables."""

    def __init__(self, epoch: str = "memory") -> None:
        self._tables = Tables()
        self._epoch = epoch
        self._floor = 0

    def add_device(self, device: str, account: str, ancestor: Ancestor | None = None) -> None:
        self._tables.devices[device] = Device(device, account, ancestor=ancestor)

    def renew_epoch(self, epoch: str) -> None:
        """Make every cursor given so far outdated, as a restore does."""
        self._epoch = epoch

    def backup(self) -> Tables:
        """Everything as it is now."""
        return self._tables.copy()

    def keep(self, backup: Tables) -> None:
        """The horizon moves to a backup that is complete (P108)."""
        for key, device in self._tables.devices.items():
            kept = backup.devices.get(key)
            self._tables.devices[key] = replace(device, kept_through=kept.through if kept else 0)

    def restore(self, backup: Tables, *, epoch: str, floor: int) -> None:
        """Put a backup in the place of everything: a new epoch, a new line of versions (P110)."""
        self._tables = backup.copy()
        self._epoch, self._floor = epoch, floor
        self.keep(backup)

    def registrations(self) -> Mapping[str, Registration]:
        return self._tables.registrations

    def through(self, device: str) -> int:
        return self._tables.devices[device].through

    def ops_in_custody(self) -> set[str]:
        """The ids of all operations in custody: logged, waiting behind a gap, or kept beside."""
        t = self._tables
        kept = [*(w.logged for w in t.waiting.values()), *(b.logged for b in t.beside.values())]
        return {row.op for row in (*t.log.values(), *kept)}

    def beside(self) -> list[Beside]:
        return list(self._tables.beside.values())

    def waiting_rows(self) -> list[Logged]:
        return [waiting.logged for waiting in self._tables.waiting.values()]

    def logged_op(self, op: str) -> Logged:
        """Where it was first."""
        return self._tables.log[self._tables.ops[op][0]]

    def took_effect(self, op: str) -> bool:
        return op in self._tables.ops

    @contextmanager
    def taking_in(self) -> Iterator["_Taking"]:
        draft = self._tables.copy()
        yield _Taking(draft, self._epoch, self._floor)
        self._tables = draft

    @contextmanager
    def snapshot(self) -> Iterator["_Snapshot"]:
        yield _Snapshot(self._tables, self._epoch)


class _Taking:
    def __init__(self, tables: Tables, epoch: str, floor: int) -> None:
        self._t = tables
        self._epoch = epoch
        self._floor = floor

    def device(self, device: str) -> Device:
        return self._t.devices[device]

    def receipts(self, device: str, numbers: Collection[int]) -> Mapping[int, tuple[str, Receipt]]:
        found: dict[int, tuple[str, Receipt]] = {}
        for n in numbers:
            early = self._t.waiting.get((device, n))
            row = self._t.log.get((device, n)) or (early.logged if early else None)
            if row is not None:
                found[n] = (row.hash, self._t.receipts[device, n])
        return found

    def chain_at(self, device: str, n: int) -> str | None:
        if n == 0:
            return GENESIS
        row = self._t.log.get((device, n))
        return row.chain if row else None

    def known_ops(self, ops: Sequence[str]) -> Sequence[Logged]:
        return [self._t.log[place] for op in ops for place in self._t.ops.get(op, ())]

    def beside(self, device: str, numbers: Collection[int]) -> Sequence[Beside]:
        found = [b for (d, _), b in self._t.beside.items() if d == device]
        return [one for one in found if one.logged.n in numbers]

    def beside_ops(self, ops: Sequence[str]) -> Sequence[Beside]:
        return [one for one in self._t.beside.values() if one.logged.op in ops]

    def early_ops(self, ops: Sequence[str]) -> Sequence[Logged]:
        held = self._t.waiting.values()
        return [w.logged for w in held if w.waits_for == "gap" and w.logged.op in ops]

    def handed_over(self, ops: Collection[str]) -> Collection[tuple[str, str, int]]:
        return [(op, *place) for op in ops for place in self._t.ops.get(op, ())]

    def ancestors(self, devices: Collection[str]) -> Mapping[str, tuple[Ancestor, ...]]:
        return {device: tuple(self._line(device)) for device in devices}

    def _line(self, device: str) -> Iterator[Ancestor]:
        known = self._t.devices.get(device)
        for _ in range(GENERATIONS):
            if known is None or known.ancestor is None:
                return
            yield known.ancestor
            known = self._t.devices.get(known.ancestor.device)

    def epoch(self) -> str:
        return self._epoch

    def logged(self, places: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], Logged]:
        return {place: self._t.log[place] for place in places if place in self._t.log}

    def held(self, device: str) -> Sequence[Waiting]:
        found = [w for (d, _), w in self._t.waiting.items() if d == device]
        return sorted(found, key=lambda waiting: waiting.logged.n)

    def load(
        self, registrations: Iterable[str], persons: Iterable[str], *, photos: Iterable[str] = ()
    ) -> Loaded:
        named = set(photos)
        ids = set(registrations) | {r for r, sha256 in self._t.declared if sha256 in named}
        keys = set(persons) | self._keys(ids)
        found = {i for k in keys for i in self._t.claims.get(k, ())}
        keys |= {k for k in self._keys(found) if k.startswith(QUESTION)}
        claims = {k: tuple(self._t.claims[k]) for k in sorted(keys) if self._t.claims.get(k)}
        ids |= {i for c in claims.values() for i in c}
        waiting: dict[str, list[Logged]] = {}
        for held in self._t.waiting.values():
            row = held.logged
            if held.waits_for == "registration" and row.registration in ids:
                waiting.setdefault(row.registration, []).append(row)
        return Loaded(
            registrations={
                i: self._t.registrations[i] for i in sorted(ids) if i in self._t.registrations
            },
            claims=claims,
            waiting={k: tuple(v) for k, v in waiting.items()},
            floor=self._floor,
            arrivals=self._arrivals(named | {h for r, h in self._t.declared if r in ids}),
        )

    def _arrivals(self, hashes: set[str]) -> dict[str, tuple[Arrival, ...]]:
        found: dict[str, tuple[Arrival, ...]] = {}
        for (sha256, _), arrival in self._t.arrivals.items():
            if sha256 in hashes:
                found[sha256] = (*found.get(sha256, ()), arrival)
        return found

    def commit(self, changes: Changes) -> None:
        t = self._t
        if changes.device is not None:
            t.devices[changes.device.id] = changes.device
        for row in changes.logged:
            t.log[row.device, row.n] = row
            t.ops[row.op] = [*t.ops.get(row.op, ()), (row.device, row.n)]
        for row in changes.mended:
            known = t.log[row.device, row.n]
            t.log[row.device, row.n] = replace(
                known, raw=row.raw, registration=row.registration, kind=row.kind
            )
        t.receipts |= {(device, receipt.n): receipt for device, receipt in changes.receipts}
        t.registrations |= {one.id: one for one in changes.registrations}
        for key, keys in changes.claims.items():
            self._claim(key, keys)
        self._empty(changes.erased)
        for gone in changes.unhold:
            t.waiting.pop(gone, None)
        t.waiting |= {(held.logged.device, held.logged.n): held for held in changes.hold}
        t.beside |= {(one.logged.device, one.logged.hash): one for one in changes.beside}
        t.declared |= changes.declared
        t.arrivals |= {(a.sha256, a.account): a for a in changes.arrivals}
        movers = moving(changes.publish)
        had = max((seq for (_, r), (seq, _) in t.feed.items() if r in movers), default=0)
        for (scope, registration_id), flag in sorted(changes.publish.items()):
            seq = max(t.counters.get(scope, 0), had) + 1
            t.counters[scope] = seq
            self._move((scope, registration_id), seq, flag)

    def _move(self, place: tuple[str, str], seq: int, flag: Flag) -> None:
        t = self._t
        was, was_flag = t.feed.get(place, (0, "left"))
        t.before[place] = Before(was, t.told[place]) if was_flag == flag == "live" else None
        t.feed[place] = (seq, flag)
        t.told[place] = t.registrations[place[1]].version

    def _empty(self, erased: Collection[str]) -> None:
        """P141: the lines of these registrations stay, and say nothing any more."""
        t, of = self._t, erased
        t.log |= {k: emptied(v) for k, v in t.log.items() if v.registration in of}
        for key, one in [kept for kept in t.beside.items() if kept[1].logged.registration in of]:
            t.beside[key] = replace(one, logged=emptied(one.logged))
        for place, held in [
            kept for kept in t.waiting.items() if kept[1].logged.registration in of
        ]:
            t.waiting[place] = replace(held, logged=emptied(held.logged))

    def _keys(self, registrations: Iterable[str]) -> set[str]:
        return {k for i in registrations for k in self._t.persons.get(i, ())}

    def _claim(self, registration: str, keys: frozenset[str]) -> None:
        old = self._t.persons.get(registration, frozenset())
        self._t.persons[registration] = keys
        for gone in old - keys:
            self._t.claims[gone] = [c for c in self._t.claims[gone] if c != registration]
        for new in keys - old:
            self._t.claims[new] = [*self._t.claims.get(new, []), registration]


class _Snapshot:
    def __init__(self, tables: Tables, epoch: str) -> None:
        self._t = tables
        self._epoch = epoch

    def feed(self, scope: str, after: int, limit: int) -> Sequence[FeedRow]:
        kept = self._t.feed.items()
        rows = sorted((q, r, flag) for (s, r), (q, flag) in kept if s == scope and q > after)
        return [
            FeedRow(
                *(scope, seq, flag, self._t.registrations[registration]),
                before=self._t.before[scope, registration],
            )
            for seq, registration, flag in rows[:limit]
        ]

    def tallies(self, scope: str) -> Sequence[Tally]:
        return in_buckets((registration, seq) for seq, registration in self._live(scope))

    def bucketed(self, scope: str, buckets: Collection[int]) -> Sequence[FeedRow]:
        rows = [(s, r) for s, r in self._live(scope) if bucket_of(r) in buckets]
        return [FeedRow(scope, s, "live", self._t.registrations[r]) for s, r in rows]

    def last(self, scope: str) -> int:
        return self._t.counters.get(scope, 0)

    def registrations_of(self, recruiter: str, clinic: str, limit: int) -> Sequence[str]:
        known = self._t.registrations.items()
        return sorted(k for k, r in known if (r.recruiter, r.clinic) == (recruiter, clinic))[:limit]

    def _live(self, scope: str) -> list[tuple[int, str]]:
        return sorted(
            (seq, registration)
            for (s, registration), (seq, flag) in self._t.feed.items()
            if s == scope and flag == "live"
        )

    def through(self, device: str) -> int:
        return self._t.devices[device].through

    def epoch(self) -> str:
        return self._epoch
