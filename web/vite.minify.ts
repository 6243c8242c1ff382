/** How what a phone downloads is packed; the bench packs alike what it weighs. */
import type { BuildOptions } from "vite";

/** Each tried by itself on the app: what makes the file shorter and its brotli longer is off. */
const COMPRESS = {
  passes: 3,
  ecma: 2020,
  inline: 1,
  lhs_constants: false,
  pure_getters: true,
} as const;

export const PACKED = {
  target: "chrome138", // the last Chrome for Android 8 and 9
  minify: "terser", // a hundredth smaller than the builder's own; a phone pays for each byte
  terserOptions: { module: true, compress: COMPRESS },
} satisfies BuildOptions;
