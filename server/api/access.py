"""Who may call an endpoint. Each one states it with a decorator; a test refuses one that does not.

::

    @public                     anybody
    @signed_in()                any role, by a live session
    @signed_in("admin")         these roles only
    @pushing                    any device that was ever signed in, whatever became of its session
    @scraping                   whoever holds the token of `PERISAI_METRICS_TOKEN`
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar, cast

from flask import Request, request

from server.accounts.sessions import Standing, standing
from server.accounts.tokens import token_hash
from server.api import problems
from server.api.openapi import Blueprint
from server.api.services import services
from server.store.accounts import Account
from server.store.callers import Vouched
from sync.operation import Role

View = TypeVar("View", bound=Callable[..., Any])
ROLES: tuple[Role, ...] = ("recruiter", "supervisor", "admin")


@dataclass(frozen=True, slots=True)
class Access:
    """The stated rule of an endpoint, for tests and the specification."""

    who: Literal["public", "signed_in", "pushing", "scraping"]
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a credential vouches for. ``session`` is None for a device's own credential."""

    account: Account
    device: str
    session: str | None
    standing: Standing


_CALLER = "perisai.caller"


def public(view: View) -> View:
    return _stated(view, Access("public"))


def signed_in(*roles: Role) -> Callable[[View], View]:
    """Pass the caller to the view. Raises `Unauthenticated`, `SessionExpired`, `DeviceEnded`, `Forbidden`."""
    allowed = roles or ROLES

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            scheme, token = _credential(request)
            if scheme != "bearer":
                raise problems.Unauthenticated
            caller = _by_session(token)
            match caller.standing:
                case "device_ended":
                    raise problems.DeviceEnded
                case "session_expired":
                    raise problems.SessionExpired
                case "ok":
                    pass
            if caller.account.role not in allowed:
                raise problems.Forbidden
            return view(caller, *args, **kwargs)

        return _stated(_secured(cast("View", guarded), "session"), Access("signed_in", allowed))

    return decorate


def pushing(view: View) -> View:
    """Pass the caller to the view, by either credential, expired and ended ones too (P1, P2)."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        scheme, token = _credential(request)
        caller = _by_session(token) if scheme == "bearer" else _by_device(token)
        return view(caller, *args, **kwargs)

    return _stated(_secured(cast("View", guarded), "session", "device"), Access("pushing"))


def scraping(view: View) -> View:
    """Refuse everybody without the token; everybody, where none is set."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        scheme, token = _credential(request)
        known = services().settings.metrics_token
        if scheme != "bearer" or not (
            known and hmac.compare_digest(known.encode(), token.encode())
        ):
            raise problems.Unauthenticated
        return view(*args, **kwargs)

    return _stated(cast("View", guarded), Access("scraping"))


def _stated(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _secured(view: View, *schemes: str) -> View:
    documented = Blueprint.doc(security=[{scheme: []} for scheme in schemes])(view)
    return cast("View", documented)


def _credential(incoming: Request) -> tuple[str, str]:
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() not in {"bearer", "device"} or not token:
        raise problems.Unauthenticated
    return scheme.lower(), token


def _by_session(token: str) -> Caller:
    return _caller(services().store.callers.by_session(token_hash(token)))


def _by_device(token: str) -> Caller:
    return _caller(services().store.callers.by_device(token_hash(token)))


def _caller(vouched: Vouched | None) -> Caller:
    if vouched is None:
        raise problems.Unauthenticated
    session = vouched.session
    live = session if vouched.account.active else None
    caller = Caller(
        account=vouched.account,
        device=vouched.device,
        session=session.id if session else None,
        standing=standing(
            services().clock(),
            ended_at=vouched.ended_at,
            revoked_at=live.revoked_at if live else None,
            expires_at=live.expires_at if live else None,
        ),
    )
    request.environ[_CALLER] = caller
    return caller


def known_caller() -> Caller | None:
    """Whose credential the present request was found to have."""
    return request.environ.get(_CALLER)
