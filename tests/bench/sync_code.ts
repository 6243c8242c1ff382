/** The whole way of an operation: saved, sent, its receipt and the feed taken in. */

export { api } from "../../web/src/net/api";
export { save } from "../../web/src/store/save";
export { syncOnce } from "../../web/src/sync/run";
