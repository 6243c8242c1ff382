// A phone's disk and the processes that live on it, over fake-indexeddb: a process may end between any two
// awaits, the power may go (relaxed commits are lost, strict ones with all before them are kept), and the disk
// may be full. Everything is counted in steps, so that the same step is the same moment in each run.
import { IDBDatabase, IDBFactory, IDBTransaction } from "fake-indexeddb";

const NEVER = Number.POSITIVE_INFINITY;

/** Whose code runs now: one phone at a time, so that nothing hangs on how the machine schedules. */
export const running = { disk: null, life: null };

/** From the start of the app's process on a phone to its end. */
export class Life {
  steps = 0;
  diesAt = NEVER;
  dead = false;
  /** Called at each step: something else may begin there. */
  onStep = () => {};

  constructor(disk) {
    this.disk = disk;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** One more await is over; false where the process ended before that was heard. */
  goesOn() {
    if (this.dead) return false;
    this.steps += 1;
    this.onStep(this.steps);
    if (this.steps >= this.diesAt) this.die();
    return !this.dead;
  }

  die() {
    if (this.dead) return;
    this.dead = true;
    this.disk.abandon();
    this.end();
  }
}

export class Disk {
  factory = new IDBFactory();
  /** How to undo each relaxed commit since the last strict one, in their order. */
  relaxed = [];
  /** Counts down to the write that finds no room; it fails where it is put, or at its commit. */
  fullAfter = NEVER;
  fullAt = "commit";

  /** The process is gone: what was not committed is not there. */
  abandon() {
    for (const raw of this.factory._databases.values()) {
      for (const tx of raw.transactions.filter(({ _state }) => _state !== "finished")) {
        for (const undo of tx._rollbackLog.reverse()) undo();
        tx._state = "finished";
      }
      raw.transactions = [];
      raw.connections = [];
    }
  }

  /** Only the first `kept` of the relaxed commits had reached the disk. */
  losePower(kept) {
    while (this.relaxed.length > kept) for (const undo of this.relaxed.pop()) undo();
    this.relaxed = []; // what has survived is on the disk
  }

  committed(tx) {
    if (tx.mode === "readonly") return;
    if (tx.durability === "strict" || tx.mode === "versionchange") this.relaxed = [];
    else this.relaxed.push(tx._rollbackLog.toReversed());
  }

  /** Whether this write is the one that finds no room. */
  isFull(at, tx) {
    if (tx.mode !== "readwrite" || this.fullAt !== at || this.fullAfter === NEVER) return false;
    this.fullAfter -= 1;
    if (this.fullAfter >= 0) return false;
    this.fullAfter = NEVER;
    return true;
  }
}

const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...wanted) {
  this.life ??= running.life;
  if (this.life.dead) throw new DOMException("the process has ended", "InvalidStateError");
  return begin.apply(this, wanted);
};

const goOn = IDBTransaction.prototype._start;
IDBTransaction.prototype._start = function () {
  const { life } = this.db;
  if (life.dead) return;
  const next = this._requests.find(({ request }) => request.readyState !== "done");
  if (next) {
    if (!life.goesOn()) return;
    if (writes(next) && life.disk.isFull("put", this)) next.operation = noRoom;
  } else if (this._state !== "finished") {
    if (!life.goesOn()) return; // before the commit
    if (life.disk.isFull("commit", this)) return this._abort("QuotaExceededError");
    life.disk.committed(this);
    this._state = "committing";
    const heard = keptThrough(this, () => life.goesOn()); // after it, before anybody is told
    if (!heard) return;
  }
  goOn.call(this);
};

/** Runs `work` while the transaction is beyond being undone. */
function keptThrough(tx, work) {
  const undone = tx._rollbackLog;
  tx._rollbackLog = [];
  const done = work();
  tx._rollbackLog = undone;
  return done;
}

/** A put or an add; reading and deleting need no room. */
function writes({ operation }) {
  return operation.name.endsWith("storeRecord");
}

function noRoom() {
  throw new DOMException("no room", "QuotaExceededError");
}
