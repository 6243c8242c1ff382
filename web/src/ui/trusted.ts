/** What the page may load as code, under `require-trusted-types-for 'script'` (server/api/headers.py). */

const WORKER = "/sw.js";

interface Policies {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (text: string) => string },
  ) => { createScriptURL: (text: string) => string };
}

/** The service worker's address. Where the browser asks for it, a value that only the one policy makes, and makes of nothing else. */
export function workerAddress(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  const policy = policies?.createPolicy("perisai", { createScriptURL: () => WORKER });
  return policy?.createScriptURL(WORKER) ?? WORKER;
}
