/** Who is here decides which rooms there are; a room's code is loaded when somebody of that role is here. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LocationProvider } from "preact-iso";
import type { Role } from "./domain/types";
import { Door } from "./screens/sign-in/door";
import { Gone } from "./screens/sign-in/gone";
import { gone } from "./state/gone";
import { person } from "./state/session";
import { t } from "./text";
import { Button } from "./ui/button";

const ROOMS: Record<Role, () => Promise<{ default: ComponentType }>> = {
  recruiter: () => import("./screens/recruiter"),
  supervisor: () => import("./screens/supervisor"),
  admin: () => import("./screens/admin"),
};

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
  return <Room key={who.me.account.id} role={who.me.account.role} />;
}

type Loaded = { room: ComponentType } | "opening" | "failed";

/** A room that could not be loaded can be asked for again; what was saved does not depend on it. */
function Room({ role }: { role: Role }) {
  const [loaded, setLoaded] = useState<Loaded>("opening");
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let current = true;
    ROOMS[role]().then(
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
