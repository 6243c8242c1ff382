/** The courier's road: bundles made of what waits here, and bundles of colleagues handed over (P94–P98). */
import { toBase64Url } from "../crypto/base64";
import { contextOf, type SealKey, sealTo } from "../crypto/seal";
import { signature } from "../crypto/sign";
import {
  type BundleItem,
  FORMAT,
  padded,
  readBundle,
  split,
  type Unsigned,
} from "../domain/bundle";
import { canonical } from "../domain/canonical";
import type { Api, Credential } from "../net/api";
import { allCarried, endCarried, keepCarried } from "../store/carried";
import { signerOf } from "../store/entrusting";
import { readAccess, writeMeta } from "../store/meta";
import { PersonDb, type PhoneDb } from "../store/open";
import { allPeople } from "../store/phone";
import type { Carried, OutboxRow } from "../store/schema";

/** A row's operation as only the server can read it: sealed now, from its text. */
async function boxOf(row: OutboxRow, device: string, key: SealKey): Promise<Uint8Array> {
  return sealTo(key, contextOf(device, row.n, row.op), row.text);
}

export interface Making {
  device: string;
  app: string;
  /** The moment, as the wire has it. */
  at: string;
  /** Full sizes only, so that a file's tells little; codes are short instead. */
  pad: boolean;
}

/** Rows as a bundle has them, sealed to this key. */
export async function itemsOf(
  rows: readonly OutboxRow[],
  { device, key }: { device: string; key: SealKey },
): Promise<BundleItem[]> {
  const items: BundleItem[] = [];
  for (const row of rows) {
    items.push({ n: row.n, op: row.op, box: toBase64Url(await boxOf(row, device, key)) });
  }
  return items;
}

/** The texts of as many bundles as these items need. */
export async function bundlesOf(
  db: PersonDb,
  items: readonly BundleItem[],
  { device, app, at, pad }: Making,
): Promise<string[]> {
  const signer = await signerOf(db);
  return Promise.all(
    split(items).map(async (part) => {
      const plain: Unsigned = {
        format: FORMAT,
        device,
        app,
        made_at: at,
        items: part,
        padding: "",
      };
      const said = pad ? padded(plain) : plain;
      return canonical({ ...said, signature: await signature(signer, canonical(said)) });
    }),
  );
}

/** Makes this device's key known to the server: once, and again to one that was restored (P95). */
export async function tellKey(
  { db, device, was_restored }: { db: PersonDb; device: string; was_restored: boolean },
  api: Api,
  credential: Credential,
): Promise<void> {
  const signer = await signerOf(db);
  if (signer.told === device && !was_restored) return;
  const reply = await api.deviceKey(signer.public_key, credential);
  if (reply.kind === "ok") await writeMeta(db, { signer: { ...signer, told: device } });
}

export type TakenIn = "taken_in" | "known" | "full" | "not_one";

/** Keeps a colleague's file to carry; resolves once it is durable. */
export async function takeIn(phone: PhoneDb, text: string, now: number): Promise<TakenIn> {
  const bundle = readBundle(text);
  if (bundle === null) return "not_one";
  const { signature: id, items } = bundle;
  const taken_at = new Date(now).toISOString();
  return keepCarried(phone, { id, count: items.length, text, taken_at, ended: null });
}

/** What a server that would not have a bundle at all says; it is of no use to ask again. */
const NEVER: ReadonlySet<string> = new Set([
  "malformed_json",
  "invalid_request",
  "too_deep",
  "too_large",
  "too_many_operations",
]);

/** Hands over what is carried, each bundle alone; by the first person's credential that the server knows. */
export async function carry(phone: PhoneDb, api: Api, clock: () => number): Promise<void> {
  await navigator.locks.request("perisai-carry", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const waiting = (await allCarried(phone)).filter(({ ended }) => ended === null);
    if (waiting.length === 0) return;
    const credentials = await credentialsOf(phone);
    for (const bundle of waiting) {
      if (!(await handOver(bundle, credentials, { phone, api, clock }))) return;
    }
  });
}

interface Carrying {
  phone: PhoneDb;
  api: Api;
  clock: () => number;
}

/** False where there is no use in trying the others now. */
async function handOver(
  bundle: Carried,
  credentials: Credential[],
  { phone, api, clock }: Carrying,
): Promise<boolean> {
  const [credential, ...others] = credentials;
  if (!credential) return false;
  const reply = await api.bundle(bundle.text, credential);
  if (reply.kind === "unreachable") return false;
  const result = reply.kind === "ok" ? reply.body.result : reply.problem.code;
  if (reply.kind === "problem" && reply.problem.status === 401) {
    credentials.splice(0, 1);
    return handOver(bundle, others, { phone, api, clock });
  }
  if (reply.kind === "problem" && !NEVER.has(result)) return false;
  if (result === "retry") return true;
  await endCarried(phone, bundle.id, { result, at: new Date(clock()).toISOString() });
  return true;
}

/** The push-only credentials of everybody on this phone: they do not run out (P1). */
async function credentialsOf(phone: PhoneDb): Promise<Credential[]> {
  const found: Credential[] = [];
  for (const { account } of await allPeople(phone)) {
    const db = new PersonDb(account);
    const access = await readAccess(db);
    await db.close();
    if (access) found.push({ kind: "device", token: access.device_token });
  }
  return found;
}
