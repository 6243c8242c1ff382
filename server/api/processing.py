"""The record of processing (UU 27/2022, art. 31): who was handed what of whom, by ids."""

import logging
from collections.abc import Iterable, Mapping
from itertools import count

from server.api.access import Caller

log = logging.getLogger(__name__)
_numbers = count(1)


def record_processing(
    caller: Caller,
    act: str,
    *,
    purpose: str,
    registrations: Iterable[str] = (),
    detail: Mapping[str, str] | None = None,
) -> int:
    """Keep that somebody is about to be handed these registrations; its number, for further pages."""
    number = next(_numbers)
    log.info(
        "processing number=%d act=%s purpose=%s account=%s detail=%s",
        number,
        act,
        purpose,
        caller.account.id,
        dict(detail or {}),
    )
    record_more(number, registrations)
    return number


def record_more(number: int, registrations: Iterable[str]) -> None:
    """Keep that further ones are about to follow."""
    log.info("processing number=%d registrations=%s", number, ",".join(registrations))
