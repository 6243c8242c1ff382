/**
 * The service worker: the app opens with no network, and nothing else.
 *
 * - The app's files are fetched once a version; those whose name carries a hash and that an older version
 *   has are copied, so that an update costs only what changed.
 * - One older version is kept, since an open page may still ask for its own lazy parts.
 * - Region tables and the desks' parts are kept from their first use on.
 * - What the API says is never kept here: IndexedDB is the phone's memory, and /api passes by.
 * - A colleague's bundle that is shared with the app is kept at once, whether or not a page is open.
 * - A new version waits until the app asks for it between two sign-ups (`activate`).
 */
import type { Precache } from "./precache";
import { PhoneDb } from "./store/open";
import { type TakenIn, takeIn } from "./sync/courier";
import { syncPhone } from "./sync/phone";

/** Of the Background Sync draft; TypeScript's library does not know it. */
type SyncEvent = ExtendableEvent & { tag: string };
declare const self: ServiceWorkerGlobalScope & { __PRECACHE__: Precache };

const { version, regions, app, desk, english } = self.__PRECACHE__;
const APP = `app-${version}`;
const DESK = `desk-${version}`;
const ENGLISH = `english-${version}`;
const REGIONS = `regions-${regions}`;
/** In the cache of a version that has run. */
const RAN = "/ran";
const deskPaths = new Set(desk);
const englishPaths = new Set(english);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "activate") void self.skipWaiting();
});
self.addEventListener("sync", (event) => {
  const { tag } = event as SyncEvent;
  if (tag === "outbox") (event as SyncEvent).waitUntil(syncPhone());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "POST" && url.pathname === "/share") {
    event.respondWith(shared(request));
    return;
  }
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/regions/")) event.respondWith(kept(REGIONS, url.pathname));
  else event.respondWith(file(request, url.pathname));
});

async function install(): Promise<void> {
  const older = await caches.keys();
  await fill(APP, app);
  // A phone that has used a desk, or a region, has it after an update too.
  if (older.some((name) => name.startsWith("desk-"))) await fill(DESK, desk);
  if (older.some((name) => name.startsWith("english-"))) await fill(ENGLISH, english);
  const former = older.find((name) => name.startsWith("regions-") && name !== REGIONS);
  if (former && !older.includes(REGIONS)) await fill(REGIONS, await pathsIn(former));
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const former = await formerOf(names);
  await (await caches.open(APP)).put(RAN, new Response());
  const keep = new Set([APP, DESK, ENGLISH, REGIONS]);
  for (const kind of ["app-", "desk-", "english-"]) keep.add(kind + former);
  await Promise.all(names.filter((name) => !keep.has(name)).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The version that ran before this one: another may have been fetched since, and waited in vain (P153). */
async function formerOf(names: readonly string[]): Promise<string | null> {
  for (const name of names.toReversed()) {
    if (!name.startsWith("app-") || name === APP) continue;
    if (await (await caches.open(name)).match(RAN)) return name.slice("app-".length);
  }
  return null;
}

/** A file that another app shared with this one: a colleague's bundle to carry (P98), then the page that says so. */
async function shared(request: Request): Promise<Response> {
  const phone = new PhoneDb();
  let result: TakenIn = "not_one";
  const form = await request.formData().catch(() => new FormData());
  for (const file of form.getAll("bundle")) {
    if (file instanceof File) result = await takeIn(phone, await file.text(), Date.now());
  }
  await phone.close();
  return Response.redirect(`/send?shared=${result}`, 303);
}

/** The app's page for every path of the app: the running version's own. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(APP);
  return (await cache.match("/index.html")) ?? fetch(request);
}

async function file(request: Request, path: string): Promise<Response> {
  if (englishPaths.has(path)) return kept(ENGLISH, path);
  if (deskPaths.has(path) && !(await caches.match(path))) {
    // The whole desk at once, so that all of it works without signal from here on.
    await fill(DESK, desk).catch(() => caches.delete(DESK));
  }
  return (await caches.match(path)) ?? fetch(request);
}

async function kept(name: string, path: string): Promise<Response> {
  const cache = await caches.open(name);
  const found = await cache.match(path);
  if (found) return found;
  const answer = await fetch(path);
  if (answer.ok) await cache.put(path, answer.clone());
  return answer;
}

/** All or nothing: an installation that is cut off is started again by the browser. */
async function fill(name: string, paths: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all(
    paths.map(async (path) => {
      const hashed = path.startsWith("/assets/");
      const answer = (hashed && (await caches.match(path))) || (await fetched(path));
      await cache.put(path, answer);
    }),
  );
}

async function fetched(path: string): Promise<Response> {
  const answer = await fetch(path, { cache: path.startsWith("/assets/") ? "default" : "no-cache" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  // A redirected answer is refused for navigations, so it is wrapped anew.
  return answer.redirected ? new Response(answer.body, answer) : answer;
}

async function pathsIn(name: string): Promise<string[]> {
  const requests = await (await caches.open(name)).keys();
  return requests.map((request) => new URL(request.url).pathname);
}

export {};
