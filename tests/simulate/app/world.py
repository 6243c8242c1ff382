"""One server, six phones with the app's core, and everything that is known of them from outside."""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from werkzeug.wrappers import Response

from server.accounts.scopes import scopes_of
from server.store import Store
from server.store.accounts import Account
from server.store.base import db
from sync.feed import Viewer
from sync.operation import Role
from sync.registration import Registration
from tests.server.people import ADMIN, BUDI, JOKO, PASSWORD, RINA, SARI, made_id
from tests.simulate.app import network
from tests.simulate.app.node import Phones, Told
from tests.simulate.app.server import Server
from tests.simulate.app.story import Fault, Step
from tests.simulate.stage import SqlStage

Look = Mapping[str, Any]
CAST = (RINA, RINA, BUDI, JOKO, SARI, ADMIN)


@dataclass(slots=True)
class Phone:
    """A phone as it is known from outside. ``offset_ms``: its clock minus the server's."""

    name: str
    seat: int
    """Which step's phone it is: a copied phone shares it with its copies."""
    account: Account
    device: str
    offset_ms: int = 0
    look: Look = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    """By op, all that a person has seen saved."""
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """By op and device id: what was first found in the outbox, to the byte."""
    drafts: set[str] = field(default_factory=set)
    excused: set[str] = field(default_factory=set)
    """In custody before a restore and not after it, until the phone has heard of it."""
    let_go: set[str] = field(default_factory=set)
    """Released before the server lost them, and still on a phone that shares the story with this one."""
    older: bool = False
    """It may be told older versions: the server was restored, or its own last writes are lost."""


@dataclass(slots=True)
class World:
    """``random`` is the chance of the step that is played, ``cuts`` that of checks alone."""

    seed: int
    server: Server
    phones_process: Phones
    phones: list[Phone] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    clinics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    late: list[tuple[Phone, Told]] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)
    registrations: Mapping[str, Registration] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    random: Random = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    beyond: set[str] = field(default_factory=set)
    """Released by every phone before the server lost them: beyond anybody's promise."""
    copied: set[str] = field(default_factory=set)
    """Devices that more than one phone was, or one with its disk as it was before."""
    renewed: set[str] = field(default_factory=set)
    """Devices that phones took as a new identity (P105)."""
    limit: int = 5
    on_answer: Callable[["World", Phone, Told, Response], None] = lambda *_: None

    def __post_init__(self) -> None:
        self.random = Random(f"begin {self.seed}")
        self.server.begin(self.seed)
        for number, account in enumerate(CAST):
            name = f"{account.username}-{number}"
            self.phones.append(Phone(name, number, account, made_id(f"phone {number}")))
            self.roles[account.id] = account.role
            self.clinics[account.id] = account.clinics

    @property
    def journal(self) -> SqlStage:
        return self.server.stage

    def phone(self, step: Step) -> Phone:
        """The step's phone, or one of its copies."""
        shared = [phone for phone in self.phones if phone.seat == step.phone]
        return Random(f"seat {step.chance}").choice(shared)

    def copy(self, phone: Phone) -> Phone:
        """What is known of a phone is known of its copy."""
        self.copied.add(phone.device)
        copy = deepcopy(phone)
        copy.name = f"{phone.name}+{len(self.phones)}"
        return copy

    def viewer(self, phone: Phone) -> Viewer:
        account = phone.account.id
        role = self.roles[account]
        scopes = scopes_of(account, role, self.clinics[account])
        return Viewer(account, role, phone.device, scopes)

    def reload_accounts(self) -> None:
        """Roles and clinics as they are in the database now."""
        accounts = Store(db.engine).accounts
        for key in self.roles:
            account = accounts.account_by_id(key)
            assert account is not None
            self.roles[key], self.clinics[key] = account.role, account.clinics

    def now_ms(self, phone: Phone) -> int:
        return int(self.server.site.clock().timestamp() * 1000) + phone.offset_ms

    def do(self, phone: Phone, act: str, **told: Any) -> Any:
        """Have a phone do something, its requests under this step's faults."""
        if act == "say":
            said = told["intention"]
            units = ",".join(sorted(said.get("set", ())))
            self.note(f"  {phone.name} says {said['kind']} {said['registration']} {units}")
        chance = {"chance": f"{self.random.getrandbits(80):020x}"}
        answer = self.phones_process.do(
            phone.name,
            act,
            lambda line: self._answer(phone, line),
            now=self.now_ms(phone),
            **(chance | told),
        )
        self.note(f"  {phone.name} {act} -> {_short(answer)}")
        return answer

    def sign_in(self, phone: Phone) -> str:
        who = {"username": phone.account.username, "password": PASSWORD, "device": phone.device}
        told = self.do(phone, "sign_in", **who)
        return told if isinstance(told, str) else "died"

    def note(self, line: str) -> None:
        self.trace.append(line)

    def deliver(self, phone: Phone, line: Told) -> Response:
        """A request reaches the server."""
        answer = self.server.serve(line)
        self.on_answer(self, phone, line, answer)
        return answer

    def _answer(self, phone: Phone, line: Told) -> Told:
        fault = self.faults.pop(0) if self.faults else "none"
        answer = None
        if fault not in network.UNHEARD:
            answer = self.deliver(phone, line)
            if fault == "twice":
                answer = self.deliver(phone, line)
        elif fault == "late":
            self.late.append((phone, line))
        status = answer.status_code if answer is not None else "-"
        self.note(f"    {line['method']} {line['path']} {fault} {status}")
        return network.heard(fault, answer, self.random)


def request_of(line: Told) -> Any:
    """The JSON that a phone sent."""
    return json.loads(gzip.decompress(base64.b64decode(line["body"])))


def _short(answer: object) -> str:
    text = json.dumps(answer, sort_keys=True)
    return text if len(text) < 160 else sha256(text.encode()).hexdigest()[:16]
