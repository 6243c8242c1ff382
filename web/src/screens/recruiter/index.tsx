/** The recruiter's rooms, for a phone. */
import "./recruiter.css";
import { Route, Router } from "../../ui/router";
import { Benefits } from "./benefits";
import { ChangePart } from "./change-part";
import { Home } from "./home";
import { Install } from "./install";
import { People } from "./people";
import { OneRegistration } from "./registration";
import { Rescue } from "./rescue";
import { Saved } from "./saved";
import { Sending } from "./sending";
import { Settings } from "./settings";
import { SignUp } from "./sign-up";

export default function Recruiter() {
  return (
    <Router>
      <Route path="/new/:draft/:step" component={SignUp} />
      <Route path="/saved/:id" component={Saved} />
      <Route path="/list" component={People} />
      <Route path="/registration/:id" component={OneRegistration} />
      <Route path="/registration/:id/:part" component={ChangePart} />
      <Route path="/send" component={Sending} />
      <Route path="/benefits" component={Benefits} />
      <Route path="/install" component={Install} />
      <Route path="/rescue" component={Rescue} />
      <Route path="/settings" component={Settings} />
      <Route default component={Home} />
    </Router>
  );
}
