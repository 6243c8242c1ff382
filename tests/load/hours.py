"""The three hours of the model: the days before, eight o'clock, and the hour after it (docs/scale.md)."""

import asyncio
from collections.abc import Sequence
from random import Random

from tests.load.phone import Notes, Phone

HISTORY = 10
"""Sign-ups of each recruiter that are in the store already."""
MOST_UNSENT = 6
"""What a recruiter may have made since the last signal; how many, chance says."""
MOST_LATER = 3
EVERY_S = 30
"""How often an open app asks (P71)."""
AT_ONCE = 8
SIGNS_UP = 0.05
"""How likely a recruiter has signed somebody up between two of them: one in ten minutes, a busy hour."""


async def days_before(phones: Sequence[Phone]) -> None:
    """What was long ago: every phone holds a cursor, every clinic has its registrations."""
    for phone in phones:
        if phone.may_sign_up:
            phone.sign_up(HISTORY)
    await one_after_another(phones)


async def one_after_another(phones: Sequence[Phone]) -> None:
    """Let all of them have nothing left, a few at a time."""
    few, notes = asyncio.Semaphore(AT_ONCE), Notes()

    async def turn(phone: Phone) -> None:
        async with few:
            await phone.sync(notes)

    await asyncio.gather(*map(turn, phones))


async def eight_o_clock(phones: Sequence[Phone], random: Random) -> Notes:
    """All of them in the same moment, with what was signed up where there was no signal."""
    for phone in phones:
        if phone.may_sign_up:
            phone.sign_up(random.randint(1, MOST_UNSENT))
    notes = Notes()
    await asyncio.gather(*(phone.sync(notes) for phone in phones))
    return notes


async def the_hour_after(phones: Sequence[Phone], random: Random, seconds: float) -> Notes:
    """All apps open: each asks every half minute, and now and then hands a sign-up over."""
    notes, clock = Notes(), asyncio.get_running_loop().time
    until = clock() + seconds

    async def open_app(phone: Phone) -> None:
        await asyncio.sleep(EVERY_S * random.random())
        while clock() < until:
            if phone.may_sign_up and random.random() < SIGNS_UP:
                phone.sign_up()
            await phone.sync(notes)
            await asyncio.sleep(min(until - clock(), EVERY_S * (0.8 + 0.2 * random.random())))

    await asyncio.gather(*map(open_app, phones))
    return notes
