"""Faults in what is not told back (docs/protocol.md, P180 to P184)."""

from tests.mutants.fault import Fault

WIRE = (
    Fault(
        "another phone is told that it said something itself",
        "sync/own.py",
        "        and stamp.author.device == device\n",
        "",
    ),
    Fault(
        "a photo that has come in is not told",
        "sync/own.py",
        "        and one.photo == _as_declared(one)\n",
        "",
    ),
    Fault(
        "what a phone said long ago is not told whole",
        "sync/feed.py",
        "if n is not None and viewer.own_from is not None and n >= viewer.own_from:",
        "if n is not None:",
    ),
    Fault(
        "a phone in the middle of its pages is told changes alone",
        "sync/changed.py",
        'row.flag != "live" or before is None or not cursor.complete',
        'row.flag != "live" or before is None',
    ),
    Fault(
        "a line of history that made no version is not told",
        "sync/changed.py",
        'if line["version"] >= since]',
        'if line["version"] > since]',
    ),
    Fault(
        "a feed forgets where an entry stood",
        "server/store/feed.py",
        '"before_version": version if known else None,',
        '"before_version": versions.get(entry["registration"]) if known else None,',
        server="tests/contract/test_feed.py",
    ),
    Fault(
        "changes are laid over whatever is held",
        "web/src/domain/changed.ts",
        "(await digest(canonical(whole))) === meant ? whole : null",
        "(await digest(canonical(whole))) === meant ? whole : whole",
        unit="src/sync/changed.test.ts",
    ),
    Fault(
        "what a phone says of itself is not kept",
        "server/store/writes.py",
        "        **said_columns(device.heard),\n",
        "",
        server="tests/server/test_changed.py",
    ),
    Fault(
        "sequences are given in the order of numbers",
        "sync/own.py",
        "            and one.id > last.registration.id\n",
        "",
    ),
    Fault(
        "the phone lays in what it worked out, whatever the server has",
        "web/src/domain/own.ts",
        "? entries : null",
        "? entries : entries",
        unit="src/sync/own.test.ts",
    ),
    Fault(
        "a process of before is not asked again without own_from",
        "web/src/sync/run.ts",
        "    run.whole = true; // P188: it may be a process from before this app\n",
        "    return refused(run, reply, rows.length);\n",
        unit="src/sync/own.test.ts",
    ),
    Fault(
        "a later field that says nothing is sent",
        "web/src/sync/plan.ts",
        "value === null && LATER.has(name) ? undefined : value",
        "value",
        unit="src/sync/plan.test.ts",
    ),
    Fault(
        "what could not be worked out is not asked for",
        "web/src/sync/run.ts",
        '  return untold && next !== "again" && next.kind === "complete" ? "again" : next;',
        "  return next;",
        unit="src/sync/own.test.ts",
    ),
    Fault(
        "an answer that follows nothing any more is laid in",
        "web/src/sync/run.ts",
        "if (await stillFollows(run, ahead)) return ahead;",
        "return ahead;",
        unit="src/sync/ahead.test.ts",
    ),
    Fault(
        "the next request hands over again what was just sent",
        "web/src/sync/ahead.ts",
        "await nextRows(db, batch, sent.at(-1)?.n)",
        "await nextRows(db, batch)",
        unit="src/sync/ahead.test.ts",
    ),
)
