"""A new device id for a phone that was copied, or whose chain broke (rule P104)."""

from dataclasses import dataclass

import uuid6
from sqlalchemy import Connection, Engine, select

from server.store.engine import writing
from server.store.models import DeviceRow, OperationRow, SessionRow
from server.store.statements import insert_new
from sync.canonical import GENESIS
from sync.lineage import Ancestor


@dataclass(frozen=True, slots=True)
class NewSelf:
    """What a renewal writes; the hashes are of tokens that are the same for the same renewal.

    ``session`` is the live session that it is asked by, if any: the new device's ends when it does.
    """

    device: str
    account: str
    ancestor: Ancestor
    hash: str | None
    """The phone's own h at the fork; an older app tells none, and is believed (P130)."""
    why: str
    token_hash: str
    session_hash: str
    session: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """It is so, now or since before. ``expires_at``: of its session, where there is one."""

    expires_at: str | None


@dataclass(frozen=True, slots=True)
class InUse:
    """The new id is known otherwise, of this account or (``foreign``) of another."""

    foreign: bool


@dataclass(frozen=True, slots=True)
class NoSuchFork:
    """The ancestor's log has another chain at the fork, or has not come so far (P130)."""


class Renewals:
    """Writes renewals. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def renew(self, new: NewSelf) -> Renewed | InUse | NoSuchFork:
        """Remember the new device, once, and its session; all in one commit."""
        with writing(self._engine) as connection:
            old = (
                connection.execute(
                    select(DeviceRow.__table__).where(DeviceRow.id == new.ancestor.device)
                )
                .mappings()
                .one()
            )
            if new.ancestor.n > old["through"] or not _one_chain(connection, new):
                return NoSuchFork()
            row = {name: old[name] for name in ("account", "kind", "label", "app", "ended_at")}
            row |= {"id": new.device, "token_hash": new.token_hash, "first_seen": new.at}
            row |= {"through": 0, "chain": GENESIS, "renewal": new.why}
            row |= {"ancestor": new.ancestor.device, "fork": new.ancestor.n}
            insert_new(connection, DeviceRow, [row])
            taken = _in_use(connection, new)
            return taken or Renewed(_session(connection, new) if new.session else None)


def _one_chain(connection: Connection, new: NewSelf) -> bool:
    """Whether the fork is on the log's chain; a number that the log does not have is not compared (P33)."""
    at = select(OperationRow.chain).where(
        OperationRow.device == new.ancestor.device, OperationRow.n == new.ancestor.n
    )
    known = connection.scalar(at)
    return new.hash is None or known is None or known == new.hash


def _in_use(connection: Connection, new: NewSelf) -> InUse | None:
    """None where the device is this renewal's."""
    account, ancestor, fork = connection.execute(
        select(DeviceRow.account, DeviceRow.ancestor, DeviceRow.fork).where(
            DeviceRow.id == new.device
        )
    ).one()
    if account != new.account:
        return InUse(foreign=True)
    same = (ancestor, fork) == (new.ancestor.device, new.ancestor.n)
    return None if same else InUse(foreign=False)


def _session(connection: Connection, new: NewSelf) -> str:
    """When the new device's session ends: with the one that the renewal was first asked by."""
    asked_by = connection.execute(
        select(SessionRow.account, SessionRow.expires_at).where(SessionRow.id == new.session)
    ).one()
    row = {"id": str(uuid6.uuid7()), "token_hash": new.session_hash, "account": asked_by.account}
    row |= {"device": new.device, "created_at": new.at, "expires_at": asked_by.expires_at}
    insert_new(connection, SessionRow, [row])
    kept = select(SessionRow.expires_at).where(SessionRow.token_hash == new.session_hash)
    return connection.execute(kept).scalar_one()
