/** Builds src/sw.ts with the app, whose parts it shares, and tells it what the app is made of. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin, ResolvedConfig, Rolldown } from "vite";
import type { Precache } from "./src/precache.ts";

/** Only a supervisor's or an admin's phone downloads what is reached through these alone. */
const DESK = /\/src\/screens\/(supervisor|admin|second-factor)\//;

/** The words of the other language come to the phones whose people ask for them. */
const ENGLISH = /\/src\/text\/en\.ts$/;

/** Assets are told by the bundle, regions are kept on use, and what an installation shows is the system's. */
const NOT_ASKED_FOR = /^(assets|regions|screenshots)\/|^icons\/.*\.png$|^sw\.js$/;

/** Where src/sw.ts is told; the list is known once everything is built. */
const TOLD = "self.__PRECACHE__";

export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  let files: Split | null = null;
  return {
    name: "service-worker",
    apply: "build",
    config: () => ({
      build: {
        rolldownOptions: {
          input: { index: "index.html", sw: "src/sw.ts" },
          output: {
            entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
          },
        },
      },
    }),
    configResolved(resolved) {
      config = resolved;
    },
    writeBundle(_, bundle) {
      files = shared(Object.values(bundle));
    },
    async closeBundle() {
      if (files === null) return; // the build has failed and says why
      const dist = join(config.root, config.build.outDir);
      const extra = walk(dist).filter((name) => !NOT_ASKED_FOR.test(name));
      // Each name once: `cache.addAll` refuses a list that holds one twice.
      const app = [...new Set([...files.app, ...extra])].sort();
      const desk = files.desk.filter((name) => !app.includes(name)).sort();
      const precache: Precache = {
        version: digest(dist, [...app, ...desk, ...files.english]),
        regions: digest(dist, existsSync(join(dist, "regions")) ? walk(dist, "regions") : []),
        app: app.map((name) => `/${name}`),
        desk: desk.map((name) => `/${name}`),
        english: files.english.map((name) => `/${name}`),
      };
      const worker = join(dist, "sw.js");
      const told = readFileSync(worker, "utf8").replace(TOLD, () => JSON.stringify(precache));
      writeFileSync(worker, told);
    },
  };
}

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

interface Split {
  app: string[];
  desk: string[];
  english: string[];
}

/** Splits the bundle into what every phone needs, what only desks reach, and the other language. */
function shared(outputs: Output[]): Split {
  const chunks = new Map(
    outputs
      .filter((o): o is Rolldown.OutputChunk => o.type === "chunk")
      .map((c) => [c.fileName, c]),
  );
  const english = [...chunks.values()]
    .filter(({ facadeModuleId }) => ENGLISH.test(facadeModuleId ?? ""))
    .map(({ fileName }) => fileName);
  const app = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks.get(name);
    if (!chunk || app.has(name) || english.includes(name)) return;
    if (DESK.test(chunk.facadeModuleId ?? "")) return;
    app.add(name);
    for (const file of sidecars(chunk)) app.add(file);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) visit(chunk.fileName);
  const desk = new Set([...chunks.values()].flatMap((c) => [c.fileName, ...sidecars(c)]));
  for (const output of outputs) {
    // Fonts and pictures hang on style sheets, which the graph does not follow.
    if (
      output.type === "asset" &&
      output.fileName.startsWith("assets/") &&
      !desk.has(output.fileName)
    ) {
      app.add(output.fileName);
    }
  }
  app.delete("sw.js"); // the browser keeps it by itself, and all that it imports with it
  for (const name of [...app, ...english, "sw.js"]) desk.delete(name);
  return { app: [...app], desk: [...desk], english };
}

function sidecars(chunk: Rolldown.OutputChunk): string[] {
  const { importedCss = [], importedAssets = [] } = chunk.viteMetadata ?? {};
  return [...importedCss, ...importedAssets];
}

function walk(dist: string, folder = ""): string[] {
  return readdirSync(join(dist, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)))
    .sort();
}

function digest(dist: string, names: string[]): string {
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(dist, name)));
  return hash.digest("hex").slice(0, 12);
}
