// The app's core (web/src/store, sync, net, domain) for the simulation: many phones in one process, driven by
// lines of JSON. In: {"id", "phone", "do", …} or {"reply", …}. Out: {"done": id, "ok" | "error"} or {"fetch", …}.
import "fake-indexeddb/auto";
import { createInterface } from "node:readline";
import { ACTS } from "./acts.mjs";
import { phoneNamed } from "./copies.mjs";
import { answered, tell } from "./stage.mjs";
import { running } from "./storage.mjs";

// A transaction that ends in an error says so also where only its requests are waited for; a browser goes on.
process.on("unhandledRejection", () => {});

/** Of the event loop, and of more than the database takes from one step to the next. */
const TURNS = 5;

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.reply) answered(command);
  else void obey(command);
}

async function obey({ id, phone: name, do: act, ...told }) {
  const answer = await perform(name, act, told).then(
    (ok) => ({ ok: ok ?? null }),
    (error) => ({ error: error.stack ?? String(error) }),
  );
  await silence(phoneNamed(name));
  tell({ done: id, ...answer });
}

/** `dies`: after so many steps more the process ends, whatever it is at. */
async function perform(name, act, { dies, full, ...told }) {
  const phone = phoneNamed(name);
  Object.assign(running, { disk: phone.disk, life: phone.life });
  const { life } = phone;
  if (dies) life.diesAt = life.steps + dies;
  if (full) Object.assign(phone.disk, { fullAfter: full.after, fullAt: full.at });
  const done = ACTS[act](phone, told);
  if (act === "begin" || act === "end") return done;
  const answer = await Promise.race([done, life.ended]);
  if (dies) life.diesAt = Number.POSITIVE_INFINITY;
  if (full) phone.disk.fullAfter = Number.POSITIVE_INFINITY;
  return life.dead ? { died: life.steps } : answer;
}

/** What was read is told before its transaction ends: its last steps are this act's, not the next one's. */
async function silence(phone) {
  for (let turns = 0, seen = phone.life.steps; turns < TURNS; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (phone.life.steps !== seen) turns = 0;
    seen = phone.life.steps;
  }
}
