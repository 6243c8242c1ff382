"""Whether the process in this container answers: exit status 0 or 1, for the engine that runs it."""

import sys
import urllib.request

URL = "http://127.0.0.1:8000/health/live"

try:
    with urllib.request.urlopen(URL, timeout=4) as answer:
        sys.exit(answer.status != 200)  # noqa: PLR2004
except OSError:
    sys.exit(1)
