/**
 * The keys of sentences are written out in the sources and short in what a phone downloads: each stands there twice.
 *
 * Shortened is a key with a dot in it that is only ever written as a whole, in quotes. One that is put together (`chip.${state}`)
 * stays as it is, with all that begin and end alike.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const SOURCES = new URL("./src/", import.meta.url).pathname;
const KEY = /"([a-z_]+(?:\.\w+)+)"/g;
/** What stands before the first hole of a text that is put together, and after it where that is the only one. */
const PUT_TOGETHER = /`([a-z_]+\.[\w.]*)\$\{(?:[^`}]*\}([\w.]*)`)?/g;
/** A key whose beginning is the hole could be any. */
const HEADLESS = /\bt\(\s*`\$\{/;

export function words(): Plugin {
  let short: ReadonlyMap<string, string>;
  return {
    name: "words",
    apply: "build",
    enforce: "pre",
    buildStart() {
      short = shortened(sources());
    },
    transform: {
      filter: { id: /\/src\/.+\.tsx?$/ },
      handler: (code) => code.replace(KEY, (whole, key) => quoted(short.get(key)) ?? whole),
    },
  };
}

/** Sources by their path under src/. */
function sources(): Map<string, string> {
  const names = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const code = names.filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."));
  return new Map(code.map((name) => [name, readFileSync(join(SOURCES, name), "utf8")]));
}

function shortened(files: ReadonlyMap<string, string>): Map<string, string> {
  const all = [...files.values()].join("\n");
  if (HEADLESS.test(all))
    throw new Error("a key of a sentence begins with a hole: begin it with a word");
  const made = [...all.matchAll(PUT_TOGETHER)].map(([, head = "", tail = ""]) => ({ head, tail }));
  const fits = (key: string) =>
    made.some(({ head, tail }) => key.startsWith(head) && key.endsWith(tail));
  const keys = [...(files.get("text/id.ts") ?? "").matchAll(KEY)].map(([, key = ""]) => key);
  const whole = keys.filter((key) => !fits(key));
  return new Map([...new Set(whole)].map((key, i) => [key, `.${i.toString(36)}`]));
}

function quoted(key: string | undefined): string | undefined {
  return key && `"${key}"`;
}
