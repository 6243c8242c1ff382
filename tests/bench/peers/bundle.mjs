// Bundles the page of one contestant into one script, as an app would ship it: node bundle.mjs NAME FOLDER-OF-PEERS OUT
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../../../web/node_modules/vite/dist/node/index.js";

const [name, peers, out] = process.argv.slice(2);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The peers' packages are found where the bench has installed them, and this app's where it has its own. */
const found = {
  name: "found",
  enforce: "pre",
  resolveId(asked, importer) {
    if (!/^[a-z@]/.test(asked)) return null;
    const ours = name === "ours";
    const from = resolve(ours ? here("../../../web") : peers, "package.json");
    const outside = importer && !importer.includes("node_modules");
    return outside ? this.resolve(asked, from, { skipSelf: true }) : null;
  },
};

const { output } = await build({
  root: here("."),
  configFile: false,
  publicDir: false,
  logLevel: "error",
  plugins: [found],
  define: { __APP_VERSION__: '"0"', global: "globalThis", "process.env.NODE_ENV": '"production"' },
  build: {
    target: "chrome138",
    write: false,
    minify: true,
    lib: { entry: here(`page/${name}.ts`), formats: ["iife"], name: "bench", fileName: name },
  },
}).then((built) => (Array.isArray(built) ? built[0] : built));
writeFileSync(join(out, `${name}.js`), output.map((part) => part.code ?? "").join("\n"));
