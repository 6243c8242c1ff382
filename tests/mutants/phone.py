"""Faults of the phone's own memory (docs/phone.md), each judged by the unit tests that it names."""

from tests.mutants.fault import Fault

PHONE = (
    Fault(
        "a sealed value opens at any place",
        "web/src/crypto/keyring.ts",
        "additionalData: bytesOf(`${this.account} ${place}`)",
        "additionalData: bytesOf(this.account)",
        unit="src/crypto/pin-lock.test.ts",
    ),
    Fault(
        "a wrong PIN is not counted",
        "web/src/store/vault.ts",
        "const counted = { ...vault, wrong: vault.wrong + 1 };",
        "const counted = { ...vault };",
        unit="src/store/vault.test.ts",
    ),
    Fault(
        "a locked phone sends past an operation that has no box",
        "web/src/sync/plan.ts",
        "  return rows.slice(0, end === -1 ? rows.length : end);\n}\n\n/** A row that goes",
        "  return end === -1 ? [...rows] : rows.filter((_, i) => i !== end);\n}\n\n/** A row that goes",
        unit="src/sync/locked.test.ts",
    ),
    Fault(
        "a page that cannot be read is not missed",
        "web/src/store/directory.ts",
        "const whole = rows.filter(({ page, ids }) => ids.length === 0 || there.has(page));",
        "const whole = rows;",
        unit="src/sync/repair.test.ts",
    ),
    Fault(
        "an ended device is wiped before it has handed over",
        "web/src/store/wiping.ts",
        "return (await countQueued(db)) === 0 && ",
        "return ",
        unit="src/sync/locked.test.ts",
    ),
    Fault(
        "a receipt's words lie in clear",
        "web/src/store/sealing.ts",
        'return { ...row, state: "receipted", receipt: bare, detail, hash: null };',
        'return { ...row, state: "receipted", receipt, detail, hash: null };',
        unit="src/sync/locked.test.ts",
    ),
    Fault(
        "taking over changes what an operation says",
        "web/src/store/sealing.ts",
        "const spoken: Spoken = { text, hash, before, chain };",
        "const spoken: Spoken = { text: JSON.stringify({ ...JSON.parse(text), app: 3 }), hash, before, chain };",
        unit="src/store/taking-over.test.ts",
    ),
    Fault(
        "an answer to a piece frees a photo that nobody has verified",
        "web/src/sync/locked-photos.ts",
        "if (boxes.length > 0 && (await isIn(handing, row))) await",
        "if (boxes.length > 0) await",
        unit="src/sync/locked-photos.test.ts",
    ),
    Fault(
        "pieces made for another device are handed over",
        "web/src/store/pieces.ts",
        'if (!sealed_for || sealed_for !== (await readMeta(db, "device"))) return null;',
        "if (!sealed_for) return null;",
        unit="src/sync/locked-photos.test.ts",
    ),
    Fault(
        "a rescue file from the door hides what is not in it",
        "web/src/sync/rescue.ts",
        "const left = key ? 0 : operations + queued.length - photos;",
        "const left = 0;",
        unit="src/sync/locked-photos.test.ts",
    ),
)
