"""``perisai``: what an operator, or the Makefile, asks of the server besides serving."""

import json
import secrets

import click

from server.api.openapi import document
from server.api.services import Services, services
from server.app import create_app
from server.demo import LOGINS, PASSWORD, seed_demo
from server.demo.seed import Kept, Seeded
from server.moments import utc_now
from server.sealing import new_key
from server.settings import Settings, SettingsError
from server.store.engine import open_engine
from server.store.migrate import upgrade


class _Commands(click.Group):
    """Says a wrong setting in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands)
def main() -> None:
    """Run Perisai Lapangan. Settings come from the environment (PERISAI_*)."""


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema; run it before the workers start."""
    engine = open_engine(Settings.from_environment().database_url)
    upgrade(engine)
    engine.dispose()


@main.command()
def demo() -> None:
    """Fill an empty database with a believable demo; leave any other alone."""
    found = _services()
    match seed_demo(found.store, found.rules, utc_now()):
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
