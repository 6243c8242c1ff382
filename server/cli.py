"""``perisai``: what an operator, or the Makefile, asks of the server besides serving."""

import json
import secrets
from pathlib import Path

import click

from server.api.openapi import document
from server.api.services import Services, services
from server.app import create_app
from server.demo import LOGINS, PASSWORD, seed_demo
from server.demo.seed import Kept, Seeded
from server.field_keys import MissingKey
from server.keys import keys, writable
from server.moments import moment, utc_now
from server.progress import phases
from server.proving import audit, retention
from server.sealing import new_key
from server.settings import Settings, SettingsError
from server.store.backup import back_up, restore, restored
from server.store.engine import open_engine
from server.store.migrate import upgrade
from server.store.recovery import BackupError
from server.store.rekeying import seal_unused
from server.store.upkeep import photos_back, sweep_photos


class _Commands(click.Group):
    """Says what is wrong, and its mend, in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (SettingsError, BackupError, MissingKey) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands)
def main() -> None:
    """Run Perisai Lapangan. Settings come from the environment (PERISAI_*)."""


main.add_command(audit)
main.add_command(retention)
main.add_command(keys)


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema; run it before the workers start.

    One that nobody has signed in to yet gets its key (`perisai keys`), in a file apart from it.
    """
    settings = Settings.from_environment()
    engine = open_engine(settings.database_url)
    with phases() as phase:
        steps = upgrade(engine, phase)
        writable(settings, lambda keys: seal_unused(engine, keys))
        engine.dispose()
        found = _services()
        found.store.fill_claims(lambda r: frozenset(found.rules.persons(r.values())), phase)
        found.store.fill_since(phase)
    late = found.store.enter_late(at=moment(utc_now()), upgraded=steps > 0)
    if late:
        click.echo(f"{late} operations of processes from before the ledger were entered in it.")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Back the database up into FILE, while it serves or not.

    The backup is of one moment. It is read back, and FILE is there only once it is whole and on the
    disk; then the phones are told that they may let go of what it holds, a week later. So make one
    at least every day, and keep those of the last seven days on another machine. FILE must be new:

    \b
      perisai backup "/backups/perisai-$(date +%F).backup"

    FILE holds everything that the database holds, people's data and the server's secret among it.
    """  # noqa: D301  click reads the \\b
    engine = open_engine(Settings.from_environment().database_url)
    with phases() as phase:
        made = back_up(engine, file, phase)
    engine.dispose()
    click.echo(
        f"{file}: {made.operations} operations of {made.devices} devices, {made.size} bytes."
    )


@main.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore_from(file: Path) -> None:
    """Put the backup in FILE in the database's place. Stop the server first, start it after.

    What is in the database now is kept aside, and you are told where. A backup of an older version
    is migrated; one of a newer version is refused.

    Every phone starts anew at its next sync and hands over again what the backup has not: nothing
    that a phone still holds is lost, and nothing is counted twice. Who signed in after the backup
    was made is asked for the password. Accounts made after it must be made again.
    """
    with phases() as phase:
        done = restore(Settings.from_environment().database_url, file, phase)
    click.echo(f"Restored {done.operations} operations of {done.devices} devices.")
    if done.aside:
        click.echo(f"What was there before is kept as {done.aside}; remove it when you are sure.")
    _photos_back()


@main.command("restored")
def restored_by_hand() -> None:
    """Say that you have restored the database by other means. Run it before the server starts.

    A disk image, a replica made the primary, a recovery to a point in time: in each of them the
    server has forgotten what phones were told. This makes every phone start anew and hand over
    again what the database has not. `perisai restore` does it by itself.
    """
    engine = open_engine(Settings.from_environment().database_url)
    restored(engine)
    engine.dispose()
    click.echo("Every phone starts anew at its next sync.")
    _photos_back()


def _photos_back() -> None:
    """What came in after the backup is still among the photos, and phones have let go of it (P131)."""
    found = _services()
    with phases() as phase:
        back = photos_back(found.store, found.blobs, found.rules, utc_now(), phase=phase)
    click.echo(f"{back} photos that came in since are found again.")


@main.command("sweep-photos")
def sweep() -> None:
    """Remove the bytes of photos that nothing declares, and nothing has for 90 days.

    Such are left by a phone that was lost between a photo and its data, or by a restore. It may run
    at any time, while the server serves; once a month is often enough.
    """
    found = _services()
    with phases() as phase:
        swept = sweep_photos(found.store, found.blobs, utc_now(), phase=phase)
    click.echo(f"{swept} photos removed.")


@main.command()
def demo() -> None:
    """Fill an empty database with a believable demo; leave any other alone."""
    found = _services()
    match seed_demo(found.store, found.blobs, found.rules, utc_now()):
        case Seeded(clinics, accounts, operations):
            click.echo(f"Demo: {clinics} clinics, {accounts} accounts, {operations} operations.")
        case Kept():
            click.echo("The database has data already; it is kept as it is.")


@main.command("new-seal-key")
def new_seal_key() -> None:
    """Seal with a new key from the next start on; what was sealed before stays readable."""
    settings = Settings.from_environment()
    if settings.seal_keys is not None:
        mend = "names the file of keys: put the new one before the others there"
        raise SettingsError("PERISAI_SEAL_KEYS", mend)
    _services().store.meta.add_seal_key(new_key())
    click.echo("A new key is kept. Start the server again, and it is told to phones.")


@main.command()
@click.option("--port", default=8000, show_default=True, help="Where the server will answer.")
@click.pass_context
def prepare(ctx: click.Context, port: int) -> None:
    """Migrate, fill with the demo where empty, and print the welcome: what comes before serving."""
    ctx.invoke(migrate)
    ctx.invoke(demo)
    ctx.invoke(welcome, port=port)


@main.command()
def openapi() -> None:
    """Write the OpenAPI document to standard output; no database or secret is asked for."""
    app = create_app(Settings(database_url="sqlite://", secret=secrets.token_hex()))
    click.echo(json.dumps(document(app), indent=2, ensure_ascii=False))


@main.command()
@click.option("--port", default=8000, show_default=True, help="Where the server will answer.")
def welcome(port: int) -> None:
    """Print the address, and the demo's log-ins where they are."""
    click.echo(f"Perisai Lapangan: http://localhost:{port}")
    accounts = _services().store.accounts
    known = [login for login in LOGINS if accounts.account_by_username(login[1])]
    for role, username, name in known:
        click.echo(f"  {role:<11} {username:<10} {name}")
    if known:
        click.echo(f"  password    {PASSWORD}   (the same for all, demo only)")


def _services() -> Services:
    app = create_app()
    with app.app_context():
        return services()


if __name__ == "__main__":
    main(prog_name="perisai")
