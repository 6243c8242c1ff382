// Bundles what a page needs to save and to sync, and nothing of what people see, packed as it is shipped: node sync_code.mjs
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/vite/dist/node/index.js";
import { PACKED } from "../../web/vite.minify.ts";
import { tables } from "../../web/vite.tables.ts";

const { output } = await build({
  root: fileURLToPath(new URL("../../web", import.meta.url)),
  configFile: false,
  publicDir: false,
  logLevel: "error",
  define: { __APP_VERSION__: '"0"' },
  plugins: [tables()],
  build: {
    ...PACKED,
    write: false,
    lib: {
      entry: fileURLToPath(new URL("sync_code.ts", import.meta.url)),
      formats: ["es"],
      fileName: "sync",
    },
  },
}).then((built) => (Array.isArray(built) ? built[0] : built));
process.stdout.write(output.map((part) => part.code ?? "").join("\n"));
