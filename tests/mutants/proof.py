"""Faults about the ledger, erasure and the record of processing (docs/proof.md)."""

from tests.mutants.fault import Fault

PROOF = (
    Fault(
        "a line says nothing of who sent the operation",
        "server/store/ledger.py",
        '_FACTS = ("op", "chain", "account", "role",',
        '_FACTS = ("op", "chain", "role",',
        server="tests/contract/test_ledger.py",
    ),
    Fault(
        "nobody looks at the payload",
        "server/store/audit.py",
        "            if not _fits(kept):",
        "            if False:",
        server="tests/contract/test_ledger.py",
    ),
    Fault(
        "an erasure leaves no line in the ledger",
        "server/store/writes.py",
        "    lines += empty(connection, changes)\n",
        "    empty(connection, changes)\n",
        server="tests/server/test_erasure.py",
    ),
    Fault(
        "an erased person's photo keeps its bytes",
        "server/store/erasing.py",
        "                    destroy(sha256)\n",
        "",
        server="tests/server/test_erasure.py",
    ),
    Fault(
        "a history is read and not written down",
        "server/api/registrations.py",
        '    record_processing(caller, "history", purpose=looking(caller), registrations=[one.id])\n',
        "",
        server="tests/server/test_processing.py",
    ),
    Fault(
        "what was opened again is erased all the same",
        "sync/erasure.py",
        "            if not due(before[key]):",
        "            if False:",
        server="tests/server/test_proving.py",
    ),
    Fault(
        "a closed claim tells what the kept one says",
        "server/schemas/history.py",
        "            if choice.keep != one.id:",
        "            if False:",
        server="tests/server/test_history.py",
    ),
    Fault(
        "a claim's history tells the other claim's own questions",
        "server/api/registrations.py",
        "        if logged.registration != one.id and not given:",
        "        if False:",
        server="tests/server/test_history.py",
    ),
    Fault(
        "the one that was kept does not say what it took over",
        "web/src/screens/desk/told-changes.ts",
        "  if (keep === id) {",
        "  if (keep !== id) {",
        unit="src/screens/desk/whole-history.test.ts",
    ),
)
