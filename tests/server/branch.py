"""A branch for the tests of what comes after approval: sign-ups, their approval, and tables that somebody sends."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from tests.server.people import made_id, units
from tests.server.phone import Phone


def registration(number: int) -> str:
    return made_id(f"registration {number}")


@dataclass
class Branch:
    """The phones of a recruiter, a supervisor and an admin."""

    recruiter: Phone
    supervisor: Phone
    admin: Phone
    versions: dict[str, int] = field(default_factory=dict)

    def approve(self, *numbers: int, clinic: str | None = None, **changes: Any) -> list[str]:
        """Sign up these generated persons and approve them; ``changes`` are whole units of each."""
        where = {} if clinic is None else {"clinic": clinic}
        created = [
            self.recruiter.create(
                registration(number), number, set=units(number) | changes, **where
            )
            for number in numbers
        ]
        self.recruiter.sync(*created)
        verdict: dict[str, Any] = {"verdict": "approve", "remarks": {}, "message": None}
        self.supervisor.sync(
            *(
                self.supervisor.operation("review", registration(number), base=1, **verdict)
                for number in numbers
            )
        )
        return [registration(number) for number in numbers]

    def progress(self, number: int, step: str, **facts: Any) -> None:
        """The admin records one step by hand."""
        base = self.standing(number)["version"]
        said = self.admin.operation(
            "progress", registration(number), base=base, step=step, facts=facts
        )
        answer = self.admin.sync(said)
        assert answer["receipts"]["exceptions"] == []

    def standing(self, number: int) -> dict[str, Any]:
        """A registration as its supervisor sees it now."""
        self.supervisor.sync()
        return self.supervisor.entries[registration(number)]

    def send(
        self, data: bytes, kind: str = "payments", *, taking: str | None = None
    ) -> list[dict[str, Any]]:
        """A table as the admin sends it; the lines of the answer."""
        answer = self.admin_post(data, kind, taking=taking)
        assert answer.status_code == 200, answer.get_json()
        return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]

    def admin_post(self, data: bytes, kind: str, *, taking: str | None = None) -> TestResponse:
        query = {} if taking is None else {"taking": taking}
        headers = {"Authorization": f"Bearer {self.admin.token}"}
        path = f"/api/v1/imports/{kind}"
        return self.admin.client.post(path, data=data, query_string=query, headers=headers)

    def preview(self, data: bytes, kind: str = "payments") -> dict[str, Any]:
        return self.send(data, kind)[-1]

    def take(self, data: bytes, kind: str = "payments") -> dict[str, Any]:
        """Preview and take."""
        return self.send(data, kind, taking=self.preview(data, kind)["digest"])[-1]


def table(header: Sequence[str], *rows: Iterable[object]) -> bytes:
    """A CSV as an office writes it."""
    return "\n".join(";".join(map(str, row)) for row in (header, *rows)).encode()


def counts(answer: Mapping[str, Any]) -> tuple[int, int, int]:
    """(to be taken, known, wrong)."""
    return answer["take"], answer["known"], answer["wrong"]


def flaws(answer: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    return [(one["row"], one["field"], one["why"]) for one in answer["errors"]]


CODES = ("NIK", "Kode iuran", "Berlaku sampai", "Jumlah")


def nik(number: int) -> str:
    return str(units(number)["identity"]["nik"])


def code(number: int, valid_until: str = "2026-12-20") -> tuple[object, ...]:
    """A row of the columns ``CODES``."""
    return nik(number), f"88810000000{number}", valid_until, 84000
