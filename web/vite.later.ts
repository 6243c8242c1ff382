/**
 * How a part of the app that comes later is fetched, in place of the builder's own way, which is three times as
 * long: its style sheets first, and then the part. One that fails is taken away again, so that it can be asked anew.
 */
import type { Plugin } from "vite";

/** The module that the builder puts in front of each `import()`, with the files that the part needs. */
const HELPER = /^\0vite\/preload-helper\.js$/;

const LOAD = `
const wear = (path) => document.querySelector('link[href="/' + path + '"]') ||
  new Promise((worn, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = "/" + path;
    link.onload = worn;
    link.onerror = (error) => { link.remove(); failed(error); };
    document.head.append(link);
  });
export const __vitePreload = async (part, files = []) => {
  await Promise.all(files.filter((path) => path.endsWith(".css")).map(wear));
  return part();
};
`;

export function later(): Plugin {
  return {
    name: "later",
    apply: "build",
    enforce: "pre",
    load: { filter: { id: HELPER }, handler: () => ({ code: LOAD, moduleSideEffects: false }) },
  };
}
