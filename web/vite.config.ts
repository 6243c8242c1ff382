import { readFileSync } from "node:fs";
import { defineConfig } from "vite";
import { compressed } from "./vite.compress.ts";
import { later } from "./vite.later.ts";
import { tables } from "./vite.tables.ts";
import { words } from "./vite.words.ts";
import { serviceWorker } from "./vite.worker.ts";

const project = readFileSync(new URL("../pyproject.toml", import.meta.url), "utf8");
const version = /^version = "(.+)"$/m.exec(project)?.[1];
if (version === undefined) throw new Error("pyproject.toml names no version");

/** Each tried by itself on the app: what makes the file shorter and its brotli longer is off. */
const COMPRESS = {
  passes: 3,
  ecma: 2020,
  inline: 1,
  lhs_constants: false,
  pure_getters: true,
} as const;

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    target: "chrome138", // the last Chrome for Android 8 and 9
    assetsInlineLimit: 0, // the content security policy knows no data: scripts or fonts
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    minify: "terser", // a hundredth smaller than the builder's own; a phone pays for each byte
    terserOptions: { module: true, compress: COMPRESS },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" }, fs: { allow: [".."] } },
  plugins: [words(), tables(), later(), serviceWorker(), compressed()],
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["fake-indexeddb/auto"],
  },
});
