"""Faults about running it: what wakes an operator, and what is said when something is away (docs/running.md)."""

from tests.mutants.fault import Fault

OPERATING = (
    Fault(
        "figures are open where no token is set",
        "server/api/access.py",
        'if scheme != "bearer" or not (',
        "if known is not None and not (",
        server="tests/server/test_access.py",
    ),
    Fault(
        "a phone's clock wakes an operator",
        "server/api/metrics.py",
        "timedelta(milliseconds=phone.skew_ms or 0)",
        "timedelta(0)",
        server="tests/server/test_metrics.py",
    ),
    Fault(
        "a database that is away is a bug",
        "server/store/outage.py",
        "OUTAGES = (OperationalError, ",
        "OUTAGES = (",
        server="tests/server/test_outage.py",
    ),
    Fault(
        "a server is ready on a schema that is older than itself",
        "server/api/metrics.py",
        "if is_behind(found.store.schema()):",
        "if False:",
        server="tests/server/test_watching.py",
    ),
    Fault(
        "storage that is away is a bug",
        "server/store/blobs.py",
        "raise StorageAway from error",
        "raise",
        server="tests/server/test_photos_in_s3.py",
    ),
    Fault(
        "as many connections as threads, and none for a second question",
        "server/store/engine.py",
        '"pool_size": THREADS, "max_overflow": 4,',
        '"pool_size": THREADS - 4, "max_overflow": 4,',
        server="tests/server/test_pool.py",
    ),
    Fault(
        "phones that met come back together",
        "web/src/sync/plan.ts",
        "2 ** (failures + 1)",
        "2 ** failures",
        unit="src/sync/loop.test.ts",
    ),
    Fault(
        "open apps ask in step",
        "web/src/sync/loop.ts",
        "* (0.8 + 0.2 * this.#world.random())",
        "* 1",
        unit="src/sync/loop.test.ts",
    ),
)
