/** Which of the three shapes the desk has: phone below 720, list as a drawer below 1100, else all beside each other. */
import { useEffect, useState } from "preact/hooks";

export type DeskWidth = "phone" | "drawer" | "wide";

const phone = matchMedia("(width < 720px)");
const drawer = matchMedia("(width < 1100px)");

function width(): DeskWidth {
  if (phone.matches) return "phone";
  return drawer.matches ? "drawer" : "wide";
}

export function useDeskWidth(): DeskWidth {
  const [now, setNow] = useState(width);
  useEffect(() => {
    const look = () => setNow(width());
    phone.addEventListener("change", look);
    drawer.addEventListener("change", look);
    return () => {
      phone.removeEventListener("change", look);
      drawer.removeEventListener("change", look);
    };
  }, []);
  return now;
}
