import type { components } from "../wire/api.gen";

/** An operation that waits for an admin or for its predecessor, as far as the server can read it. */
export type Waiting = components["schemas"]["WaitingItem"];
