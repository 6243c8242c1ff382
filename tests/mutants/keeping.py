"""Faults about what an operator relies on: photos at rest, retention, the ledger of an upgrade (P230-P234)."""

from tests.mutants.fault import Fault

KEEPING = (
    Fault(
        "a photo opens under any name",
        "server/store/fields.py",
        'return f"photo {sha256}"',
        'return "photo"',
        server="tests/server/test_sealed_photos.py",
    ),
    Fault(
        "pieces of a photo on its way lie in clear",
        "server/store/uploads.py",
        "sealed = fields_of(connection).seal_bytes(place, data)",
        "sealed = data or place.encode()",
        server="tests/server/test_sealed_photos.py",
    ),
    Fault(
        "a rotation leaves photos under the older key",
        "server/store/resealing.py",
        "if blobs.key_of(sha256) not in {newest, None}:",
        'if blobs.key_of(sha256) == "":',
        server="tests/server/test_sealed_photos.py",
    ),
    Fault(
        "a run of retention erases without an entry",
        "server/store/recorded.py",
        "if changes.erased:",
        "if not changes.erased:",
        server="tests/server/test_proving.py",
    ),
    Fault(
        "the ledger takes in whatever was put into the log",
        "server/store/late_lines.py",
        "if read_fact(connection, CLOSED) is not None:",
        "if read_fact(connection, CLOSED) is not None and not upgraded:",
        server="tests/contract/test_ledger.py",
    ),
    Fault(
        "a clock that was put back shuts people out",
        "server/accounts/throttle.py",
        "if since(now) < at <= moment(now + AHEAD)]",
        "if since(now) < at]",
        server="tests/server/test_clock_back.py",
    ),
)
