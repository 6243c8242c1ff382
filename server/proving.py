"""``perisai audit`` and ``perisai retention``: proving the log, and ending what is kept of people."""

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import uuid6
from sqlalchemy import Engine

from server.api.services import Services, services
from server.app import create_app
from server.domain.days import WORKING_ZONE
from server.domain.retention import Due, due
from server.field_keys import FieldKeys
from server.moments import moment, utc_now
from server.progress import phases
from server.settings import Settings
from server.store.audit import Fault, anchor, anchored, count, heads, verify
from server.store.engine import open_engine
from server.store.processing import Doing
from server.store.recovery import Counted, Phase, quiet
from server.store.registrations import Wanted
from server.store.store import bind_keys
from sync.erasure import sweep
from sync.operation import Author
from sync.registration import CLOSED, Registration
from sync.threads import Stamp

log = logging.getLogger(__name__)

SLICE = 200
"""Registrations that are read, and at most erased, in one go."""
NOBODY = str(uuid.UUID(int=0))
"""Whose word a retention run is: no account's, the rule's."""


@click.group()
def audit() -> None:
    """Prove that the operation log is what the server wrote."""


@audit.command()
def head() -> None:
    """Print where the ledger ends now, as JSON. Keep it where nobody of the server's can write.

    \b
      perisai audit head > "head-$(date +%F).json"

    Somebody who can write the whole database can write a whole new chain that fits. Against a head
    that is kept elsewhere (a mail to the auditor, a printout, another machine) it does not fit.
    """  # noqa: D301  click reads the \\b
    with _engine() as engine:
        click.echo(json.dumps({"at": moment(utc_now()), **anchor(heads(engine))}, indent=1))


@audit.command("verify")
@click.option(
    "--against",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A head that was printed earlier: the ledger must still pass through it.",
)
def verify_log(against: Path | None) -> None:
    """Hold every operation against the ledger, and say which do not fit.

    Reads everything once, in one consistent view, while the server serves; changes nothing. Ends
    with status 1 where something was changed, removed, put in or moved, and names it by its ids.
    """
    try:
        ends = anchored(against.read_text()) if against else ()
    except ValueError as error:
        raise click.ClickException(f"{against}: {error}") from error
    found = read = 0
    with _engine() as engine, phases() as phase:
        bar = Counted(phase("Verifying"), count(engine))
        for told in verify(engine, ends):
            match told:
                case Fault(code, where):
                    found += 1
                    click.echo(f"{code} {where}")
                case int():
                    bar.add(told - read)
                    read = told
    click.echo(f"lines={read} faults={found}")
    if found:
        raise click.exceptions.Exit(1)


@contextmanager
def _engine() -> Iterator[Engine]:
    settings = Settings.from_environment()
    engine = open_engine(settings.database_url)
    bind_keys(engine, FieldKeys(settings.field_keys_at)).check()
    yield engine
    engine.dispose()


@click.group()
def retention() -> None:
    """End what is kept of people longer than a dated rule allows (server/domain/data/retention.json)."""


@retention.command()
def plan() -> None:
    """Say what a run would erase today, by ids, with the rule and the day it was due. Changes nothing."""
    found, planned = _services(), 0
    with phases() as phase:
        for registration, over in _over(found, found.clock(), phase):
            click.echo(f"{over.rule} due={over.on} registration={registration.id}")
            planned += 1
    click.echo(f"due={planned}")


@retention.command()
def run() -> None:
    """Erase what `perisai retention plan` lists. Run again, it finds nothing more.

    Phones drop their copies at their next sync. Each erasure is in the record of processing, and its
    payloads in the ledger (`perisai audit verify`). It may be stopped at any moment and run again.
    """
    found, erased = _services(), 0
    now = found.clock()
    with phases() as phase:
        for rule, keys in _slices(found, now, phase):
            done = _erase(found, keys, now, rule=rule)
            for key in done:
                log.info("retention_erased registration=%s rule=%s", key, rule)
            erased += len(done)
    burnt = found.store.erasing.burn(found.blobs.remove)
    click.echo(f"erased={erased} photos={burnt}")


def _erase(found: Services, keys: list[str], now: datetime, *, rule: str) -> list[str]:
    at = moment(now)
    doing = Doing(at, None, None, None, "retention", "law", {"rule": rule})
    stamp = Stamp(str(uuid6.uuid7()), 0, Author(NOBODY, "admin", NOBODY), at, at, 0, None)

    def still(registration: Registration) -> bool:
        return _is_over(registration, now) is not None

    journal = found.store.recorded(doing)  # P230
    return sweep(journal, keys, stamp=stamp, rules=found.rules, due=still)


def _slices(
    found: Services, now: datetime, phase: Phase = quiet
) -> Iterator[tuple[str, list[str]]]:
    """The registrations that are due, some at a time, by rule."""
    by_rule: dict[str, list[str]] = {}
    for registration, over in _over(found, now, phase):
        keys = by_rule.setdefault(over.rule, [])
        keys.append(registration.id)
        if len(keys) == SLICE:
            yield over.rule, by_rule.pop(over.rule)
    yield from by_rule.items()


def _over(found: Services, now: datetime, phase: Phase) -> Iterator[tuple[Registration, Due]]:
    """The closed registrations of which a period is over, page by page."""
    seen = Counted(phase("Closed ones"), found.store.registrations.count(CLOSED))
    for status in sorted(CLOSED):
        after: str | None = None
        while rows := found.store.registrations.page(Wanted(status=status, after=after), SLICE):
            after = rows[-1].id
            seen.add(len(rows))
            for registration in rows:
                if (over := _is_over(registration, now)) is not None:
                    yield registration, over


def _is_over(registration: Registration, now: datetime) -> Due | None:
    over = due(registration)
    return over if over is not None and over.on <= now.astimezone(WORKING_ZONE).date() else None


def _services() -> Services:
    app = create_app()
    with app.app_context():
        return services()
