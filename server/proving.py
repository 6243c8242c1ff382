"""``perisai audit``: what an operator or an auditor asks of the log."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from server.moments import moment, utc_now
from server.settings import Settings
from server.store.audit import Fault, anchor, anchored, count, heads, verify
from server.store.engine import open_engine


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
    with _engine() as engine:
        total = count(engine)
        with click.progressbar(length=max(total, 1), label="Verifying", file=sys.stderr) as bar:
            for told in verify(engine, ends):
                match told:
                    case Fault(code, where):
                        found += 1
                        click.echo(f"{code} {where}")
                    case int():
                        bar.update(told - read)
                        read = told
    click.echo(f"lines={read} faults={found}")
    if found:
        raise click.exceptions.Exit(1)


@contextmanager
def _engine() -> Iterator[Engine]:
    engine = open_engine(Settings.from_environment().database_url)
    yield engine
    engine.dispose()
