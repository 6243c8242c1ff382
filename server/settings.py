"""Settings from the environment (``PERISAI_*``); a wrong one stops the start and says how to mend it.

``docs/running.md`` lists every one of them; a test compares.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import fsspec
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from server.field_keys import read_field_keys
from server.logs import LogFormat
from server.sealing import read_keys

IdPhoto = Literal["off", "optional", "required"]
SecondFactor = Literal["off", "admins", "desks"]
"""Of whom a second factor is asked: of nobody, of admins, of supervisors as well (P196)."""
ROOT = Path(__file__).resolve().parent.parent
PREFIX = "PERISAI_"
_LEAST_SECRET = 32
_LONGEST_SESSION_DAYS = 366
_MOST_PROXIES = 9


class SettingsError(Exception):
    """A setting that the server cannot start with; the message names it and the mend."""

    def __init__(self, name: str, mend: str) -> None:
        super().__init__(f"{name} {mend}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a deployment may choose. ``secret`` and ``seal_keys`` None: made once, kept in the database."""

    database_url: str
    web_origins: tuple[str, ...] = ()
    web_dist: Path = ROOT / "web" / "dist"
    secret: str | None = None
    seal_keys: Path | None = None
    field_keys: Path | None = None
    session_days: int = 31
    second_factor: SecondFactor = "off"
    photos: str | None = None
    id_photo: IdPhoto = "optional"
    metrics_token: str | None = None
    logs: LogFormat = "text"
    proxies: int = 0

    @property
    def photos_at(self) -> str:
        """Where photos are kept: as chosen, or beside a database that is a file, or in ``instance/``."""
        return self.photos if self.photos is not None else str(self._beside / "photos")

    @property
    def field_keys_at(self) -> Path:
        """The file of the keys of people's data, in the same way."""
        return self.field_keys if self.field_keys is not None else self._beside / "field-keys"

    @property
    def _beside(self) -> Path:
        url = make_url(self.database_url)
        file = url.database if url.get_backend_name() == "sqlite" else None
        return Path(file).resolve().parent if file else ROOT / "instance"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read ``PERISAI_*``. Raises `SettingsError` for a wrong value or a name nobody knows."""
        texts = {
            name: text for name, text in environment.items() if name.startswith(PREFIX) and text
        }
        for name in SECRETS:
            if file := texts.pop(f"{name}_FILE", None):
                if name in texts:
                    raise SettingsError(
                        name, f"is set, and {name}_FILE as well; leave one of them out"
                    )
                texts[name] = _content(f"{name}_FILE", file)
        for name in texts:
            if name not in READERS:
                raise SettingsError(name, f"is not a setting; there are {', '.join(READERS)}")
        given = {
            name.removeprefix(PREFIX).lower(): READERS[name](text) for name, text in texts.items()
        }
        if (
            "database_url" not in given
        ):  # the folder is made only where it is used: an image is never written to
            given["database_url"] = _sqlite_in_instance()
        given.setdefault("second_factor", "desks")
        return cls(**given)  # type: ignore[arg-type]  # each reader returns its field's type


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the organisation has settled and a phone must know. Ages are in years (``domain/README``)."""

    id_photo: IdPhoto = "optional"
    photo_max_kb: int = 300
    month_target: int = 50
    work_days: int = 26
    min_age: int = 17
    max_age: int = 64


def _sqlite_in_instance() -> str:
    folder = ROOT / "instance"
    folder.mkdir(exist_ok=True)
    return f"sqlite:///{folder / 'perisai.sqlite3'}"


def _database_url(text: str) -> str:
    name = "PERISAI_DATABASE_URL"
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingsError(name, "is not a URL; write sqlite:///… or postgresql://…") from None
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsError(name, "must begin with sqlite: or postgresql:")
    return text


def _web_origins(text: str) -> tuple[str, ...]:
    origins = tuple(origin.strip() for origin in text.split(",") if origin.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}":
            raise SettingsError(
                "PERISAI_WEB_ORIGINS",
                "must be origins with commas between, such as https://app.example.id",
            )
    return origins


