/**
 * Holds domain/types.ts to the server's own schema: this file compiles only while what the phone sends is
 * what the server takes, and what the server answers is what the phone reads. `make generate` writes api.gen.ts.
 */
import type { SyncAnswer, SyncRequest } from "../domain/types";
import type { components } from "./api.gen";

type Wire = components["schemas"];
type Fits<Given extends Wanted, Wanted> = Given;

/** All of them, so that none is unused: [sent is taken, told is read]. */
export type Agreed = [Fits<SyncRequest, Wire["SyncRequest"]>, Fits<Wire["SyncAnswer"], SyncAnswer>];
