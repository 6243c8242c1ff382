"""What a phone said itself is not told back (P180 to P184): with clients that can do without, and an older one."""

from pathlib import Path
from typing import Any

import pytest

from server.store.accounts import Account
from tests.client.wire import Reply, Transport
from tests.conversation.phone import NewPhone, Phone
from tests.conversation.python_phone import PythonPhone
from tests.conversation.site import Site
from tests.conversation.words import agree, call_at, consent_withdrawn, sign_up, verdict
from tests.server.people import RINA, SARI, made_id

ONE, TWO, THREE = (made_id(f"registration {number}") for number in (1, 2, 3))


class OlderPhone(PythonPhone):
    """One that knows nothing of P180: it leaves the announcement out and looks at entries alone."""

    def __init__(self, site: Site, account: Account, path: Path) -> None:
        super().__init__(site, account, path)
        self._transport = _silent(self._transport)


def _silent(transport: Transport) -> Transport:
    def send(method: str, path: str, credential: str | None, body: Any) -> Reply:
        if path == "/sync":
            body = {key: value for key, value in body.items() if key != "own_from"}
        return transport(method, path, credential, body)

    return send


@pytest.fixture
def older(site: Site, tmp_path: Path) -> NewPhone:
    def new(account: Account) -> Phone:
        phone = OlderPhone(site, account, tmp_path / f"{made_id('an older phone')}.sqlite3")
        assert phone.sign_in() == 201
        return phone

    return new


def _everything_happens(rina: Phone, new_phone: NewPhone) -> None:
    second, sari = new_phone(RINA), new_phone(SARI)
    for number in (1, 2, 3):
        rina.say(sign_up(number))
    rina.say(call_at(TWO, "+6281200000042"))
    rina.sync()
    agree(rina, new_phone, RINA)
    for phone in (second, sari):
        phone.sync()
        assert set(phone.replica()) == {ONE, TWO, THREE}
    sari.say(verdict(ONE, "return", message="Nomor tidak aktif."))
    sari.sync()
    second.say(consent_withdrawn(THREE))
    second.sync()
    rina.say(sign_up(4))
    rina.sync()
    agree(rina, new_phone, RINA)
    assert rina.replica()[ONE]["status"] == "returned"


def test_P181_P183_a_phone_holds_what_a_fresh_one_is_told(new_phone: NewPhone) -> None:
    _everything_happens(new_phone(RINA), new_phone)


def test_P180_an_older_app_holds_the_same(older: NewPhone, new_phone: NewPhone) -> None:
    _everything_happens(older(RINA), new_phone)


def test_P181_P107_after_a_restore_nothing_is_made_up(
    site: Site, new_phone: NewPhone, tmp_path: Path
) -> None:
    rina = new_phone(RINA)
    rina.say(sign_up(1))
    rina.sync()
    site.backup(tmp_path / "kept.backup")
    rina.say(sign_up(2))
    rina.sync()
    site.restore(tmp_path / "kept.backup")
    rina.say(sign_up(3))
    rina.sync()
    rina.sync()
    assert set(rina.replica()) == {ONE, TWO, THREE}
    agree(rina, new_phone, RINA)
