/** Saving everything unsent in one file, and handing such files in (P151, P211). */
import type { SealKey } from "../crypto/seal";
import { readRescue } from "../domain/rescue";
import { change } from "../net/api";
import { readMeta } from "../store/meta";
import { PersonDb } from "../store/open";
import { type HandedIn, handIn, type MadeRescue, rescueOf } from "../sync/rescue";
import { here, iso, session } from "./memory";
import { syncNow } from "./syncing";

export type { HandedIn, MadeRescue };

/** Null where this phone has not met the server since it can sign. Nothing is written for it. */
export async function makeRescue(): Promise<MadeRescue | null> {
  const { db, me } = here();
  return me.seal ? madeOf(db, me.seal) : null;
}

/** The same of somebody who is locked: of what lies there for the server alone (P211). */
export async function makeLockedRescue(account: string): Promise<MadeRescue | null> {
  const db = new PersonDb(account);
  try {
    return await madeOf(db, null);
  } finally {
    await db.close();
  }
}

async function madeOf(db: PersonDb, key: SealKey | null): Promise<MadeRescue | null> {
  const [device, signer] = await Promise.all([readMeta(db, "device"), readMeta(db, "signer")]);
  if (!device || signer?.told !== device) return null;
  return rescueOf(db, { device, key, app: __APP_VERSION__, at: iso(Date.now()), pad: true });
}

/** `onDone` is told which share of the file has been through. */
export async function handInRescue(
  file: Blob,
  onDone: (share: number) => void,
): Promise<HandedIn | "not_one"> {
  const rescue = readRescue(await file.text());
  const known = session.peek();
  if (rescue === null || !known) return "not_one";
  // The device's own credential does not run out (P1).
  const credential = { kind: "device", token: known.device_token } as const;
  const told = await handIn(
    rescue,
    (path, body) => change("POST", path, credential, body),
    (lines) => onDone(lines / rescue.lines.length),
  );
  syncNow();
  return told;
}
