// Bundles what a page needs to save and to sync, and nothing of what people see; prints it: node sync_code.mjs
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/vite/dist/node/index.js";

const { output } = await build({
  root: fileURLToPath(new URL("../../web", import.meta.url)),
  configFile: false,
  publicDir: false,
  logLevel: "error",
  define: { __APP_VERSION__: '"0"' },
  build: {
    target: "chrome138",
    write: false,
    minify: true,
    lib: {
      entry: fileURLToPath(new URL("sync_code.ts", import.meta.url)),
      formats: ["es"],
      fileName: "sync",
    },
  },
}).then((built) => (Array.isArray(built) ? built[0] : built));
process.stdout.write(output.map((part) => part.code ?? "").join("\n"));
