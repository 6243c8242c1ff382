/** Talking to the server: the only fetch of the app. Nothing here throws; every end is a value. */
import type { Me, Problem, SyncAnswer } from "../domain/types";
import type { components } from "../wire/api.gen";

export type Credential = { kind: "bearer" | "device"; token: string };

/** `bytes`: what the exchange cost, up and down, as far as the browser tells. */
export type Reply<T> =
  | { kind: "ok"; body: T; bytes: number }
  | { kind: "problem"; problem: Problem; bytes: number }
  | { kind: "unreachable"; timed_out: boolean };

export interface SignedIn {
  token: string;
  expires_at: string;
  device_token: string;
  me: Me;
}

/** What a phone asks of the server. */
export interface Api {
  sync: (body: string, credential: Credential) => Promise<Reply<SyncAnswer>>;
  me: (credential: Credential) => Promise<Reply<Me>>;
  signIn: (body: SignInBody) => Promise<Reply<SignedIn>>;
  /** Begins a second factor for who is asked for one and has none (P196). */
  beginFactor: (body: FactorBody) => Promise<Reply<Factor>>;
  renew: (body: RenewBody, credential: Credential) => Promise<Reply<Renewed>>;
  signOut: (credential: Credential) => Promise<Reply<null>>;
  /** Hands a data key back to the account it was sealed for (P123). */
  openVault: (box: string, credential: Credential) => Promise<Reply<{ key: string }>>;
  get: <T>(path: string, credential: Credential) => Promise<Reply<T>>;
  post: (path: string, credential: Credential) => Promise<Reply<null>>;
  /** Tells the key that this device signs with (P95). */
  deviceKey: (publicKey: string, credential: Credential) => Promise<Reply<null>>;
  /** Hands over a colleague's bundle, as it came (P96). */
  bundle: (text: string, credential: Credential) => Promise<Reply<BundleAnswer>>;
}

export type BundleAnswer = components["schemas"]["BundleAnswer"];

export type FactorBody = components["schemas"]["FactorAsked"];
export type Factor = components["schemas"]["Factor"];

export interface SignInBody {
  username: string;
  password: string;
  new_password?: string;
  code?: string;
  device: { id: string; label: string; app: string };
}

/** P104. */
export type RenewBody = components["schemas"]["Renew"];
export type Renewed = components["schemas"]["Renewed"];

export const BASE = "/api/v1";
const PATIENCE_MS = 30_000;

export const api: Api = {
  sync: async (body, credential) =>
    whole(await send<SyncAnswer>("POST", "/sync", { body, credential }), ["receipts", "limits"]),
  me: async (credential) =>
    whole(await send<Me>("GET", "/me", { credential }), ["account", "clinics"]),
  signIn: async (body) =>
    whole(await send("POST", "/session", { body: JSON.stringify(body) }), ["device_token", "me"]),
  beginFactor: async (body) =>
    whole(await send("POST", "/session/factor", { body: JSON.stringify(body) }), ["secret"]),
  renew: async (body, credential) => {
    const sending = { body: JSON.stringify(body), credential };
    return whole(await send<Renewed>("POST", "/device/renew", sending), ["device_token"]);
  },
  signOut: (credential) => send("DELETE", "/session", { credential }),
  openVault: (box, credential) =>
    send("POST", "/vault/open", { body: JSON.stringify({ box }), credential }),
  get: (path, credential) => send("GET", path, { credential }),
  post: (path, credential) => send("POST", path, { credential }),
  deviceKey: (public_key, credential) =>
    send("POST", "/device-key", { body: JSON.stringify({ public_key }), credential }),
  bundle: async (text, credential) =>
    told(await send<BundleAnswer>("POST", "/bundles", { body: text, credential })),
};

type Quarantine = components["schemas"]["Quarantine"];

/** A page of what waits for an admin; `before` is the `next` of the page before. */
export async function quarantinePage(
  before: string | null,
  credential: Credential,
): Promise<Reply<Quarantine>> {
  const query = before === null ? "" : `?${new URLSearchParams({ before })}`;
  return whole(await api.get<Quarantine>(`/quarantine${query}`, credential), ["items"]);
}

/** Asks for a change and reads what the server then says; without a body where the path says it all. */
export function change<T>(
  method: "POST" | "PUT",
  path: string,
  credential: Credential,
  body?: unknown,
): Promise<Reply<T>> {
  return send(method, path, {
    ...(body !== undefined && { body: JSON.stringify(body) }),
    credential,
  });
}

/** JSON without these fields is no answer of ours and came from somebody in between (P49). */
function whole<T>(reply: Reply<T>, fields: readonly (keyof T & string)[]): Reply<T> {
  const known = reply.kind !== "ok" || fields.every((field) => reply.body?.[field]);
  return known ? reply : { kind: "unreachable", timed_out: false };
}

/** The same of what became of a bundle. */
function told(reply: Reply<BundleAnswer>): Reply<BundleAnswer> {
  const known = reply.kind !== "ok" || reply.body?.result;
  return known ? reply : { kind: "unreachable", timed_out: false };
}

interface Sending {
  body?: string;
  credential?: Credential;
}

async function send<T>(method: string, path: string, sending: Sending): Promise<Reply<T>> {
  const { body, credential } = sending;
  const headers = new Headers();
  if (credential) {
    headers.set("Authorization", `${NAMES[credential.kind]} ${credential.token}`);
  }
  const packed = body === undefined ? null : await gzipped(body);
  if (packed) {
    headers.set("Content-Type", "application/json");
    headers.set("Content-Encoding", "gzip");
  }
  try {
    const answer = await fetch(BASE + path, {
      method,
      headers,
      body: packed,
      // No answer to these is ever kept, and "no-store" would say so in two more headers.
      cache: method === "GET" ? "no-store" : "default",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const down = Number(answer.headers.get("Content-Length")) || text.length;
    return read(answer, text, (packed?.byteLength ?? 0) + down);
  } catch (error) {
    // Also a body that was cut off: nothing was learned, everything is asked again.
    return { kind: "unreachable", timed_out: (error as Error).name === "TimeoutError" };
  }
}

const NAMES = { bearer: "Bearer", device: "Device" } as const;

function read<T>(answer: Response, text: string, bytes: number): Reply<T> {
  if (answer.ok) return { kind: "ok", body: (text ? JSON.parse(text) : null) as T, bytes };
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  // A proxy or a captive portal speaks no problem+json, and a 5xx tells nothing (P49).
  if (!isProblem || answer.status >= 500)
    return { kind: "unreachable", timed_out: answer.status === 504 };
  return { kind: "problem", problem: JSON.parse(text) as Problem, bytes };
}

/** Built whole, since streaming a request body needs HTTP/2. */
async function gzipped(text: string): Promise<ArrayBuffer> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** A file of the app's own origin, or null where it could not be had now. */
export async function getFile<T>(path: string): Promise<T | null> {
  try {
    const answer = await fetch(path);
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}
