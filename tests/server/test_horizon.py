"""What phones and admins are told of backups (P108)."""

from server.moments import moment
from server.store import Store
from server.store.base import db
from server.store.horizon import move_horizon
from tests.server.conftest import Clock, NewPhone
from tests.server.people import RINA, made_id
from tests.server.phone import Phone

ONE, TWO = made_id("registration 1"), made_id("registration 2")


def backed_up(clock: Clock, phone: Phone, through: int) -> None:
    with Store(db.engine).journal.snapshot() as snapshot:
        epoch = snapshot.epoch()
    move_horizon(db.engine, {phone.device: through}, epoch=epoch, at=clock())


def test_P108_a_phone_is_told_its_horizon(new_phone: NewPhone, clock: Clock) -> None:
    rina = new_phone(RINA)
    told = rina.sync(rina.create(ONE))["receipts"]
    assert told["kept_through"] is None
    backed_up(clock, rina, 1)
    told = rina.sync(rina.create(TWO, 2))["receipts"]
    assert (told["through"], told["kept_through"]) == (2, 1)
    assert rina.sync(credential=f"Device {rina.device_token}")["receipts"]["kept_through"] == 1
    other = new_phone(RINA, "b")
    assert other.sync()["receipts"]["kept_through"] == 0, "no backup has anything of it"


def test_admins_are_told_when_the_last_backup_was(admin: Phone, clock: Clock) -> None:
    assert admin.get("/api/v1/devices").get_json()["backup_at"] is None
    backed_up(clock, admin, 0)
    assert admin.get("/api/v1/devices").get_json()["backup_at"] == moment(clock())
    assert "backup" not in admin.client.get("/api/v1/health").text
