"""Who works there: recruiters and supervisors with their clinics, admins, and everyone's phones."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.accounts.passwords import hash_password
from server.demo.chance import Chance
from server.demo.phones import Phone
from server.store.accounts import Account, Clinic
from sync.operation import Role

PASSWORD = "lapangan-demo"  # noqa: S105 - printed for everyone to try the demo with
LOGINS: tuple[tuple[Role, str, str], ...] = (
    ("recruiter", "kayla", "Kayla Riyanti"),
    ("supervisor", "zulaikha", "Zulaikha Maryati"),
    ("admin", "ilham", "Ilham Pranata"),
)
"""(role, user name, name) of the accounts that the demo tells about."""

SUPERVISORS = 5
RECRUITERS = 20
ADMINS = 2
_PHONES = (
    "Redmi 12C", "Samsung A05", "Oppo A18", "Vivo Y17s", "Infinix Smart 8", "Realme C51",
    "Itel A70", "Tecno Spark Go",
)  # fmt: skip
_SKEWS_S = (0, 0, 1, -2, 3, -8, 21, -64)
"""Clocks of phones are a little off; one is wrong by 47 minutes (see ``slow_clock``)."""
_SLOW_CLOCK_S = -47 * 60


@dataclass(frozen=True, slots=True)
class Team:
    """A supervisor with the recruiters of the same clinics, their phones beside them."""

    supervisor: Phone
    recruiters: tuple[Phone, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Everyone. ``second`` is the other phone of the first recruiter (``kayla``), ``lost`` one that
    was ended; ``colleague`` is the other admin's desk, ``leaver`` the phone of who has left."""

    accounts: tuple[Account, ...]
    teams: tuple[Team, ...]
    admin: Phone
    colleague: Phone
    second: Phone
    lost: Phone
    leaver: Phone

    @property
    def phones(self) -> list[Phone]:
        """Every device in use."""
        teams = [phone for team in self.teams for phone in (team.supervisor, *team.recruiters)]
        return [*teams, self.admin, self.colleague, self.second, self.leaver]


class _Hiring:
    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.accounts: list[Account] = []
        self._hash = hash_password(PASSWORD)
        self._told: dict[Role, tuple[str, str] | None] = {
            role: (username, name) for role, username, name in LOGINS
        }
        self._taken = {username for _, username, _ in LOGINS}

    def hire(self, role: Role, clinics: Sequence[Clinic] = ()) -> Account:
        """Add an account; the first of a role is the one of ``LOGINS``."""
        username, name = self._told.pop(role, None) or self._somebody()
        places = tuple(sorted({clinic.id for clinic in clinics}))
        account = Account(
            self.chance.uuid(), username, name, role, places, active=True, password_hash=self._hash
        )
        self.accounts.append(account)
        return account

    def _somebody(self) -> tuple[str, str]:
        faker = self.chance.faker
        while True:
            first, last = faker.first_name_female(), faker.last_name()
            if self.chance.happens(0.5):
                first, last = faker.first_name_male(), faker.last_name_male()
            username = first.split()[0].lower()
            if username.isalpha() and username not in self._taken:
                self._taken.add(username)
                return username, f"{first} {last}"


def hire(chance: Chance, clinics: Sequence[Clinic]) -> Staff:
    """Return the staff: each supervisor has neighbouring clinics, each clinic a recruiter."""
    hiring = _Hiring(chance)
    share = -(-len(clinics) // SUPERVISORS)
    areas = [clinics[at : at + share] for at in range(0, len(clinics), share)]
    teams = tuple(_team(hiring, area) for area in areas)
    admins = [hiring.hire("admin") for _ in range(ADMINS)]
    kayla = teams[0].recruiters[0].account
    leaver = hiring.hire("recruiter", areas[0][:1])
    return Staff(
        accounts=tuple(hiring.accounts),
        teams=teams,
        admin=Phone(chance.uuid(), admins[0], "Komputer meja · Chrome", skew_s=0),
        colleague=Phone(chance.uuid(), admins[1], "Laptop kantor · Chrome", skew_s=1),
        second=Phone(chance.uuid(), kayla, "Tablet Samsung A9", skew_s=4),
        lost=Phone(chance.uuid(), kayla, "Redmi 9A lama", skew_s=0),
        leaver=Phone(chance.uuid(), leaver, "Oppo A17k", skew_s=-8),
    )


def _team(hiring: _Hiring, area: Sequence[Clinic]) -> Team:
    chance = hiring.chance
    boss = hiring.hire("supervisor", area)
    members = RECRUITERS // SUPERVISORS
    recruiters = [
        hiring.hire("recruiter", [*area[at::members], chance.choice(area)]) for at in range(members)
    ]
    return Team(
        supervisor=Phone(chance.uuid(), boss, "Laptop klinik · Chrome", skew_s=0),
        recruiters=tuple(
            Phone(chance.uuid(), account, chance.choice(_PHONES), skew_s=_skew(chance, at))
            for at, account in enumerate(recruiters)
        ),
    )


def _skew(chance: Chance, place: int) -> int:
    slow_clock = place == 2 and chance.happens(1 / SUPERVISORS)
    return _SLOW_CLOCK_S if slow_clock else chance.choice(_SKEWS_S)
