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
from server.store.models.ledger import LaneRow, LedgerRow
from server.store.models.people import (
    AccountClinicRow,
    AccountRow,
    ClinicRow,
    DeviceKeyRow,
    DeviceRow,
    EntitlementRow,
    MetaRow,
    SessionRow,
    SignInFailureRow,
)
from server.store.models.photos import (
    DeclarationRow,
    DoomedRow,
    PhotoRow,
    UploadPieceRow,
    UploadRow,
)
from server.store.models.processing import ProcessedRow, ProcessingRow
from server.store.models.second_factor import RecoveryCodeRow, SecondFactorRow

__all__ = [
    "AccountClinicRow",
    "AccountRow",
    "ClaimRow",
    "ClinicRow",
    "CounterRow",
    "DeclarationRow",
    "DeviceKeyRow",
    "DeviceRow",
    "DoomedRow",
    "EntitlementRow",
    "FeedEntryRow",
    "LaneRow",
    "LatchRow",
    "LedgerRow",
    "MetaRow",
    "OperationRow",
    "PhotoRow",
    "ProcessedRow",
    "ProcessingRow",
    "ReceiptRow",
    "RecoveryCodeRow",
    "RegistrationRow",
    "SecondFactorRow",
    "SessionRow",
    "SignInFailureRow",
    "StrayRow",
    "TallyRow",
    "UploadPieceRow",
    "UploadRow",
    "WaitingRow",
]
