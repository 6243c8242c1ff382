/**
 * Uploads as tus 1.0.0 has them (P81–P86): begin, ask where, send a piece. Nothing here throws; every end is
 * a value. An answer that does not speak tus came from somebody in between, and says nothing of the upload.
 */
import type { DeclaredPhoto } from "../domain/types";
import type { Credential, Reply } from "./api";

/**
 * `at`: the server has the bytes up to here · `gone`: no such upload any more, it is begun anew · `refused`:
 * the server said no, `code` says why.
 */
export type Uploaded =
  | { kind: "at"; offset: number }
  | { kind: "gone" }
  | { kind: "refused"; status: number; code: string }
  | { kind: "unreachable"; timed_out: boolean };
export type Begun = { kind: "begun"; url: string } | Exclude<Uploaded, { kind: "at" }>;

export interface Piece {
  offset: number;
  bytes: ArrayBuffer;
  /** Ends the sending: what has arrived stays. */
  signal: AbortSignal;
}

/** What the photo lane asks of the server. */
export interface Uploads {
  begin: (registration: string, photo: DeclaredPhoto, credential: Credential) => Promise<Begun>;
  where: (url: string, credential: Credential) => Promise<Uploaded>;
  send: (url: string, piece: Piece, credential: Credential) => Promise<Uploaded>;
}

const BASE = "/api/v1";
const PATIENCE_MS = 60_000;
const NAMES = { bearer: "Bearer", device: "Device" } as const;

export const uploads: Uploads = {
  begin: async (registration, { sha256, type, bytes }, credential) => {
    const described = Object.entries({ sha256, registration, type });
    const answer = await ask(`${BASE}/uploads`, credential, {
      method: "POST",
      headers: {
        "Upload-Length": String(bytes),
        "Upload-Metadata": described.map(([name, value]) => `${name} ${btoa(value)}`).join(","),
      },
    });
    if (!(answer instanceof Response)) return answer;
    const url = answer.headers.get("Location");
    return url === null ? NOBODY : { kind: "begun", url: new URL(url, "http://any").pathname };
  },
  where: async (url, credential) => offsetOf(await ask(url, credential, { method: "HEAD" })),
  send: async (url, { offset, bytes, signal }, credential) =>
    offsetOf(
      await ask(url, credential, {
        method: "PATCH",
        headers: {
          "Content-Type": "application/offset+octet-stream",
          "Upload-Offset": String(offset),
        },
        body: bytes,
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
      }),
    ),
};

const NOBODY = { kind: "unreachable", timed_out: false } as const;

type Failed = Exclude<Uploaded, { kind: "at" }>;

async function ask(
  url: string,
  { kind, token }: Credential,
  asking: RequestInit & { headers?: Record<string, string> },
): Promise<Response | Failed> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...asking,
      headers: {
        ...asking.headers,
        Authorization: `${NAMES[kind]} ${token}`,
        "Tus-Resumable": "1.0.0",
      },
      cache: "no-store",
    });
    return answer.ok ? answer : await failed(answer, asking.method === "HEAD");
  } catch (error) {
    return { kind: "unreachable", timed_out: (error as Error).name === "TimeoutError" };
  }
}

/** A wrong offset is no failure: the answer says which is right, and the sending goes on there (P84). */
async function failed(answer: Response, headless: boolean): Promise<Response | Failed> {
  const tus = answer.headers.has("Tus-Resumable");
  const problem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  if (!tus && !problem) return { kind: "unreachable", timed_out: answer.status === 504 };
  if (answer.status === 409 && answer.headers.has("Upload-Offset")) return answer;
  if (answer.status === 404 || answer.status === 410) return { kind: "gone" };
  const code = problem && !headless ? ((await answer.json()) as { code: string }).code : "";
  return { kind: "refused", status: answer.status, code };
}

function offsetOf(answer: Response | Failed): Uploaded {
  if (!(answer instanceof Response)) return answer;
  const offset = answer.headers.get("Upload-Offset");
  return offset === null ? NOBODY : { kind: "at", offset: Number(offset) };
}

/** The standing photo of a registration, or with `proposal` the one that this operation proposes (P133). */
export interface PhotoAddress {
  registration: string;
  proposal?: string;
}

/** The bytes of a registration's photo (P88). */
export async function getPhoto(
  { registration, proposal }: PhotoAddress,
  { kind, token }: Credential,
): Promise<Reply<Blob>> {
  const of = proposal === undefined ? "" : `/proposals/${proposal}`;
  try {
    const answer = await fetch(`${BASE}/registrations/${registration}${of}/photo`, {
      headers: { Authorization: `${NAMES[kind]} ${token}` },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.ok) {
      const body = await answer.blob();
      const picture = body.type.startsWith("image/");
      return picture ? { kind: "ok", body, bytes: body.size } : NOBODY;
    }
    const problem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
    return problem ? { kind: "problem", problem: await answer.json(), bytes: 0 } : NOBODY;
  } catch (error) {
    return { kind: "unreachable", timed_out: (error as Error).name === "TimeoutError" };
  }
}
