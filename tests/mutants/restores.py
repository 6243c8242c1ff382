"""Faults about backups and restores (docs/recovery.md)."""

from tests.mutants.fault import Fault

RESTORES = (
    Fault(
        "a photo that is found again is not taken in",
        "sync/photos.py",
        "        if changes is not None:\n            taking.commit(changes)\n    return changes is not None",
        "    return changes is not None",
    ),
    Fault(
        "what is settled is still proposed",
        "sync/photos.py",
        "        for thread in registration.open_threads()\n",
        "        for thread in registration.threads.values()\n",
    ),
    Fault(
        "a restore keeps the epoch",
        "server/store/horizon.py",
        "    write_fact(connection, EPOCH, line.epoch)\n",
        "",
    ),
    Fault(
        "a restored server's epoch is not new",
        "sync/memory.py",
        "self._epoch, self._floor = epoch, floor",
        "self._floor = floor",
    ),
    Fault(
        "the horizon moves before the backup is durable",
        "server/store/backup.py",
        "        _make_durable(partial)\n",
        "        move_horizon(engine, kept.through, epoch=kept.epoch, at=begun)\n        _make_durable(partial)\n",
    ),
    Fault(
        "a phone releases whatever the horizon is",
        "tests/simulate/phone.py",
        "if aged and n <= (answer.kept_through or 0):",
        "if aged:",
    ),
    Fault(
        "a version means two things after a restore",
        "sync/registration.py",
        "        if self.version >= floor:",
        "        if True:",
    ),
    Fault(
        "a lost version counts as seen",
        "sync/registration.py",
        "return base > self.version or any(low < base < high for low, high in self.gaps)",
        "return False",
    ),
    Fault(
        "a verdict is believed whatever it had read",
        "sync/lifecycle.py",
        "return body.read != digest(registration.values())",
        "return False",
    ),
    Fault(
        "a verdict overtakes what it was about",
        "sync/exchange.py",
        "        release(push.sender, workspace, work, ready=reads_what_stands)\n",
        "        release(push.sender, workspace, work)\n",
    ),
)
