// What stands around the app's core: a network that Python plays, a lock manager, clocks and chance from the
// seed. What Node does on other threads (cryptography, packing) is done at once: a trace hangs on no scheduler.
import "./at-once.mjs";
import { deflateRawSync, gzipSync } from "node:zlib";
import { running } from "./storage.mjs";

const NEVER = new Promise(() => {});

/** Sends a line to Python; its answers to questions come back through `answered`. */
export function tell(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const asked = new Map();
let questions = 0;

export function answered({ reply, ...told }) {
  asked.get(reply)(told);
  asked.delete(reply);
}

function ask(what) {
  questions += 1;
  const question = questions;
  return new Promise((resolve) => {
    asked.set(question, resolve);
    tell({ fetch: question, ...what });
  });
}

globalThis.fetch = async (path, { method, headers, body }) => {
  const { life } = running;
  if (!life.goesOn()) return NEVER; // before it has left
  const packed = body === null ? null : Buffer.from(body).toString("base64");
  const told = await ask({ method, path, headers: [...headers], body: packed });
  if (!life.goesOn()) return NEVER; // before the app has heard
  if (told.lost) throw new TypeError("Failed to fetch");
  if (told.late) throw new DOMException("too late", "TimeoutError");
  const bytes = Buffer.from(told.body, "base64");
  return {
    ok: told.status < 300,
    status: told.status,
    headers: new Headers(told.headers),
    text: async () => {
      if (told.cut) throw new TypeError("terminated");
      return new TextDecoder().decode(bytes);
    },
  };
};

/** The three that a body, or what is sealed, is packed with: of them only the bytes matter. */
globalThis.Blob = class {
  constructor([text]) {
    this.text = text;
  }
  stream = () => ({ pipeThrough: ({ pack }) => pack(this.text) });
};
globalThis.Response = class {
  constructor(bytes) {
    this.bytes = bytes;
  }
  arrayBuffer = async () => this.bytes;
};
globalThis.CompressionStream = class {
  constructor(format) {
    this.pack = format === "gzip" ? gzipSync : deflateRawSync;
  }
};

/** A process's lock manager; it ends with it. */
export class Locks {
  #holder = null;

  async request(_, options, work = options) {
    if (this.#holder && options.ifAvailable) return work(null);
    this.#holder?.rob(new DOMException("stolen", "AbortError"));
    const mine = {};
    const robbed = new Promise((_, reject) => {
      mine.rob = reject;
    });
    robbed.catch(() => {});
    this.#holder = mine;
    const done = Promise.resolve(work(mine)).finally(() => {
      if (this.#holder === mine) this.#holder = null;
    });
    done.catch(() => {}); // also where it was robbed of its turn first
    return Promise.race([done, robbed]);
  }
}

Object.defineProperty(globalThis, "navigator", {
  value: {
    get locks() {
      return running.life.locks;
    },
  },
});
Object.defineProperty(globalThis, "indexedDB", { get: () => running.disk.factory });
