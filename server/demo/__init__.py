"""A believable demo: a few weeks of work at invented partner sites in Bekasi.

Clinics, accounts and devices are entered as an administrator would; everything else came in the way
it does in life: phones pushed operations through :func:`sync.exchange.exchange`, under the real
rules, at their own moments. The same seed and the same day tell the same story.

It reads like this: :mod:`places` and :mod:`staff` set the scene, :mod:`members` are the people
signed up, a :mod:`diary` keeps who did what when, :mod:`lives` are the ordinary stories and
:mod:`scenes` and :mod:`partings` the ones that go wrong; :mod:`cards` are drawn, since nobody has
them; :mod:`seed` plays the diary.
"""

from server.demo.seed import seed_demo
from server.demo.staff import LOGINS, PASSWORD

__all__ = ["LOGINS", "PASSWORD", "seed_demo"]
