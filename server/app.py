"""Composing the server: settings, store, rules, API and the built web app."""

import logging
from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, request
from flask_compress import Compress
from flask_cors import CORS
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from server.accounts.tokens import derive_key
from server.api import BLUEPRINTS, metrics, problems, tus, web
from server.api.access import known_caller
from server.api.answers import Json
from server.api.body import READ_BYTES
from server.api.counting import BUGS, count_requests
from server.api.headers import SOON, name_requests, protect
from server.api.openapi import CONFIG, Api
from server.api.services import Services, provide
from server.field_keys import FieldKeys, MissingKey
from server.logs import start_logging, trace
from server.moments import utc_now
from server.rules import DomainRules
from server.sealing import KeyRing, new_key
from server.settings import Organisation, Settings, SettingsError
from server.store import Store, open_store
from server.store.blobs import Blobs
from server.store.outage import OUTAGES, disk_is_full

log = logging.getLogger(__name__)

PACKING = {"COMPRESS_ALGORITHM": ["br", "zstd", "gzip"], "COMPRESS_BR_LEVEL": 5}
"""Brotli before Zstandard: at this level an answer is a tenth smaller for 3 ms more at the largest page."""


class Server(Flask):
    """Flask, with bugs logged by place and never by value."""

    def log_exception(self, exc_info: object) -> None:
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        if isinstance(error, BaseException):
            BUGS.inc()
            log.error("internal_error %s", trace(error))


def create_app(
    settings: Settings | None = None, *, clock: Callable[[], datetime] = utc_now
) -> Flask:
    """Return the WSGI app. The database must have been migrated. Raises `SettingsError`."""
    settings = settings or Settings.from_environment()
    start_logging(settings.logs)
    app = Server("server", static_folder=None)
    app.config.from_mapping(
        {**CONFIG, **PACKING},
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=READ_BYTES,
    )
    app.json = Json(app)
    provide(app.extensions, _services(app, settings, clock))
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    app.register_error_handler(problems.Problem, _refusal)
    for outage in OUTAGES:
        app.register_error_handler(outage, _outage)
    app.register_error_handler(OSError, _no_room)
    name_requests(app)
    count_requests(app)
    app.after_request(protect)
    Compress(app)
    api = Api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.url_map.converters["web"] = web.WebPath
    app.register_blueprint(metrics.blueprint)
    app.register_blueprint(web.blueprint)
    if settings.web_origins:
        _allow(app, settings.web_origins)
    return app


def _outage(error: Exception) -> Response:
    log.warning("unavailable %s", trace(error))
    return problems.Unavailable(headers=SOON).response()


def _no_room(error: OSError) -> Response:
    if not disk_is_full(error):
        raise error
    return _outage(error)


def _refusal(problem: problems.Problem) -> Response:
    """A request that is refused as a whole: who was told what, and where."""
    caller = known_caller()
    log.info(
        "refused code=%s at=%s account=%s device=%s",
        problem.code,
        request.endpoint,
        caller.account.id if caller else "-",
        caller.device if caller else "-",
    )
    return problem.response()


def _services(app: Flask, settings: Settings, clock: Callable[[], datetime]) -> Services:
    store = open_store(app, FieldKeys(settings.field_keys_at))
    organisation = Organisation(id_photo=settings.id_photo)
    if make_url(settings.database_url).database:  # one in memory is for documents, not for serving
        _refuse_unready(store)
    secret = settings.secret.encode() if settings.secret else store.meta.secret("server")
    persons = derive_key(secret, "person")
    return Services(
        settings=settings,
        organisation=organisation,
        store=store,
        blobs=Blobs(settings.photos_at, store.fields),
        rules=DomainRules(organisation, keys=lambda: store.fields.search_keys(persons)),
        cursor_key=derive_key(secret, "cursor"),
        seal_keys=KeyRing(_seal_keys(settings, store)),
        renewal_key=derive_key(secret, "renewal"),
        clock=clock,
    )


def _refuse_unready(store: Store) -> None:
    """Tables and keys are asked for at the start; a database that is away meanwhile may come later."""
    try:
        migrated = store.migrated()
        if migrated:
            store.fields.check()
    except (MissingKey, ValueError) as error:
        raise SettingsError("PERISAI_FIELD_KEYS", f"does not fit the database: {error}") from None
    except OUTAGES as error:
        log.warning("unavailable %s", trace(error))
        return
    if not migrated:
        mend = "names a database without tables: run perisai migrate"
        raise SettingsError("PERISAI_DATABASE_URL", mend)


def _seal_keys(settings: Settings, store: Store) -> Callable[[], str]:
    if (file := settings.seal_keys) is not None:
        return lambda: file.read_text("ascii")
    return lambda: store.meta.seal_keys(new_key)


def _allow(app: Flask, origins: tuple[str, ...]) -> None:
    """Let a web app of another origin call the API. No cookies exist, so none are allowed."""
    CORS(
        app,
        resources={r"/api/*": {"origins": list(origins)}},
        allow_headers=["Authorization", "Content-Type", "Content-Encoding", *tus.ASKED],
        expose_headers=["Retry-After", "WWW-Authenticate", "Location", *tus.TOLD],
        methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        supports_credentials=False,
        max_age=600,
    )
