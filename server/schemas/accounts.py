"""Signing in, and who is who (docs/protocol.md 7)."""

from server.schemas.fields import (
    WireSchema,
    boolean,
    digest,
    identifier,
    integer,
    listed,
    matching,
    moment,
    nested,
    nullable,
    one_of,
    optional,
    text,
)

_MOST = 100_000


class NewDeviceSchema(WireSchema):
    """The phone that signs in: its own id, a name that people recognise, the app's version."""

    id = identifier()
    label = text(100)
    app = text(60)


class SignInSchema(WireSchema):
    username = text(100)
    password = text(1000)
    new_password = optional(text(200))
    code = optional(text(40))
    device = nested(NewDeviceSchema)


class FactorAskedSchema(WireSchema):
    username = text(100)
    password = text(1000)


class FactorSchema(WireSchema):
    """What an authenticator app is to know (``address`` as a picture, ``secret`` typed), and the codes
    for a lost phone. Told once; it counts from the first sign-in with one of its codes on (P196)."""

    secret = text(64)
    address = text(400)
    recovery = listed(text(40), 20)


class AccountSchema(WireSchema):
    id = identifier()
    username = text(100)
    name = text(200)
    role = one_of("recruiter", "supervisor", "admin")


class ClinicSchema(WireSchema):
    """A partner site; ``district`` is its Kemendagri code."""

    id = identifier()
    name = text(200)
    district = text(40)


class PersonSchema(WireSchema):
    id = identifier()
    name = text(200)
    role = one_of("recruiter", "supervisor", "admin")
    clinics = listed(identifier(), _MOST)


class KnownDeviceSchema(WireSchema):
    id = identifier()
    label = text(100)
    account = identifier()


class SettingsSchema(WireSchema):
    """What an organisation may set and a phone must know."""

    id_photo = one_of("off", "optional", "required")
    photo_max_kb = integer(16, 2048)
    month_target = integer(0)
    work_days = integer(1, 31)
    min_age = integer(0)
    max_age = integer(0)


class SealSchema(WireSchema):
    """The server's key for sealed operations (P90)."""

    id = text(16)
    suite = text(100)
    public_key = text(100)


class MeSchema(WireSchema):
    account = nested(AccountSchema)
    clinics = listed(nested(ClinicSchema), _MOST)
    people = listed(nested(PersonSchema), _MOST)
    devices = listed(nested(KnownDeviceSchema), _MOST)
    settings = nested(SettingsSchema)
    seal = nested(SealSchema)


class SessionSchema(WireSchema):
    """``token`` pushes and pulls until ``expires_at``; ``device_token`` only pushes, for good (P1)."""

    token = text(200)
    expires_at = moment()
    device_token = text(200)
    me = nested(MeSchema)


class AncestorSchema(WireSchema):
    """The device that a phone was until now, and the fork (P104)."""

    device = identifier()
    n = integer(0)
    hash = optional(digest())


class RenewSchema(WireSchema):
    device = identifier()
    ancestor = nested(AncestorSchema)
    why = one_of("copied", "chain")


class RenewedSchema(WireSchema):
    """The new device's credentials; ``token`` and ``expires_at`` only from a live session."""

    device_token = text(200)
    token = nullable(text(200))
    expires_at = nullable(moment())


class DeviceSchema(WireSchema):
    """A device and how it last said it was; ``repair``: how its last repair ended (P59).

    ``ancestor``, ``fork`` and ``renewal`` where it was renewed from another (P104).
    """

    id = identifier()
    label = text(100)
    account = identifier()
    app = nullable(text(60))
    first_seen = moment()
    last_contact_at = nullable(moment())
    pending = nullable(integer(0))
    oldest_pending_at = nullable(moment())
    persisted = nullable(boolean())
    free_bytes = nullable(integer(0))
    repair = nullable(one_of("buckets", "reset", "failed"))
    repaired_at = nullable(moment())
    skew_ms = nullable(integer())
    ended_at = nullable(moment())
    wiped_at = nullable(moment())
    ancestor = nullable(identifier())
    fork = nullable(integer(0))
    renewal = nullable(one_of("copied", "chain"))


class DevicesSchema(WireSchema):
    """``backup_at``: when the server was last backed up; null before the first time (P108)."""

    devices = listed(nested(DeviceSchema), _MOST)
    backup_at = nullable(moment())


class ListedAccountSchema(AccountSchema):
    clinics = listed(identifier(), _MOST)
    active = boolean()


class AccountsSchema(WireSchema):
    accounts = listed(nested(ListedAccountSchema), _MOST)


class NewAccountSchema(WireSchema):
    """The user name is how people sign in, in lower case; it never changes."""

    username = matching("^[a-z][a-z0-9._-]{2,39}$", "3 to 40 small letters, digits, . _ -")
    name = text(200)
    role = one_of("recruiter", "supervisor", "admin")
    clinics = listed(identifier(), 500)


MoveSchema = WireSchema.from_dict({"from": identifier(), "to": identifier()}, name="MoveSchema")
"""The account's registrations at clinic ``from`` go to clinic ``to`` (M81)."""


class ChangedAccountSchema(WireSchema):
    name = text(200)
    role = one_of("recruiter", "supervisor", "admin")
    clinics = listed(identifier(), 500)
    active = boolean()
    moves = listed(nested(MoveSchema), 500)


class EntitlementSchema(WireSchema):
    """What an account might do from ``since`` (null: all along) until ``until`` (null: it holds)."""

    since = nullable(moment())
    until = nullable(moment())
    role = one_of("recruiter", "supervisor", "admin")
    clinics = listed(identifier(), _MOST)
    active = boolean()
    by = nullable(identifier())


class HoldingSchema(WireSchema):
    clinic = identifier()
    count = integer(1)


class WholeAccountSchema(WireSchema):
    """An account, its past, and how many of its own registrations are at each clinic."""

    account = nested(ListedAccountSchema)
    entitlements = listed(nested(EntitlementSchema), _MOST)
    registrations = listed(nested(HoldingSchema), _MOST)


class OwnPasswordSchema(WireSchema):
    """The password that is, and the one that shall be (P240, P242)."""

    old = text(1000)
    new = text(200)


class PasswordSchema(WireSchema):
    """A password that the server made; it is told once and kept as a hash."""

    password = text(200)


class AddedAccountSchema(PasswordSchema):
    account = nested(ListedAccountSchema)
