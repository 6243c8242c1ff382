/**
 * Of the server's dated tables a phone carries what it reads: not where a rule was found, and of what is said
 * to people Indonesian alone. The English halves (`?en`) come with the English words.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const TABLE = /\/server\/domain\/data\/\w+\.json(\?en)?$/;
const ENGLISH = "?en";

export function tables(): Plugin {
  return {
    name: "tables",
    enforce: "pre",
    load: {
      filter: { id: TABLE },
      async handler(id) {
        const table = await readFile(id.replace(ENGLISH, ""), "utf8");
        if (!id.endsWith(ENGLISH)) return without("en", table);
        return { code: `export default ${without("id", table)}`, moduleType: "js" };
      },
    },
  };
}

function without(half: "id" | "en", table: string): string {
  const unread = new Set<string>([half, "source", "certainty"]);
  return JSON.stringify(JSON.parse(table, (key, value) => (unread.has(key) ? undefined : value)));
}
