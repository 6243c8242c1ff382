"""The tables. Importing this package fills ``Base.metadata``."""

from server.store.models.journal import (
    ClaimRow,
    CounterRow,
    FeedEntryRow,
    LatchRow,
    OperationRow,
    ReceiptRow,
    RegistrationRow,
    StrayRow,
    TallyRow,
    WaitingRow,
)
from server.store.models.people import (
    AccountClinicRow,
    AccountRow,
    ClinicRow,
    DeviceKeyRow,
    DeviceRow,
    MetaRow,
    SessionRow,
    SignInFailureRow,
)

__all__ = [
    "AccountClinicRow",
    "AccountRow",
    "ClaimRow",
    "ClinicRow",
    "CounterRow",
    "DeviceKeyRow",
    "DeviceRow",
    "FeedEntryRow",
    "LatchRow",
    "MetaRow",
    "OperationRow",
    "ReceiptRow",
    "RegistrationRow",
    "SessionRow",
    "SignInFailureRow",
    "StrayRow",
    "TallyRow",
    "WaitingRow",
]
