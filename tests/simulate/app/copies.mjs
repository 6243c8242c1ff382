// A copied phone: everything on its disk, as it is there at one moment, on another phone. What has not been
// committed by then is not there.
import { Disk, Life } from "./storage.mjs";

/** All phones by name; one that is not there yet begins with an empty disk. */
const phones = new Map();

export function phoneNamed(name) {
  const phone = phones.get(name) ?? withDisk(new Disk());
  phones.set(name, phone);
  return phone;
}

/** Puts a copy of the phone's disk, and the key to what is on it, on a phone of this name. */
export function copyPhone({ disk, keys }, name) {
  const copy = new Disk();
  for (const [at, raw] of disk.factory._databases) copy.factory._databases.set(at, copied(raw));
  phones.set(name, { ...withDisk(copy), keys });
}

/** Whether something is written that is not committed yet: a copy would have it. */
export function isWriting({ disk }) {
  const open = [...disk.factory._databases.values()].flatMap(({ transactions }) => transactions);
  return open.some(({ _state, _rollbackLog }) => _state !== "finished" && _rollbackLog.length > 0);
}

function withDisk(disk) {
  return { disk, life: new Life(disk) };
}

/** A database without its connections and what they are at. */
function copied(raw) {
  const copy = new raw.constructor(raw.name, raw.version);
  copy.rawObjectStores = deep(raw.rawObjectStores, new Map([[raw, copy]]));
  return copy;
}

/** A graph of objects anew, each with its class. */
function deep(value, known) {
  if (typeof value !== "object" || value === null) return value;
  const found = known.get(value);
  if (found) return found;
  const made = empty(value);
  known.set(value, made);
  if (value instanceof Map) for (const [key, one] of value) made.set(key, deep(one, known));
  else if (isWhole(value)) return made;
  else for (const key of Object.keys(value)) made[key] = deep(value[key], known);
  return made;
}

function empty(value) {
  if (isWhole(value)) return structuredClone(value);
  if (Array.isArray(value)) return [];
  return value instanceof Map ? new Map() : Object.create(Object.getPrototypeOf(value));
}

const isWhole = (value) =>
  [ArrayBuffer, CryptoKey, Date].some((kind) => value instanceof kind) || ArrayBuffer.isView(value);
