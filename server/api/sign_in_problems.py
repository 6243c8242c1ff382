"""Refusals of a sign-in that wants a second factor: leaves of `server.api.problems` (P196, P197)."""

from server.api.problems import Unauthenticated


class CodeNeeded(Unauthenticated):
    code = "code_needed"
    title = "The account signs in with a code as well"


class BadCode(Unauthenticated):
    code = "bad_code"
    title = "The code is wrong, or was used before"


class FactorNeeded(Unauthenticated):
    code = "factor_needed"
    title = "The account needs a second factor before it signs in"
