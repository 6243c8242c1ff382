"""Ten phones of six accounts, signed in before the trouble starts, and the people they will meet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.demo.chance import Chance
from server.demo.members import meet
from server.store.accounts import Account
from tests.chaos.client import PEOPLE, SETUP
from tests.chaos.wire import Answered, post
from tests.server.people import ADMIN, BUDI, HERE, JOKO, PASSWORD, RINA, SARI, TUTI, made_id

MET = 120


@dataclass(frozen=True, slots=True)
class Member:
    """One phone of an account; two phones of one account share their registrations."""

    name: str
    account: Account

    @property
    def device(self) -> str:
        return made_id(f"chaos {self.name}")


CREW = tuple(
    Member(name, account)
    for name, account in (
        ("rina-1", RINA),
        ("rina-2", RINA),
        ("sari-1", SARI),
        ("admin-1", ADMIN),
        ("budi-1", BUDI),
        ("joko-1", JOKO),
        ("tuti-1", TUTI),
        ("budi-2", BUDI),
        ("admin-2", ADMIN),
        ("joko-2", JOKO),
    )
)
"""The first four are every role and a shared account, for the short run."""


def invent_people(folder: Path, seed: int) -> None:
    """Write down whom the recruiters will meet: invented here, since inventing takes a while."""
    chance, today = Chance(seed), datetime.now(UTC)
    met = [meet(chance, HERE, today).units for _ in range(MET)]
    (folder / PEOPLE).write_text(json.dumps(met))


def sign_in(member: Member, port: int) -> dict[str, Any]:
    """Sign a phone in over HTTP; its two credentials."""
    said = {
        "username": member.account.username,
        "password": PASSWORD,
        "device": {"id": member.device, "label": member.name, "app": "0.1.0"},
    }
    got = post(port, "/api/v1/session", said)
    if not isinstance(got, Answered) or got.status != 201:
        raise RuntimeError(f"{member.name} cannot sign in: {got}")
    return {
        "credential": f"Bearer {got.body['token']}",
        "device_credential": f"Device {got.body['device_token']}",
    }


def equip(folder: Path, seed: int, members: Sequence[tuple[Member, int]], port: int) -> None:
    """Give each member a folder with what their process needs; beside each, the port of its wire."""
    for member, own_port in members:
        account = member.account
        setup = sign_in(member, port) | {
            "seed": seed,
            "port": own_port,
            "clinics": account.clinics,
            "author": {"account": account.id, "role": account.role, "device": member.device},
        }
        (folder / member.name).mkdir()
        (folder / member.name / SETUP).write_text(json.dumps(setup))
