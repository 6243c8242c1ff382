/** Writes each text of the build compressed beside it, as hard as it goes: once here, not at each request. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const TEXT = /\.(js|css|html|json|svg|webmanifest)$/;

export function compressed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "compressed",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        const dist = join(config.root, config.build.outDir);
        for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
          if (entry.isFile() && TEXT.test(entry.name)) compress(join(entry.parentPath, entry.name));
        }
      },
    },
  };
}

function compress(path: string): void {
  const plain = readFileSync(path);
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: size }));
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
}
