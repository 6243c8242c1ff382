"""The portal's news from a table, as operations of whoever sends it, by the one road (P160, docs/adr/0008)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import uuid6

from server.api.access import Caller
from server.api.processing import record_processing
from server.api.sealed import reader
from server.api.services import services
from server.api.sync import entitlements_of, noted
from server.api.tables import Flaw, Judged, Taken
from server.domain import late_work
from server.domain.portal_news import APPROVED, NAMES, Standing, Told, Wrong, judge, read
from server.moments import moment
from server.schemas.operations import SCHEMAS
from server.sheets.columns import Columns, require
from sync.answering import Push
from sync.effect import Sender
from sync.exchange import exchange
from sync.incarnation import Copied
from sync.receipt import Receipt
from sync.registration import Registration

TAKEN = frozenset({"applied", "merged", "same"})


class NewsImport:
    """Payment codes, payments and member numbers, row by row."""

    names = NAMES
    portion = 500

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._rows: dict[str, int] = {}
        """The row that named a registration first."""
        self._device = ""
        self._n = 0

    def fits(self, found: Columns) -> None:
        require(
            found,
            NAMES,
            ("reference", "nik", "payment_code"),
            ("payment_code", "paid_at", "kpj"),
        )

    def judge(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterable[Judged]:
        told = [(row, read(cells)) for row, cells in rows]
        named = _Named([one for _, one in told if isinstance(one, Told)])
        for row, one in told:
            yield _flawed(row, one) if isinstance(one, Wrong) else self._held(row, one, named)

    def _held(self, row: int, told: Told, named: "_Named") -> Judged:
        """A row against the registration that it names."""
        found = named.by(told)
        if isinstance(found, Wrong):
            return _flawed(row, found)
        first = self._rows.setdefault(found.id, row)
        if first != row:
            return Judged(row, flaw=Flaw("reference", "twice", str(first)))
        news = judge(told, Standing(found.status, found.progress))
        if isinstance(news, Wrong):
            return _flawed(row, news)
        if not news.facts:
            return Judged(row)
        steps = [{"step": fact.step, "facts": dict(fact.facts)} for fact in news.facts]
        return Judged(row, {"registration": found.id, "base": found.version, "steps": steps})

    def take(self, changes: Sequence[Judged]) -> Taken:
        """One transaction of ordinary operations; what moved since it was judged has its receipt."""
        found, account = services(), self._caller.account
        at = moment(found.clock())
        if not self._device:
            self._device = str(uuid6.uuid7())
            found.store.devices.import_device(self._device, account.id, at)
        row_of: dict[int, int] = {}
        operations = [
            self._operation(judged, step, at, row_of)
            for judged in changes
            for step in judged.change["steps"]
        ]
        record_processing(
            self._caller,
            "import",
            purpose="portal",
            registrations=[judged.change["registration"] for judged in changes],
        )
        answer = exchange(
            found.store.journal,
            Push(
                sender=Sender(
                    account.id, account.role, self._device, entitlements_of(found, account)
                ),
                operations=operations,
                received_at=at,
                skew_ms=0,
                late_from=late_work.not_before(found.clock()),
            ),
            rules=found.rules,
            reader=reader(found.seal_keys),
            on_bug=noted,
        )
        assert not isinstance(answer, Copied)
        return Taken(left_out=[*_left_out(answer.exceptions, row_of)])

    def _operation(
        self, judged: Judged, step: Mapping[str, Any], at: str, row_of: dict[int, int]
    ) -> Mapping[str, Any]:
        account = self._caller.account
        self._n += 1
        row_of[self._n] = judged.row
        return {
            "op": str(uuid6.uuid7()),
            "n": self._n,
            "schema": SCHEMAS[-1],
            "kind": "progress",
            "registration": judged.change["registration"],
            "base": judged.change["base"],
            "author": {"account": account.id, "role": account.role, "device": self._device},
            "recorded_at": at,
            **step,
        }


class _Named:
    """The registrations that the rows of a portion name, looked up at once."""

    def __init__(self, told: Sequence[Told]) -> None:
        kept, self._rules = services().store.after_approval, services().rules
        self._by_id = kept.by_id({one.reference for one in told if one.reference})
        niks = {one.nik for one in told if one.nik and not one.reference}
        self._by_nik = kept.by_person({key for nik in niks for key in self._rules.nik_keys(nik)})
        self._by_code = kept.by_code({one.payment_code or "" for one in told if one.by_code})

    def by(self, told: Told) -> Registration | Wrong:
        """The one that a row means: of several those that are approved count."""
        if told.reference:
            return self._by_id.get(told.reference) or Wrong("reference", "unknown")
        if told.nik:
            found = {
                one.id: one
                for key in self._rules.nik_keys(told.nik)
                for one in self._by_nik.get(key, ())
            }
            return _only("nik", [*found.values()])
        return _only("payment_code", self._by_code.get(told.payment_code or "", ()))


def _only(field: str, found: Sequence[Registration]) -> Registration | Wrong:
    approved = [one for one in found if one.status in APPROVED]
    if len(approved) > 1:
        return Wrong(field, "ambiguous", str(len(approved)))
    return next(iter([*approved, *found]), None) or Wrong(field, "unknown")


def _flawed(row: int, wrong: Wrong) -> Judged:
    return Judged(row, flaw=Flaw(wrong.field, wrong.why, wrong.detail))


def _left_out(receipts: Sequence[Receipt], row_of: Mapping[int, int]) -> Iterator[Judged]:
    """Each row once whose operations were not all taken."""
    told: set[int] = set()
    for receipt in receipts:
        row = row_of[receipt.n]
        if receipt.result not in TAKEN and row not in told:
            told.add(row)
            yield Judged(row, flaw=Flaw("reference", "not_now", receipt.code or receipt.result))
