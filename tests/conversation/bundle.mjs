// Builds browser_client.mjs and the sources of the web app under it into one file: node bundle.mjs <folder>
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/vite/dist/node/index.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const modules = here("../../web/node_modules");

await build({
  root: here("../../web"),
  configFile: false,
  logLevel: "error",
  resolve: {
    // The driver stands outside web/, where these are installed.
    alias: {
      "fake-indexeddb/auto": `${modules}/fake-indexeddb/auto/index.mjs`,
      "fake-indexeddb": `${modules}/fake-indexeddb/build/esm/index.js`,
    },
  },
  ssr: { noExternal: true },
  publicDir: false,
  build: {
    ssr: here("browser_client.mjs"),
    outDir: process.argv[2],
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: "client.mjs" } },
  },
});
