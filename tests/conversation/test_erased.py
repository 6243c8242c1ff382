"""A person takes their consent back: what every phone and the server still hold then (P141-P145)."""

import json
from pathlib import Path

from sqlalchemy import select

from server.store.base import db
from server.store.models import ClaimRow, OperationRow, RegistrationRow
from tests.conversation.phone import NewPhone
from tests.conversation.site import Site
from tests.conversation.words import agree, call_at, consent_withdrawn, sign_up
from tests.server.people import RINA, SARI, made_id, units

ONE, TWO = made_id("registration 1"), made_id("registration 2")


def secrets(number: int = 1) -> list[str]:
    whole = units(number)
    return [
        whole["identity"]["nik"],
        whole["name"]["full_name"],
        whole["contact"]["phone"],
        "signature",
    ]


def on_the_server() -> str:
    """What stands about registration ONE in the tables of the journal."""
    with db.engine.connect() as connection:
        said = connection.scalars(
            select(OperationRow.raw).where(OperationRow.registration == ONE)
        ).all()
        state = connection.scalar(select(RegistrationRow.state).where(RegistrationRow.id == ONE))
        claims = connection.scalars(select(ClaimRow.person).where(ClaimRow.registration == ONE))
        return json.dumps([list(said), state, list(claims)])


def test_M98_P141_P142_everybody_lets_go_of_them(site: Site, new_phone: NewPhone) -> None:
    rina, sari, second = new_phone(RINA), new_phone(SARI), new_phone(RINA)
    rina.say(sign_up(1))
    rina.say(sign_up(2))
    rina.sync()
    for phone in (sari, second):
        phone.sync()
        assert set(phone.replica()) == {ONE, TWO}
    second.say(call_at(ONE, "+6281200000019"))
    sari.say(consent_withdrawn(ONE))
    sari.sync()
    assert all(secret not in on_the_server() for secret in secrets())
    for phone in (rina, second, sari):
        phone.sync()
        assert set(phone.replica()) == {TWO}
        assert phone.sees(ONE) is None
    assert second.receipts() == {1: "superseded"}
    assert "0000019" not in on_the_server()
    for phone, account in ((rina, RINA), (second, RINA), (sari, SARI)):
        agree(phone, new_phone, account)
        assert site.chain(phone.device) == phone.chain()


def test_P144_a_restored_server_is_filled_without_their_words(
    site: Site, new_phone: NewPhone, tmp_path: Path
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    kept = tmp_path / "kept.backup"
    site.backup(kept)
    rina.say(sign_up(1))
    rina.say(sign_up(2))
    rina.sync()
    rina.say(consent_withdrawn(ONE))
    rina.sync()
    rina.sync()
    site.restore(kept)
    for _ in range(3):
        rina.sync()
        sari.sync()
    assert site.chain(rina.device) == rina.chain()
    assert site.log(rina.device) == [1, 2, 3]
    assert all(secret not in on_the_server() for secret in secrets())
    assert set(rina.replica()) == set(sari.replica()) == {TWO}


def test_M98_a_restored_server_hears_of_the_erasing_again(
    site: Site, new_phone: NewPhone, tmp_path: Path
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    kept = tmp_path / "kept.backup"
    rina.say(sign_up(1))
    rina.sync()
    site.backup(kept)
    rina.say(consent_withdrawn(ONE))
    rina.sync()
    site.restore(kept)
    sari.sync()
    assert set(sari.replica()) == {ONE}
    rina.sync()
    sari.sync()
    assert rina.replica() == sari.replica() == {}
    assert all(secret not in on_the_server() for secret in secrets())
