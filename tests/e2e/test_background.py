"""The service worker sends what is unsent when the browser wakes it, with no page open."""

from playwright.sync_api import CDPSession, Page

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.patience import until
from tests.e2e.people import Recruiter
from tests.e2e.site import Site


def test_P71_the_woken_worker_sends_with_no_page_open(site: Site, kayla: Device) -> None:
    vendor = member(400)
    Recruiter(kayla).starts().fills_until_consent(vendor).signs()
    site.kill()
    Recruiter(kayla).saves()
    page = kayla.page
    page.goto("about:blank")  # no page of the app is left to send anything
    site.start()
    assert site.operations() == 0
    worker = page.context.new_cdp_session(page)
    registration = _registration(page, worker, site.url)
    worker.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": site.url,
            "registrationId": registration,
            "tag": "outbox",
            "lastChance": False,
        },
    )
    page.expose_function("operations", site.operations)
    until(page, "async () => (await window.operations()) === 1")
    kayla.open_again("/list")
    Recruiter(kayla).sees(vendor, "Di supervisor")


def _registration(page: Page, worker: CDPSession, origin: str) -> str:
    """The id of the app's worker, as the browser tells it."""
    found: list[str] = []

    def told(event: dict[str, list[dict[str, str]]]) -> None:
        found.extend(
            one["registrationId"]
            for one in event["registrations"]
            if one["scopeURL"].startswith(origin)
        )

    worker.on("ServiceWorker.workerRegistrationUpdated", told)
    worker.send("ServiceWorker.enable")
    # The events arrive while Playwright waits, for whatever it is.
    page.expose_function("registrations", lambda: found)
    until(page, "async () => (await window.registrations()).length > 0")
    return found[-1]
