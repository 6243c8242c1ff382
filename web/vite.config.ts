import { readFileSync } from "node:fs";
import { defineConfig } from "vite";
import { compressed } from "./vite.compress.ts";
import { later } from "./vite.later.ts";
import { PACKED } from "./vite.minify.ts";
import { tables } from "./vite.tables.ts";
import { words } from "./vite.words.ts";
import { serviceWorker } from "./vite.worker.ts";

const project = readFileSync(new URL("../pyproject.toml", import.meta.url), "utf8");
const version = /^version = "(.+)"$/m.exec(project)?.[1];
if (version === undefined) throw new Error("pyproject.toml names no version");

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    ...PACKED,
    assetsInlineLimit: 0, // the content security policy knows no data: scripts or fonts
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" }, fs: { allow: [".."] } },
  plugins: [words(), tables(), later(), serviceWorker(), compressed()],
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["fake-indexeddb/auto"],
  },
});
