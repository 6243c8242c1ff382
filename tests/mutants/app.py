"""Faults of the browser's core; the world of real phones finds them."""

from tests.mutants.fault import Fault

APP = (
    Fault(
        "the app drops an overlay at its receipt",
        "web/src/store/answer.ts",
        "if (covered_at === undefined || waits(receipt)) return told;",
        "if (waits(receipt)) return told;",
    ),
    Fault(
        "the app's outbox goes with a reset",
        "web/src/store/page.ts",
        "  const covered = mark.chain_ok ?",
        "  if (feed.reset) fire(work.outbox.delete(IDBKeyRange.lowerBound(0)));\n  const covered = mark.chain_ok ?",
    ),
    Fault(
        "the app says saved before it is durable",
        "web/src/store/save.ts",
        'db.write(["outbox", "drafts", "corrections", "photos", "meta"], "strict",',
        'db.write(["outbox", "drafts", "corrections", "photos", "meta"], "relaxed",',
    ),
    Fault(
        "the app mends an answer that was cut off",
        "web/src/net/api.ts",
        "(text ? JSON.parse(text) : null)",
        '(text ? JSON.parse(text.endsWith("}\\n") ? text : text.replace(/("exceptions":\\s*\\[)[^]*$/, \'$1]},"limits":{"operations":500},"feed":null,"reading":"ok","skew_ms":0}\')) : null)',
    ),
    Fault(
        "the app gives a number again after a kill",
        "web/src/store/save.ts",
        'fire(tx.objectStore("outbox").add(sealed));\n    for (const [key, value] of meta) fire(store.put(value, key));',
        'fire(tx.objectStore("outbox").put(sealed));\n    setTimeout(() => db.write(["meta"], "relaxed", async (later) => meta.map(([key, value]) => fire(later.objectStore("meta").put(value, key)))));',
    ),
    Fault(
        "the app releases whatever the horizon is",
        "web/src/store/answer.ts",
        "gone.push(...own.filter((n) => n <= kept), ...most);",
        "gone.push(...own);",
    ),
    Fault(
        "the app believes any JSON about who is here",
        "web/src/net/api.ts",
        "fields.every((field) => reply.body?.[field])",
        "true",
    ),
    Fault(
        "what leaves the view stays on the screen",
        "web/src/store/page.ts",
        "  work.kept.add(id);\n",
        "",
        "src/sync/run.test.ts",
    ),
)
