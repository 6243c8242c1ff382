"""The rules of the domain: dated data and small pure functions over it, no I/O, no clock.

Every function here that the phone needs too has a twin of the same name in ``web/src/domain``; both
are held to the same vectors in ``tests/vectors``.
"""
