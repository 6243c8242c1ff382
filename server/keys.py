"""``perisai keys``: the keys that people's data is kept under, and bringing it under a new one (P190-P194)."""

from collections.abc import Callable

import click

from server.api.services import Services, services
from server.app import create_app
from server.field_keys import FieldKeys
from server.progress import phases
from server.settings import Settings, SettingsError
from server.store.fields import SECRET
from server.store.recovery import Counted


@click.group()
def keys() -> None:
    """Rotate the keys that people's data is sealed with in the database.

    \b
      perisai keys new      make a key
                            restart the server, process by process
      perisai keys rotate   bring everything under it
      perisai keys list     see that nothing is left under the old one

    They are in a file of their own (PERISAI_FIELD_KEYS), in no backup of the database: keep a copy of
    that file elsewhere. Without it nobody can read what the database, or a backup of it, holds.
    """  # noqa: D301  click reads the \\b


@keys.command("new")
def new_key() -> None:
    """Make a key; a process that starts from now on writes under it.

    What is under older keys stays readable and is found. Bring the file to every host of the server
    before you restart the processes there, one by one.
    """
    found = _services()
    file = found.settings.field_keys_at
    made = writable(found.settings, found.store.begin_key)
    click.echo(f"Key {made} is in {file}. Restart the server, then: perisai keys rotate")


@keys.command("rotate")
def rotate_keys() -> None:
    """Bring everything under the newest key, while the server serves.

    It may be stopped at any moment and run again: it goes on with what is left. Run it once every
    process was started after `perisai keys new`. On SQLite it ends by writing the file anew; on
    PostgreSQL `VACUUM FULL` at a quiet hour does that, and until then what was overwritten is on the disk.
    """
    found = _services()
    if not found.store.fields.active:
        raise click.ClickException("there is no key yet; begin with: perisai keys new")
    newest = found.store.fields.active[0]
    before = found.store.under_keys(found.blobs)
    left = sum(count for key, count in before.items() if key != newest)
    with phases() as phase:
        bar = Counted(phase("Rotating"), left)
        for seen in found.store.rotate(found.rules.moves, found.blobs):
            bar.add(seen)
    after = found.store.under_keys(found.blobs)
    left = sum(count for key, count in after.items() if key != newest)
    click.echo(f"key={newest} sealed={after.get(newest, 0)} left={left}")
    if left:
        mend = (
            "a process that was started before the key was made still writes: end it, and run this again;"
            " or a photo is spoilt: the log names it (photo_spoilt)"
        )
        raise click.ClickException(mend)


@keys.command("list")
def list_keys() -> None:
    """Say how many texts and photos are under each key, and which one is written with.

    An older key with none may be taken out of the file, once no backup that you keep is under it.
    """
    found = _services()
    under, active = found.store.under_keys(found.blobs), found.store.fields.active
    named = dict.fromkeys(
        [*(key for key in active if key != SECRET), *(key for key in under if key)]
    )
    for key in named:
        click.echo(f"key={key} holds={under.get(key, 0)}{' writes' if key in active[:1] else ''}")
    click.echo(f"in clear={under.get('', 0)}")


def writable(settings: Settings, make: Callable[[FieldKeys], str | None]) -> str | None:
    """Do what writes the file of keys. Raises `SettingsError` with the mend where it may not be written."""
    file = settings.field_keys_at
    try:
        return make(FieldKeys(file))
    except OSError as error:
        mend = (
            f"names {file}, which cannot be written ({error.strerror}); do this where it can be,"
            " then bring the file here"
        )
        raise SettingsError("PERISAI_FIELD_KEYS", mend) from None


def _services() -> Services:
    app = create_app()
    with app.app_context():
        return services()
