"""Settings: read, refused with the mend, documented."""

import re
from pathlib import Path

import pytest

from server.api.services import services
from server.app import create_app
from server.sealing import new_key
from server.settings import READERS, SECRETS, Settings, SettingsError

RUNNING = Path(__file__).resolve().parents[2] / "docs" / "running.md"


def test_defaults() -> None:
    settings = Settings.from_environment({})
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("/instance/perisai.sqlite3")
    assert settings.web_origins == ()
    assert settings.web_dist.parts[-2:] == ("web", "dist")
    assert settings.secret is None
    assert settings.session_days == 31
    assert settings.second_factor == "desks"
    assert settings.photos_at.endswith("/instance/photos")
    assert settings.id_photo == "optional"


def test_everything_may_be_chosen(dist: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.pem"
    keys.write_text(new_key())
    fields = tmp_path / "field-keys"
    settings = Settings.from_environment(
        {
            "PERISAI_DATABASE_URL": "postgresql://app@db/perisai",
            "PERISAI_WEB_ORIGINS": "https://a.example, http://localhost:5173",
            "PERISAI_WEB_DIST": str(dist),
            "PERISAI_SECRET": "x" * 32,
            "PERISAI_SEAL_KEYS": str(keys),
            "PERISAI_FIELD_KEYS": str(fields),
            "PERISAI_SESSION_DAYS": "7",
            "PERISAI_SECOND_FACTOR": "admins",
            "PERISAI_PHOTOS": "memory://photos",
            "PERISAI_ID_PHOTO": "required",
            "PERISAI_METRICS_TOKEN": "m" * 32,
            "PERISAI_LOGS": "json",
            "PERISAI_PROXIES": "1",
            "HOME": "ignored",
        }
    )
    assert settings == Settings(
        database_url="postgresql://app@db/perisai",
        web_origins=("https://a.example", "http://localhost:5173"),
        web_dist=dist,
        secret="x" * 32,
        seal_keys=keys,
        field_keys=fields,
        session_days=7,
        second_factor="admins",
        photos="memory://photos",
        id_photo="required",
        metrics_token="m" * 32,
        logs="json",
        proxies=1,
    )
    assert settings.photos_at == "memory://photos"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PERISAI_DATABASE_URL", "nonsense"),
        ("PERISAI_DATABASE_URL", "mysql://x"),
        ("PERISAI_WEB_ORIGINS", "*"),
        ("PERISAI_WEB_ORIGINS", "https://a.example/path"),
        ("PERISAI_WEB_ORIGINS", "a.example"),
        ("PERISAI_WEB_DIST", "/nowhere"),
        ("PERISAI_SECRET", "short"),
        ("PERISAI_SEAL_KEYS", "/nowhere"),
        ("PERISAI_SESSION_DAYS", "0"),
        ("PERISAI_SESSION_DAYS", "many"),
        ("PERISAI_SESSION_DAYS", "٣"),
        ("PERISAI_PHOTOS", "nothing://bucket"),
        ("PERISAI_ID_PHOTO", "sometimes"),
        ("PERISAI_SESION_DAYS", "7"),
        ("PERISAI_METRICS_TOKEN", "guessable"),
        ("PERISAI_METRICS_TOKEN_FILE", "/nowhere"),
        ("PERISAI_SESSION_DAYS_FILE", "/nowhere"),
        ("PERISAI_LOGS", "xml"),
        ("PERISAI_PROXIES", "-1"),
        ("PERISAI_PROXIES", "11"),
    ],
)
def test_a_wrong_one_stops_the_start_and_names_itself(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        Settings.from_environment({name: value})
    assert value not in str(refusal.value).replace(name, "") or value in {"*", "0"}


def test_secrets_come_from_files(tmp_path: Path) -> None:
    given = {
        "PERISAI_DATABASE_URL": "postgresql://app@db/perisai",
        "PERISAI_SECRET": "s" * 40,
        "PERISAI_METRICS_TOKEN": "m" * 40,
    }
    assert tuple(given) == SECRETS
    environment = {}
    for name, value in given.items():
        file = tmp_path / name
        file.write_text(f"{value}\n")
        environment[f"{name}_FILE"] = str(file)
    assert Settings.from_environment(environment) == Settings.from_environment(given)
    twice = environment | {"PERISAI_SECRET": "t" * 40}
    with pytest.raises(SettingsError, match="PERISAI_SECRET is set, and PERISAI_SECRET_FILE"):
        Settings.from_environment(twice)
    (tmp_path / "PERISAI_SECRET").write_text("\n")
    with pytest.raises(SettingsError, match="PERISAI_SECRET_FILE must be a file with the value"):
        Settings.from_environment(environment)
    text = RUNNING.read_text()
    assert all(f"`{name}_FILE`" in text for name in SECRETS)


def test_every_setting_is_documented_and_the_other_way_round() -> None:
    documented = set(re.findall(r"^\| `(PERISAI_\w+)` \|", RUNNING.read_text(), re.MULTILINE))
    assert documented == set(READERS)


def test_photos_of_a_database_without_a_file_are_in_the_instance() -> None:
    settings = Settings(database_url="postgresql://app@db/perisai")
    assert settings.photos_at.endswith("/instance/photos")


def test_a_secret_is_made_once_for_a_database(sqlite_url: str) -> None:
    keys = set()
    for _ in range(2):
        with create_app(Settings(database_url=sqlite_url)).app_context():
            keys.add(services().cursor_key)
    assert len(keys) == 1
