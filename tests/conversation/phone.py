"""The port: what a conversation can ask of a client, whatever it is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from server.store.accounts import Account


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees of a registration: the replica with the outbox laid over it."""

    status: str
    units: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """The client's own h at its newest number."""

    n: int
    hash: str


class Phone(Protocol):
    """One account on one device.

    An intention is an operation without what the client adds by itself: ``op``, ``n``, ``schema``,
    ``base``, ``author``, ``recorded_at``, ``was`` and ``read``.
    """

    @property
    def device(self) -> str:
        """As it calls itself now: it may have taken a new id (P105)."""

    def sign_in(self) -> int:
        """Sign in, again too; the status."""

    def sign_out(self) -> None: ...

    def say(self, intention: Mapping[str, Any]) -> int:
        """Save an operation; its number."""

    def sync(self) -> None:
        """One run, whatever comes of it. It returns; it never raises for what a server may say."""

    def sees(self, registration: str) -> Shown | None: ...

    def pending(self) -> list[int]:
        """Numbers without a receipt."""

    def receipts(self) -> Mapping[int, str]:
        """The result by number, of those that have a receipt."""

    def replica(self) -> Mapping[str, Any]:
        """The live entries as the server told them, by registration."""

    def reading(self) -> str:
        """The server's last word on whether this credential may read."""

    def chain(self) -> Chain: ...

    def trusts(self) -> bool:
        """False once the server's chain was not this phone's (P32)."""

    def forge_cursor(self) -> None:
        """Put a cursor of nobody's making in place of the one kept."""

    def spoil(self, *registrations: str) -> None:
        """Its storage loses these rows of the replica, behind its back."""

    def entrusts(self) -> str:
        """A file of everything pending, for a colleague to carry; its key was told before."""

    def brings(self, text: str) -> str:
        """Take a colleague's file in and hand it over; what became of it."""

    def restart(self) -> None:
        """The process ends and starts; only what was stored is left."""

    def copy(self) -> "Phone":
        """A second phone with a copy of this one's storage, the device's id in it."""


NewPhone = Callable[[Account], Phone]
"""Makes another device of an account, signed in."""