def _web_dist(text: str) -> Path:
    folder = Path(text).resolve()
    if not (folder / "index.html").is_file():
        raise SettingsError("PERISAI_WEB_DIST", "must be a folder with the built index.html in it")
    return folder


def _content(name: str, file: str) -> str:
    """A secret of a file, as container engines hand them over; an end of line is not part of it."""
    try:
        text = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingsError(name, f"must be a file that the server may read ({why})") from None
    if not text:
        raise SettingsError(name, "must be a file with the value in it; it is empty")
    return text


def _secret_of(name: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) < _LEAST_SECRET:
            raise SettingsError(
                name,
                f"must have {_LEAST_SECRET} characters or more; make one with"
                ' python -c "import secrets; print(secrets.token_urlsafe(48))"',
            )
        return text

    return read


def _seal_keys(text: str) -> Path:
    file = Path(text).resolve()
    try:
        read_keys(file.read_text("ascii"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            "PERISAI_SEAL_KEYS",
            f"must be a file of P-256 private keys in PEM, the newest first ({why}); make one with"
            " openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        ) from None
    return file


def _field_keys(text: str) -> Path:
    """One that is not there yet is made by ``perisai migrate``."""
    file = Path(text).resolve()
    try:
        read_field_keys(file.read_text("ascii") if file.exists() else "")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        mend = f"must be a file of keys as `perisai migrate` makes it ({why}); put it back from your copy"
        raise SettingsError("PERISAI_FIELD_KEYS", mend) from None
    return file


def _session_days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _LONGEST_SESSION_DAYS):
        raise SettingsError(
            "PERISAI_SESSION_DAYS",
            f"must be a whole number from 1 to {_LONGEST_SESSION_DAYS}",
        )
    return int(text)


def _second_factor(text: str) -> str:
    if text not in {"off", "admins", "desks"}:
        raise SettingsError("PERISAI_SECOND_FACTOR", "must be off, admins or desks")
    return text


def _photos(text: str) -> str:
    name = "PERISAI_PHOTOS"
    try:
        fsspec.get_filesystem_class(fsspec.core.split_protocol(text)[0] or "file")
    except (ValueError, ImportError):
        mend = "must be a folder, or a URL whose fsspec package is installed (s3fs for s3://…)"
        raise SettingsError(name, mend) from None
    return text


def _logs(text: str) -> str:
    if text not in {"text", "json"}:
        raise SettingsError("PERISAI_LOGS", "must be text or json")
    return text


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_PROXIES):
        raise SettingsError(
            "PERISAI_PROXIES",
            f"must be how many proxies of yours a request passes, from 0 to {_MOST_PROXIES}",
        )
    return int(text)


def _id_photo(text: str) -> str:
    if text not in {"off", "optional", "required"}:
        raise SettingsError("PERISAI_ID_PHOTO", "must be off, optional or required")
    return text


READERS: Mapping[str, Callable[[str], object]] = {
    "PERISAI_DATABASE_URL": _database_url,
    "PERISAI_WEB_ORIGINS": _web_origins,
    "PERISAI_WEB_DIST": _web_dist,
    "PERISAI_SECRET": _secret_of("PERISAI_SECRET"),
    "PERISAI_SEAL_KEYS": _seal_keys,
    "PERISAI_FIELD_KEYS": _field_keys,
    "PERISAI_SESSION_DAYS": _session_days,
    "PERISAI_SECOND_FACTOR": _second_factor,
    "PERISAI_PHOTOS": _photos,
    "PERISAI_ID_PHOTO": _id_photo,
    "PERISAI_METRICS_TOKEN": _secret_of("PERISAI_METRICS_TOKEN"),
    "PERISAI_LOGS": _logs,
    "PERISAI_PROXIES": _proxies,
}
"""Every setting, by its name in the environment."""

SECRETS = ("PERISAI_DATABASE_URL", "PERISAI_SECRET", "PERISAI_METRICS_TOKEN")
"""Those that may come from a file, named by the same name and ``_FILE``."""
