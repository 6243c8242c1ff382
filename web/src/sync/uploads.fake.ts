/**
 * A tus server in memory behind `fetch`, for the tests of the photo lane. It keeps what arrives, verifies the
 * hash at the last byte, and loses what a test tells it to lose.
 */
import { digestBytes } from "../domain/chain";

/**
 * What happens to the coming requests: nothing arrives · it is done, but the answer is lost · of a piece only so
 * many bytes arrive · answered with a status and a code, nothing done · held until `let_go`.
 */
export type TusWeather =
  | "calm"
  | "lose_request"
  | "lose_answer"
  | "portal"
  | { arrives: number }
  | { says: number; code?: string }
  | "hold";

interface Upload {
  sha256: string;
  registration: string;
  length: number;
  bytes: Uint8Array;
}

export class FakeTus {
  uploads = new Map<string, Upload>();
  /** What was verified. */
  stored = new Map<string, Uint8Array>();
  asked: { method: string; offset: number | null; credential: string }[] = [];
  weather: TusWeather[] = [];
  /** Called for the hash that is no picture. */
  rubbish = new Set<string>();
  expired = false;
  let_go: () => void = () => {};
  #next = 0;

  methods(): string[] {
    return this.asked.map(({ method }) => method);
  }

  /** To be put in the place of the browser's. */
  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const offset = headers.get("Upload-Offset");
    const method = init.method ?? "GET";
    const credential = headers.get("Authorization")?.split(" ")[0] ?? "";
    this.asked.push({ method, offset: offset === null ? null : Number(offset), credential });
    const weather = this.weather.shift();
    if (weather === "lose_request") throw new TypeError("Failed to fetch");
    if (weather === "portal") return new Response("<html>", { status: 200 });
    if (weather === "hold") await held(this, init.signal ?? null);
    if (typeof weather === "object" && "says" in weather) return said(weather.says, weather.code);
    if (this.expired && credential === "Bearer") return said(401, "session_expired");
    if (typeof weather === "object") {
      this.#keep(url, Number(offset), init.body as ArrayBuffer, weather.arrives);
      throw new TypeError("Failed to fetch");
    }
    const answer = await this.#answer(method, url, headers, init.body as ArrayBuffer);
    if (weather === "lose_answer") throw new TypeError("Failed to fetch");
    return answer;
  };

  async #answer(method: string, url: string, headers: Headers, body: ArrayBuffer) {
    if (method === "POST") return this.#begin(headers);
    const upload = this.uploads.get(url);
    if (!upload) return said(404, "not_found");
    const at = upload.bytes.length;
    if (method === "HEAD") return tus(200, { "Upload-Offset": at });
    if (Number(headers.get("Upload-Offset")) !== at) {
      return tus(409, { "Upload-Offset": at, "Content-Type": "application/problem+json" });
    }
    this.#keep(url, at, body, body.byteLength);
    return this.#verified(url, upload);
  }

  #begin(headers: Headers): Response {
    const described = (headers.get("Upload-Metadata") ?? "").split(",");
    const meta = Object.fromEntries(
      described.map((pair) => [pair.split(" ")[0], atob(pair.split(" ")[1] ?? "")]),
    );
    const length = Number(headers.get("Upload-Length"));
    const { sha256 = "", registration = "" } = meta;
    const unfinished = [...this.uploads].filter(() => !this.stored.has(sha256)); // P83: else it is whole at once
    const known = unfinished.find(([, one]) => one.sha256 === sha256);
    if (known) return tus(201, { Location: known[0] });
    this.#next += 1;
    const url = `/api/v1/uploads/${this.#next}`;
    const bytes = this.stored.get(sha256) ?? new Uint8Array(0);
    this.uploads.set(url, { sha256, registration, length, bytes });
    return tus(201, { Location: url });
  }

  #keep(url: string, at: number, body: ArrayBuffer, most: number): void {
    const upload = this.uploads.get(url);
    if (upload?.bytes.length !== at) return;
    upload.bytes = new Uint8Array([...upload.bytes, ...new Uint8Array(body).slice(0, most)]);
  }

  async #verified(url: string, upload: Upload): Promise<Response> {
    const { bytes, length, sha256 } = upload;
    if (bytes.length === length) {
      const wrong = (await digestBytes(bytes.slice())) !== sha256;
      if (wrong || this.rubbish.has(sha256)) {
        this.uploads.delete(url);
        return said(422, wrong ? "photo_hash" : "not_a_photo");
      }
      this.stored.set(sha256, bytes);
    }
    return tus(204, { "Upload-Offset": bytes.length });
  }
}

function held(server: FakeTus, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    server.let_go = resolve;
    signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  });
}

function tus(status: number, headers: Record<string, string | number>): Response {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new Response(null, { status, headers: [["Tus-Resumable", "1.0.0"], ...named] });
}

function said(status: number, code = "internal_error"): Response {
  return new Response(JSON.stringify({ code, status }), {
    status,
    headers: { "Tus-Resumable": "1.0.0", "Content-Type": "application/problem+json" },
  });
}
