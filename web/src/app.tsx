/**
 * Who is here decides which rooms there are. The recruiter's come with the app: one file for a phone that starts
 * with no network, and smaller than in parts. A desk's code is loaded when somebody of that role is here.
 */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Role } from "./domain/types";
import Recruiter from "./screens/recruiter";
import { Door } from "./screens/sign-in/door";
import { Gone } from "./screens/sign-in/gone";
import { stepFrom } from "./screens/sign-in/use-second";
import { gone } from "./state/gone";
import { person } from "./state/session";
import { t } from "./text";
import { Button } from "./ui/button";
import { LocationProvider } from "./ui/router";

const DESKS = {
  supervisor: () => import("./screens/supervisor"),
  admin: () => import("./screens/admin"),
} satisfies Record<Exclude<Role, "recruiter">, () => Promise<{ default: ComponentType }>>;

// With a desk, and not as a file of its own: that would take apart the one that phones begin with.
stepFrom(async () => (await DESKS.supervisor()).SecondStep);

export function App() {
  return (
    <LocationProvider>
      <Here />
    </LocationProvider>
  );
}

function Here() {
  const who = person.value;
  if (who === undefined) return null;
  if (gone.value.length > 0) return <Gone />;
  if (!who) return <Door />;
  const { id, role } = who.me.account;
  return role === "recruiter" ? <Recruiter key={id} /> : <Desk key={id} role={role} />;
}

type Loaded = { room: ComponentType } | "opening" | "failed";

/** A desk that could not be loaded can be asked for again; what was saved does not depend on it. */
function Desk({ role }: { role: keyof typeof DESKS }) {
  const [loaded, setLoaded] = useState<Loaded>("opening");
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    DESKS[role]().then(
      (module) => current && setLoaded({ room: module.default }),
      () => current && setLoaded("failed"),
    );
    return () => {
      current = false;
    };
  }, [role, tries]);
  if (loaded === "opening") return null;
  if (loaded !== "failed") return <loaded.room />;
  return (
    <main class="screen">
      <div class="page">
        <h1>{t("broken.title")}</h1>
        <p>{t("broken.text")}</p>
        <Button kind="main" onClick={() => setTries(tries + 1)}>
          {t("broken.again")}
        </Button>
      </div>
    </main>
  );
}
