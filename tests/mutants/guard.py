"""Faults about what the database keeps sealed (docs/security.md)."""

from tests.mutants.fault import Fault

GUARD = (
    Fault(
        "a sealed text opens in any row",
        "server/store/fields.py",
        'return f"registration {key}"',
        'return "registration"',
        server="tests/server/test_field_keys.py",
    ),
    Fault(
        "what waits is kept in clear",
        "server/store/rows.py",
        "    return fields.seal(waiting_place(logged.device, logged.n), _dump_logged(logged))",
        "    return _dump_logged(logged)",
        server="tests/server/test_sealed_columns.py",
    ),
    Fault(
        "people of the older key are not looked for",
        "server/rules.py",
        "return tuple(_hashed(key, fact) for key in self._keys() for fact in facts)",
        "return tuple(_hashed(key, fact) for key in self._keys()[:1] for fact in facts)",
        server="tests/server/test_keys.py",
    ),
    Fault(
        "a server starts without the key of its database",
        "server/app.py",
        "            store.fields.check()\n",
        "            pass\n",
        server="tests/server/test_keys.py",
    ),
    Fault(
        "a code is taken twice",
        "server/store/second_factors.py",
        "SecondFactorRow.account == account, SecondFactorRow.step < step",
        "(SecondFactorRow.account == account,)",
        server="tests/server/test_second_factor.py",
    ),
    Fault(
        "an older code is taken after a newer one",
        "server/store/second_factors.py",
        "SecondFactorRow.step < step",
        "SecondFactorRow.step != step",
        server="tests/server/test_second_factor.py",
    ),
    Fault(
        "a password that an admin made opens a session",
        "server/api/session.py",
        "    if not account.password_by_admin:\n",
        "    if True:\n",
        server="tests/server/test_first_password.py",
    ),
    Fault(
        "with another password the other sessions go on",
        "server/store/accounts.py",
        "            self._revoke_all(connection, account_id, at, but=but)\n",
        "            pass\n",
        server="tests/server/test_own_password.py",
    ),
    Fault(
        "a password of one's own goes over what an admin made meanwhile",
        "server/store/accounts.py",
        "AccountRow.id == account_id, AccountRow.password_hash == old",
        "(AccountRow.id == account_id,)",
        server="tests/server/test_own_password.py",
    ),
)
