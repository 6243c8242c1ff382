/** Set at build time from pyproject.toml. */
declare const __APP_VERSION__: string;
