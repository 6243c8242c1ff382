"""Refusals of a sign-in that wants more than the password: leaves of `server.api.problems` (P196, P197, P243)."""

from server.api.problems import Unauthenticated


class CodeNeeded(Unauthenticated):
    code = "code_needed"
    title = "The account signs in with a code as well"


class BadCode(Unauthenticated):
    code = "bad_code"
    title = "The code is wrong, or was used before"


class PasswordNeeded(Unauthenticated):
    code = "password_needed"
    title = "An admin made this password; the account chooses its own before it signs in"


class FactorNeeded(Unauthenticated):
    code = "factor_needed"
    title = "The account needs a second factor before it signs in"
