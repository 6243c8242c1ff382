import type { Problem } from "../../domain/types";
import { type TextKey, t } from "../../text";

const REFUSED: Record<string, TextKey> = {
  bad_credentials: "sign_in.bad_credentials",
  bad_code: "sign_in.bad_code",
  rate_limited: "sign_in.rate_limited",
  device_ended: "sign_in.device_ended",
  wrong_device: "sign_in.wrong_device",
};

/** What the server's refusal means for the person who types. */
export function refusal(problem: Problem | "offline", offline: TextKey): string {
  if (problem === "offline") return t(offline);
  return t(REFUSED[problem.code] ?? "sign_in.failed");
}
