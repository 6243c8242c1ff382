"""Signed up with no network at all, through restarts and a killed browser, and sent once there is one."""

from playwright.sync_api import Route, expect

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.people import Recruiter
from tests.e2e.site import Site


def test_cold_start_sign_up_and_kill_without_a_network(site: Site, kayla: Device) -> None:
    vendor = member(1)
    site.kill()
    kayla.cut().close()
    kayla.open()
    Recruiter(kayla).signs_up(vendor)
    kayla.kill()
    kayla.open()
    Recruiter(kayla).sees(vendor, "Di HP ini")
    site.start()
    kayla.connect()
    Recruiter(kayla).sees(vendor, "Di supervisor")


def test_P10_a_half_typed_draft_survives_the_kill(kayla: Device) -> None:
    vendor = member(2)
    recruiter = Recruiter(kayla.cut()).starts().types_nik(vendor)
    expect(kayla.page.get_by_text("Draf aman")).to_be_visible()
    kayla.kill()
    kayla.open("/list")
    kayla.page.get_by_text("Draf", exact=True).first.click()
    recruiter.heading("NIK di KTP")
    expect(kayla.page.get_by_label("NIK di KTP")).to_have_value(
        f"{vendor.nik[:6]} {vendor.nik[6:12]} {vendor.nik[12:]}"
    )


def test_P43_a_lost_answer_doubles_nothing(site: Site, kayla: Device) -> None:
    vendor = member(3)
    answered: list[int] = []

    def lose(route: Route) -> None:
        answered.append(route.fetch().status)
        route.abort()

    kayla.context.route("**/api/v1/sync", lose)
    Recruiter(kayla).signs_up(vendor)
    kayla.page.wait_for_event("requestfailed")
    kayla.context.unroute("**/api/v1/sync")
    Recruiter(kayla).sees(vendor, "Di supervisor")
    assert answered
    assert set(answered) == {200}
    assert site.operations() == 1


def test_the_server_killed_in_the_middle_loses_nothing(site: Site, kayla: Device) -> None:
    first, second = member(4), member(5)
    Recruiter(kayla).signs_up(first)
    site.kill()
    Recruiter(kayla).signs_up(second)
    site.start()
    Recruiter(kayla).sees(first, "Di supervisor").sees(second, "Di supervisor")
    assert site.operations() == 2
