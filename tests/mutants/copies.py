"""Faults about copied phones (docs/protocol.md, section 9; docs/merge.md, M90-M94)."""

from tests.mutants.fault import Fault

COPIES = (
    Fault(
        "a copy signs in as the phone that it was before",
        "web/src/state/sign-in.ts",
        "(await ownDevice(name)) ?? ",
        "",
        unit="src/state/session.test.ts",
    ),
    Fault(
        "a copy is believed",
        "sync/incarnation.py",
        "    return Copied()\n",
        "    return kept\n",
    ),
    Fault(
        "a lost answer looks like a copy",
        "sync/incarnation.py",
        "    if showing.shown == kept.before:",
        "    if False:",
    ),
    Fault(
        "what a restored server gave is not believed",
        "sync/incarnation.py",
        "    if kept.epoch != epoch:",
        "    if False:",
    ),
    Fault(
        "a copy's word is kept under the other's number",
        "sync/exchange.py",
        "    if push.showing is not None and intake.reused:",
        "    if False:",
    ),
    Fault(
        "what comes again takes effect again",
        "sync/exchange.py",
        "    if logged.n in found.repeats:  # P106",
        "    if False:",
    ),
    Fault(
        "another content is taken for a repeat",
        "sync/repeats.py",
        "for one in known if not one.raw or content(one) == same",
        "for one in known",
    ),
    Fault(
        "a repeat's author never hears the last word",
        "sync/repeats.py",
        "    if first.result in DONE:\n",
        "    if True:\n",
    ),
    Fault(
        "an ancestor is one phone with it for ever",
        "sync/lineage.py",
        "any(device == one.device and n <= one.n for one in self.ancestors)",
        "any(device == one.device for one in self.ancestors)",
    ),
    Fault(
        "an ancestor is a stranger",
        "sync/lineage.py",
        "any(device == one.device and n <= one.n for one in self.ancestors)",
        "False",
    ),
    Fault(
        "what two copies both had to send is one's alone",
        "sync/lineage.py",
        "stamp.op in self.repeats or self.holds(",
        "self.holds(",
    ),
    Fault(
        "an ancestor's number counts as its own",
        "sync/lineage.py",
        "number = stamp.n if stamp.author.device == self.device else",
        "number = stamp.n if self.own(stamp) else",
    ),
    Fault(
        "a fork is granted wherever it is asked for",
        "server/store/renewals.py",
        " or not _one_chain(connection, new):",
        ":",
    ),
    Fault(
        "what a restore lost of a copy stays receipted",
        "web/src/store/fork.ts",
        'if (row.state !== "queued") fire(outbox.put(requeued(row)));',
        "",
        "src/sync/identity.test.ts",
    ),
    Fault(
        "what came under a number of its own waits on",
        "sync/exchange.py",
        "    work = Work(beside=list(found.closed))",
        "    work = Work()",
    ),
    Fault(
        "a restore lets a twin go on from another's words",
        "sync/exchange.py",
        "    if workspace.floor and push.showing and",
        "    if False and",
    ),
)
