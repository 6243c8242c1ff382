"""What was lost or doubled: every phone's list against the server's tables, and those against what phones were told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select

from server.store.engine import snapshot
from server.store.models import OperationRow, RegistrationRow
from tests.load.phone import Phone

SOME = 200
"""Devices or clinics in one question."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Lines that name ids and nothing else."""

    saved: int
    lost: list[str]
    doubled: list[str]
    troubles: list[str]


def judge(engine: Engine, phones: Sequence[Phone]) -> Verdict:
    """Everything saved is in the log once and stands once, and everybody who may see it was told."""
    logged = _operations(engine, [phone.member.device for phone in phones])
    clinics = {clinic for phone in phones for clinic in phone.member.account.clinics}
    standing = _registrations(engine, sorted(clinics))
    saved = {made["op"]: made for phone in phones for made in phone.member.made[: phone.saved]}
    lost = [f"op {op} is not in the log" for op in saved if op not in logged]
    registrations = {made["registration"] for made in saved.values()}
    lost += [f"registration {one} does not stand" for one in registrations - standing.keys()]
    doubled = [f"op {op} is {times} times in the log" for op, times in logged.items() if times > 1]
    doubled += [f"registration {one} is nobody's" for one in standing.keys() - registrations]
    troubles = [line for phone in phones for line in (*phone.troubles, *_untold(phone, standing))]
    return Verdict(len(saved), lost, doubled, troubles)


def _untold(phone: Phone, standing: dict[str, tuple[str, str]]) -> list[str]:
    """What a phone was not told of its own, or a supervisor's of the clinic."""
    account = phone.member.account
    own = [
        key
        for key, (clinic, recruiter) in standing.items()
        if (clinic in account.clinics and account.role == "supervisor") or recruiter == account.id
    ]
    return [
        f"{phone.member.device} was not told of {key}" for key in own if key not in phone.replica
    ]


def _operations(engine: Engine, devices: Sequence[str]) -> Counter[str]:
    with snapshot(engine) as connection:
        return Counter(
            op
            for at in range(0, len(devices), SOME)
            for op in connection.scalars(
                select(OperationRow.op).where(OperationRow.device.in_(devices[at : at + SOME]))
            )
        )


def _registrations(engine: Engine, clinics: Sequence[str]) -> dict[str, tuple[str, str]]:
    wanted = select(RegistrationRow.id, RegistrationRow.clinic, RegistrationRow.recruiter)
    with snapshot(engine) as connection:
        return {
            key: (clinic, recruiter)
            for at in range(0, len(clinics), SOME)
            for key, clinic, recruiter in connection.execute(
                wanted.where(RegistrationRow.clinic.in_(clinics[at : at + SOME]))
            )
        }
