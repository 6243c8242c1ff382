"""Lines that break and servers that die in the middle of a photo, on both databases (P84, P86)."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from server.api.tus import PIECE
from tests.pictures import picture
from tests.tus.conftest import Deployed

PHOTO = picture()
HALF = len(PHOTO) // 2
PATIENCE_S = 20.0
POLL_S = 0.05


def wait_for(done: Callable[[], bool]) -> None:
    """Ask until it is so."""
    pause = threading.Event()  # never set
    for _ in range(int(PATIENCE_S / POLL_S)):
        if done():
            return
        pause.wait(POLL_S)
    pytest.fail("it never came")


def test_P84_a_line_that_breaks_costs_nothing_that_has_arrived(deployed: Deployed) -> None:
    deployed.sign_up(PHOTO)
    path = deployed.begin(PHOTO)
    deployed.break_off(path, 0, len(PHOTO), PHOTO[:HALF]).close()
    wait_for(lambda: deployed.offset(path) == HALF)
    line = deployed.break_off(path, HALF, len(PHOTO) - HALF, PHOTO[HALF:])
    assert line.getresponse().status == 204
    assert deployed.photo_state() == "in"


def test_P84_a_line_that_hangs_stops_nobody(deployed: Deployed) -> None:
    """The phone has given it up and comes again, while the server still waits for its bytes."""
    path = deployed.begin(PHOTO)
    hanging = deployed.break_off(path, 0, len(PHOTO), PHOTO[: PIECE + 1])
    wait_for(lambda: deployed.offset(path) == PIECE)
    line = deployed.break_off(path, PIECE, len(PHOTO) - PIECE, PHOTO[PIECE:])
    assert line.getresponse().status == 204
    with suppress(OSError):  # it is refused, or the server has hung up on it
        hanging.send(PHOTO[PIECE + 1 :])
        assert hanging.getresponse().status in {404, 409, 413}
    assert deployed.offset(path) == len(PHOTO)


def test_P84_a_server_that_dies_in_the_middle_goes_on_where_it_was(deployed: Deployed) -> None:
    deployed.sign_up(PHOTO)
    path = deployed.begin(PHOTO)
    line = deployed.break_off(path, 0, len(PHOTO), PHOTO[: PIECE + 1])
    wait_for(lambda: deployed.offset(path) == PIECE)
    deployed.restart()
    line.close()
    kept = deployed.offset(path)
    assert kept >= PIECE
    line = deployed.break_off(path, kept, len(PHOTO) - kept, PHOTO[kept:])
    assert line.getresponse().status == 204
    assert deployed.photo_state() == "in"
