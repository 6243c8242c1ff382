"""The built app under its headers: nothing it does is forbidden, and what is forbidden is not done."""

from tests.e2e.cast import member
from tests.e2e.device import Device
from tests.e2e.people import Recruiter

WATCH = """
window.refusals = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refusals.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
TRIES = """
() => {
  const refused = [];
  const tried = (name, act) => { try { act(); } catch { refused.push(name); } };
  tried("html", () => { document.createElement("div").innerHTML = "<b>x</b>"; });
  tried("policy", () => trustedTypes.createPolicy("another", {}));
  tried("code", () => new Function("return 1")());
  tried("worker", () => new Worker("/sw.js"));
  return refused;
}
"""


def test_the_app_runs_under_its_policy_and_the_policy_holds(kayla: Device) -> None:
    page = kayla.page
    page.add_init_script(WATCH)
    kayla.open_again("/")
    Recruiter(kayla).signs_up(member(801))
    assert page.evaluate("window.refusals") == []
    assert page.evaluate("navigator.serviceWorker.controller !== null"), "the worker was let in"
    assert page.evaluate(TRIES) == ["html", "policy", "code", "worker"]
