/** Set at build time from pyproject.toml. */
declare const __APP_VERSION__: string;

/** The English half of a dated table; a plain import has the Indonesian one (vite.tables.ts). */
declare module "*.json?en" {
  const table: unknown;
  export default table;
}
