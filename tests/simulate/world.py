"""One server, several phones, and links that lose, repeat and reorder; all from one seed (I15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from server.accounts.scopes import scopes_of
from sync.cursor import decode
from sync.effect import Sender
from sync.exchange import Answer, Push, exchange
from sync.feed import Viewer, page
from sync.incarnation import Copied, Showing
from sync.lineage import Ancestor
from sync.memory import MemoryJournal
from sync.moves import Move, move
from sync.operation import Author
from sync.threads import Stamp
from tests.simulate.language import SmallRules, read
from tests.simulate.phone import Phone
from tests.simulate.photos import PhotoLane
from tests.simulate.staff import KEPT, Staff
from tests.simulate.stage import Stage
from tests.simulate.wire import Request, Response

KEY = b"simulation"


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
    fate: Random = field(init=False)
    """The same for backups and restores."""
    errand: Random = field(init=False)
    """Chance of its own for what is carried, likewise."""
    carried: list[tuple[Phone, tuple[Mapping[str, Any], ...]]] = field(default_factory=list)
    """Operations in colleagues' hands, with the phone that gave them."""
    twins: Random = field(init=False)
    """Chance of its own for copies, too."""
    oblivion: Random = field(init=False)
    """Chance of its own for erasing, as well."""
    photos: PhotoLane = field(init=False)
    damaged: set[str] = field(default_factory=set)
    give_up: str = ""
    """The moment before which what is held has waited long enough (P48)."""
    staff: Staff = field(default_factory=Staff)
    copied: set[str] = field(default_factory=set)
    """Devices that more than one phone was, or that were renewed from such."""
    renewed: set[str] = field(default_factory=set)
    """Devices that phones took as a new identity (P105)."""
    bugs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.harm = Random(f"harm {self.seed}")
        self.fate = Random(f"fate {self.seed}")
        self.errand = Random(f"errand {self.seed}")
        self.twins = Random(f"twins {self.seed}")
        self.oblivion = Random(f"oblivion {self.seed}")
        self.photos = PhotoLane(Random(f"photos {self.seed}"))
        for device, account, role, clinic in (
            ("d1", "r1", "recruiter", "c1"),
            ("d2", "r1", "recruiter", "c1"),
            ("d3", "r2", "recruiter", "c2"),
            ("d4", "s1", "supervisor", "c1"),
            ("d5", "a1", "admin", ""),
            ("d6", "s2", "supervisor", "c2"),
        ):
            skew = self.harm.choice([0, 0, 0, 3, -3, 10_000, -10_000])
            self.phones.append(
                Phone(device, account, role, clinic, batch=self.random.randint(1, 5), skew=skew)
            )
            self.journal.add_device(device, account)

    def now(self) -> str:
        """The server's clock; phones' clocks are what they say and decide nothing (M19)."""
        self.ticks += 1
        return f"t{self.ticks:06d}"

    def clock(self, phone: Phone) -> str:
        """What a phone's clock shows now."""
        return f"t{max(0, self.ticks + phone.skew):06d}"

    def id(self, prefix: str) -> str:
        return f"{prefix}-{self.random.getrandbits(48):012x}"

    def viewer(self, phone: Phone) -> Viewer:
        may = self.staff.now(phone.account)
        clinics = tuple(sorted(may.clinics))
        scopes = scopes_of(phone.account, may.role, clinics)
        own = clinics if may.role == "recruiter" else ()
        return Viewer(phone.account, may.role, phone.device, scopes, own)

    def sender(self, phone: Phone) -> Sender:
        """What a phone's credential, or its signature, vouches for."""
        may = self.staff.now(phone.account)
        return Sender(phone.account, may.role, phone.device, self.staff.entitlements.__getitem__)

    def late_from(self) -> str:
        """Since when a lost entitlement may have ended (M77)."""
        return f"t{max(0, self.ticks - KEPT):06d}"

    def bring(self, phone: Phone, operations: tuple[Mapping[str, Any], ...]) -> int:
        """What a colleague carried for a phone arrives; how many came into custody by it (P97)."""
        now = self.now()
        if not self.knows(phone.device):
            return 0  # P96: the carrier forgets it
        push = Push(self.sender(phone), operations, now, late_from=self.late_from())
        answer = exchange(self.journal, push, rules=SmallRules(), reader=read, on_bug=self._bug)
        assert not isinstance(answer, Copied)
        return answer.taken

    def knows(self, device: str) -> bool:
        """Whether the server knows this device."""
        try:
            with self.journal.taking_in() as books:
                books.device(device)
        except LookupError:
            return False
        return True

    def sign_in(self, device: str, account: str) -> None:
        """A device of after the backup that was restored: its person signs in again (P115)."""
        if not self.knows(device):
            self.journal.add_device(device, account)

    def copy(self, phone: Phone) -> None:
        """A backup of a phone is put on another one, and both go on."""
        self.copied.add(phone.device)
        self.phones.append(phone.copy())

    def renew(self, phone: Phone) -> None:
        """The phone asks for a new identity and takes it (P104, P105)."""
        device = f"x{len(self.copied)}-{self.twins.getrandbits(32):08x}"
        self.copied.add(device)
        self.renewed.add(device)
        if phone.device in self.damaged:
            self.damaged.add(device)
        fork = next(n for n, chain in phone.forks() if self._on_the_log(phone.device, n, chain))
        self.journal.add_device(device, phone.account, Ancestor(phone.device, fork))
        phone.renew(device)

    def _on_the_log(self, device: str, n: int, chain: str) -> bool:
        """P130: whether the server grants a fork."""
        with self.journal.taking_in() as books:
            known = books.chain_at(device, n)
        return n <= self.journal.through(device) and known in (None, chain)

    def serve(self, phone: Phone, request: Request) -> Response | Copied:
        """The server's whole answer: push and pull as two transactions (P61)."""
        may, now = self.staff.now(phone.account), self.now()
        self.sign_in(request.device, phone.account)
        push = Push(
            replace(self.sender(phone), device=request.device),
            request.operations,
            now,
            chain=request.chain,
            skew_ms=phone.skew,
            late_from=self.late_from(),
            give_up=self.give_up,
            showing=Showing(request.incarnation, f"token {now}"),
        )
        answer = exchange(self.journal, push, rules=SmallRules(), reader=read, on_bug=self._bug)
        if isinstance(answer, Copied):
            return answer
        if not may.active:
            return _pushed_only(answer)
        viewer = replace(self.viewer(phone), own_from=request.own_from, holds=request.holds)
        cursor = decode(request.cursor, KEY, viewer.scopes) if request.cursor else None
        with self.journal.snapshot() as snapshot:
            fresh = page(
                snapshot,
                viewer,
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
            own=fresh.own,
            changed=fresh.changed,
            kept_through=answer.kept_through,
            tick=self.ticks,
            incarnation=answer.incarnation,
            renew=answer.renew,
        )

    def change_staff(self) -> None:
        """An admin changes somebody, and may let their registrations follow (M80, M81)."""
        account, to = self.staff.drawn(self.harm)
        before, at = self.staff.now(account), self.now()
        self.staff.change(account, to, at)
        for origin in sorted(before.clinics - to.clinics):
            if to.role == "recruiter" and self.harm.random() < 0.7:
                self.move(account, origin, min(to.clinics))

    def move(self, recruiter: str, origin: str, to: str) -> None:
        at = self.now()
        author = Author("a1", "admin", "d5")
        stamp = Stamp(f"move {at}", 0, author, at, at, 0, None)
        moved = move(self.journal, Move(recruiter, origin, to, stamp))
        assert moved == self.staff.moved(recruiter, origin, to), f"M81 {recruiter} {origin} {to}"

    def _bug(self, op: str, error: Exception) -> None:
        self.bugs.append(f"{op}: {error!r}")

    def restart_feed(self) -> None:
        """A new epoch, as after a restore: every cursor is answered by a reset (P53)."""
        self.journal.renew_epoch(self.id("epoch"))


def _pushed_only(answer: Answer) -> Response:
    """What a closed account's phone is told: receipts, and no feed (P119)."""
    return Response(
        through=answer.through,
        chain=answer.chain,
        chain_matches=answer.chain_matches,
        exceptions=tuple(r.to_json() for r in answer.exceptions),
        entries=(),
        cursor=None,
        more=False,
        reset=None,
        covers=None,
        check=None,
        repaired=None,
        own=None,
        changed=None,
        incarnation=answer.incarnation,
        renew=answer.renew,
        kept_through=answer.kept_through,
        tick=0,
    )
