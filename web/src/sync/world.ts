/** What a sync run needs of the world. */
import type { Api } from "../net/api";
import type { Taken } from "../store/answer";
import type { ReplicaRow } from "../store/schema";

export interface Health {
  persisted: boolean | null;
  free_bytes: number | null;
}

/** What a run needs of the world, and whom it tells. */
export interface World {
  api: Api;
  /** Milliseconds. */
  clock: () => number;
  app: string;
  health: () => Promise<Health>;
  onTaken: (taken: Taken) => void;
  /** Numbers on their way now; empty when they are there or not. */
  onSending: (numbers: number[]) => void;
  /** The words of these have gone (P146). */
  onFaded: (rows: readonly ReplicaRow[]) => void;
  onMe: () => void;
  /** A UUID that was never used. */
  newId: () => string;
  /** The phone is another device now (P105): every row has another number. */
  onRenewed: () => Promise<void>;
}
