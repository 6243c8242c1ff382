"""All faults that are planted, one at a time."""

from tests.mutants.app import APP
from tests.mutants.branch import BRANCH
from tests.mutants.consent import CONSENT
from tests.mutants.desks import DESKS
from tests.mutants.guard import GUARD
from tests.mutants.keeping import KEEPING
from tests.mutants.operating import OPERATING
from tests.mutants.people import PEOPLE
from tests.mutants.planted import PLANTED
from tests.mutants.proof import PROOF
from tests.mutants.shell import SHELL
from tests.mutants.taking_in import TAKING_IN
from tests.mutants.wire import WIRE

ALL = (
    *PLANTED,
    *DESKS,
    *PEOPLE,
    *BRANCH,
    *CONSENT,
    *PROOF,
    *GUARD,
    *KEEPING,
    *SHELL,
    *OPERATING,
    *WIRE,
    *TAKING_IN,
    *APP,
)
