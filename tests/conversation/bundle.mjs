// Builds a driver and the sources of the web app under it into one file: node bundle.mjs <driver.mjs> <folder>
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/vite/dist/node/index.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const modules = here("../../web/node_modules");
const [driver, folder] = process.argv.slice(2);

await build({
  root: here("../../web"),
  configFile: false,
  logLevel: "error",
  resolve: {
    // Drivers stand outside web/, where these are installed.
    alias: {
      "fake-indexeddb/auto": `${modules}/fake-indexeddb/auto/index.mjs`,
      "fake-indexeddb": `${modules}/fake-indexeddb/build/esm/index.js`,
    },
  },
  ssr: { noExternal: true },
  publicDir: false,
  build: {
    ssr: resolve(driver),
    outDir: folder,
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: "client.mjs" } },
  },
});
