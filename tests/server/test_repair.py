"""Count, hash and repair over HTTP, on each database: P57, P58, P59."""

import logging
from typing import Any

import pytest

from sync.tally import bucket_of, in_buckets, together
from tests.server.conftest import NewPhone
from tests.server.people import RINA, SARI, made_id
from tests.server.phone import Phone

IDS = [made_id(f"registration {n}") for n in range(12)]


def checked(entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
    tally = together(in_buckets((key, e["seq"]) for key, e in entries.items()))
    return {"count": tally.count, "digest": tally.digest}


def filled(new_phone: NewPhone) -> tuple[Phone, dict[str, Any]]:
    """A phone that has handed in twelve registrations, and the feed of its last answer."""
    rina = new_phone(RINA)
    creates = [rina.create(key, number) for number, key in enumerate(IDS, 1)]
    return rina, rina.sync(*creates)["feed"]


def asking(phone: Phone, held: dict[str, int], **fields: Any) -> dict[str, Any]:
    digests = [tally.digest for tally in in_buckets(held.items())]
    feed: dict[str, Any] = phone.post(phone.request(buckets=digests, **fields)).get_json()["feed"]
    return feed


def test_P57_the_answer_tells_count_and_hash_of_the_view(new_phone: NewPhone) -> None:
    rina, feed = filled(new_phone)
    assert (feed["check"], feed["repaired"]) == (checked(rina.entries), None)
    assert feed["check"]["count"] == len(IDS)
    page = rina.post(rina.request(cursor=None, limit=5)).get_json()["feed"]
    assert (page["more"], page["check"]) == (True, None)
    rina.sync(rina.operation("withdraw", IDS[0], base=1, reason="Batal"))
    sari = new_phone(SARI)
    assert sari.sync()["feed"]["check"] == checked(sari.entries)


def test_P58_a_lost_row_comes_back_with_its_bucket(
    new_phone: NewPhone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    rina, before = filled(new_phone)
    held = {key: entry["seq"] for key, entry in rina.entries.items()}
    del held[IDS[4]]
    feed = asking(rina, held)
    bucket = bucket_of(IDS[4])
    assert feed["repaired"] == [bucket]
    assert {e["registration"] for e in feed["entries"]} == {
        key for key in IDS if bucket_of(key) == bucket
    }
    assert (feed["check"], feed["reset"], feed["covers"]) == (before["check"], None, len(IDS))
    rina.cursor = feed["cursor"]
    assert rina.sync()["feed"]["entries"] == []
    assert f"repaired device={rina.device}" in caplog.text


def test_P58_more_than_a_page_starts_from_nothing(new_phone: NewPhone) -> None:
    rina, _ = filled(new_phone)
    feed = asking(rina, {}, limit=11)
    assert (feed["reset"], feed["more"], feed["repaired"]) == ("repair", True, None)
    assert len(feed["entries"]) == 11


@pytest.mark.parametrize("buckets", [[], ["0" * 64], ["0" * 63] * 64, ["0" * 64] * 65, "all"])
def test_P58_what_is_not_64_digests_is_refused(new_phone: NewPhone, buckets: Any) -> None:
    rina = new_phone(RINA)
    answer = rina.post(rina.request(buckets=buckets))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")


def test_P59_how_the_last_repair_ended_is_shown_and_P9_may_be_left_out(
    new_phone: NewPhone,
) -> None:
    rina, sari = new_phone(RINA), new_phone(SARI)
    at = "2026-11-23T02:00:00.000Z"
    request = rina.request()
    assert "repair" not in request["health"]
    assert rina.post(request).status_code == 200
    request["health"] |= {"repair": "failed", "repaired_at": at}
    assert rina.post(request).status_code == 200
    devices = {d["id"]: d for d in sari.get("/api/v1/devices").get_json()["devices"]}
    assert (devices[rina.device]["repair"], devices[rina.device]["repaired_at"]) == ("failed", at)
