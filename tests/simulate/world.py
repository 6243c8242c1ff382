"""One server, several phones, and links that lose, repeat and reorder; all from one seed (I15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from sync.cursor import decode
from sync.effect import Sender
from sync.exchange import Push, exchange
from sync.feed import Viewer, page
from sync.incarnation import Copied, Showing
from sync.lineage import Ancestor
from sync.memory import MemoryJournal
from sync.scopes import DESK, account_scope, clinic_scope
from tests.simulate.language import SmallRules, read
from tests.simulate.phone import Phone, Request, Response
from tests.simulate.stage import Stage

KEY = b"simulation"
CLINICS = {"r1": {"c1"}, "r2": {"c2"}, "s1": {"c1", "c2"}, "a1": set[str]()}


@dataclass(slots=True)
class World:
    seed: int
    limit: int = 7
    journal: Stage = field(default_factory=MemoryJournal)
    phones: list[Phone] = field(default_factory=list)
    late: list[tuple[Phone, Request]] = field(default_factory=list)
    ticks: int = 0
    random: Random = field(init=False)
    harm: Random = field(init=False)
    """Chance of its own for damage, so that the rest of a story does not hang on it."""
    errand: Random = field(init=False)
    """Chance of its own for what is carried, likewise."""
    carried: list[tuple[Phone, tuple[Mapping[str, Any], ...]]] = field(default_factory=list)
    """Operations in colleagues' hands, with the phone that gave them."""
    twins: Random = field(init=False)
    """Chance of its own for copies, too."""
    damaged: set[str] = field(default_factory=set)
    copied: set[str] = field(default_factory=set)
    """Devices that more than one phone was, or that were renewed from such."""
    bugs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.harm = Random(f"harm {self.seed}")
        self.errand = Random(f"errand {self.seed}")
        self.twins = Random(f"twins {self.seed}")
        for device, account, role, clinic in (
            ("d1", "r1", "recruiter", "c1"),
            ("d2", "r1", "recruiter", "c1"),
            ("d3", "r2", "recruiter", "c2"),
            ("d4", "s1", "supervisor", "c1"),
            ("d5", "a1", "admin", ""),
        ):
            self.phones.append(
                Phone(device, account, role, clinic, batch=self.random.randint(1, 5))
            )
            self.journal.add_device(device, account)

    def now(self) -> str:
        """The server's clock; phones' clocks are what they say and decide nothing (M19)."""
        self.ticks += 1
        return f"t{self.ticks:06d}"

    def id(self, prefix: str) -> str:
        return f"{prefix}-{self.random.getrandbits(48):012x}"

    def viewer(self, phone: Phone) -> Viewer:
        scopes: tuple[str, ...]
        match phone.role:
            case "recruiter":
                scopes = (account_scope(phone.account),)
            case "supervisor":
                scopes = tuple(clinic_scope(c) for c in sorted(CLINICS[phone.account]))
            case _:
                scopes = (DESK,)
        return Viewer(phone.account, phone.role, phone.device, scopes)

    def sender(self, phone: Phone) -> Sender:
        """What a phone's credential, or its signature, vouches for."""
        role: Any = phone.role
        return Sender(phone.account, role, phone.device, lambda one: frozenset(CLINICS[one]))

    def bring(self, phone: Phone, operations: tuple[Mapping[str, Any], ...]) -> int:
        """What a colleague carried for a phone arrives; how many came into custody by it (P97)."""
        push = Push(self.sender(phone), operations, self.now())
        answer = exchange(self.journal, push, rules=SmallRules(), reader=read, on_bug=self._bug)
        assert not isinstance(answer, Copied)
        return answer.taken

    def copy(self, phone: Phone) -> None:
        """A backup of a phone is put on another one, and both go on."""
        self.copied.add(phone.device)
        self.phones.append(phone.copy())

    def renew(self, phone: Phone) -> None:
        """The phone asks for a new identity and takes it (P104, P105)."""
        device = f"x{len(self.copied)}-{self.twins.getrandbits(32):08x}"
        self.copied.add(device)
        if phone.device in self.damaged:
            self.damaged.add(device)
        self.journal.add_device(device, phone.account, Ancestor(phone.device, phone.fork()))
        phone.renew(device)

    def serve(self, phone: Phone, request: Request) -> Response | Copied:
        """The server's whole answer: push and pull as two transactions (P61)."""
        now = self.now()
        showing = Showing(request.incarnation, f"token {now}")
        sender = replace(self.sender(phone), device=request.device)
        push = Push(sender, request.operations, now, chain=request.chain, showing=showing)
        answer = exchange(self.journal, push, rules=SmallRules(), reader=read, on_bug=self._bug)
        if isinstance(answer, Copied):
            return answer
        cursor = decode(request.cursor, KEY) if request.cursor else None
        with self.journal.snapshot() as snapshot:
            fresh = page(
                snapshot,
                self.viewer(phone),
                cursor,  # type: ignore[arg-type]
                self.limit,
                held=request.buckets,
            )
        return Response(
            through=answer.through,
            chain=answer.chain,
            chain_matches=answer.chain_matches,
            exceptions=tuple(r.to_json() for r in answer.exceptions),
            entries=tuple(dict(e) for e in fresh.entries),
            cursor=fresh.cursor.encode(KEY),
            more=fresh.more,
            reset=fresh.reset,
            covers=fresh.covers,
            check=fresh.check,
            repaired=fresh.repaired,
            incarnation=answer.incarnation,
            renew=answer.renew,
        )

    def _bug(self, op: str, error: Exception) -> None:
        self.bugs.append(f"{op}: {error!r}")

    def restart_feed(self) -> None:
        """A new epoch, as after a restore: every cursor is answered by a reset (P53)."""
        self.journal.renew_epoch(self.id("epoch"))
