"""A phone's whole storage on a second phone: two that believe to be one, until they are told apart (section 9)."""

import shutil

from playwright.sync_api import Response
from sqlalchemy import select

from server.store.engine import open_engine
from server.store.models import DeviceRow
from tests.e2e.cast import KAYLA, PASSWORD, member
from tests.e2e.device import PHONE, Device, Devices
from tests.e2e.people import Recruiter
from tests.e2e.site import Site


def twin_of(phone: Device, devices: Devices) -> Device:
    """Another phone with all that this one has stored, not yet opened."""
    phone.close()
    twin = Device(devices, "twin", PHONE, touch=True)
    shutil.copytree(phone.profile, twin.profile, ignore=shutil.ignore_patterns("Singleton*"))
    twin.knows_pin()
    devices.all.append(twin)
    phone.open()
    return twin


def looks_at_news(phone: Device) -> bool:
    """Open the page about sending, and sign in where it asks for the password. Tells whether it did."""
    page = phone.page
    with page.expect_response(_told) as told:
        phone.open_again("/send")
    if told.value.json()["reading"] == "ok":
        return False
    page.get_by_label("Kata sandi Kayla").fill(PASSWORD)
    with page.expect_response(_told) as told:
        page.get_by_role("button", name="Masuk", exact=True).click()
    assert told.value.json()["reading"] == "ok"
    return True


def _told(response: Response) -> bool:
    return response.url.endswith("/sync") and response.ok


def devices_of(site: Site, account: str) -> list[str | None]:
    """Of each of an account's devices the one that it was before, the first one first."""
    engine = open_engine(site.database_url)
    with engine.connect() as connection:
        asked = select(DeviceRow.ancestor).where(DeviceRow.account == account)
        found = list(connection.scalars(asked.order_by(DeviceRow.first_seen)))
    engine.dispose()
    return found


def test_P101_P189_each_copy_is_asked_for_its_password_once(
    site: Site, kayla: Device, devices: Devices
) -> None:
    """Neither says anything; both sessions have ended, and each person signs in."""
    first, second = member(189), member(190)
    Recruiter(kayla).signs_up(first).sees(first, "Di supervisor")
    twin = twin_of(kayla, devices)
    site.let_sessions_end()
    assert looks_at_news(kayla)
    for _ in range(2):
        assert not looks_at_news(kayla)  # heard again, while the other is not
    assert looks_at_news(twin.open())
    assert len(devices_of(site, KAYLA)) == 2
    for phone in (kayla, twin, kayla, twin):
        assert not looks_at_news(phone), f"{phone.name} was signed out by the other"
    Recruiter(kayla).goes_to("/").signs_up(second).sees(second, "Di supervisor")
    Recruiter(twin).sees(first, "Di supervisor").sees(second, "Di supervisor")
