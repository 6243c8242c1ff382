import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Reply } from "../net/api";
import { session } from "./memory";
import { changePassword, wrongOf } from "./own-password";

const NEW = "sepeda pagi tetangga";
const asked: unknown[][] = [];
let reply: Reply<null>;

vi.mock("../net/api", async (original) => ({
  ...(await original<typeof import("../net/api")>()),
  change: async (...given: unknown[]) => {
    asked.push(given);
    return reply;
  },
}));

const refused = (status: number, code: string, errors?: Record<string, string[]>): Reply<null> => ({
  kind: "problem",
  problem: { type: "", title: "", status, code, ...(errors && { errors }) },
  bytes: 0,
});

beforeEach(() => {
  asked.length = 0;
  const at = "2026-11-23T03:00:00.000Z";
  session.value = { token: "t", device_token: "d", expires_at: at, signed_in_at: at };
});
afterEach(() => {
  session.value = null;
});

test("P242: what is wrong with it is said before the server is asked", async () => {
  expect(wrongOf("", "sebelas hrf")).toEqual({ old: "missing", fresh: "length" });
  expect(wrongOf("lama", "x".repeat(201))).toEqual({ fresh: "length" });
  expect(wrongOf(NEW, NEW)).toEqual({ fresh: "same" });
  expect(wrongOf("lama", "🚲".repeat(11))).toEqual({ fresh: "length" });
  expect(wrongOf("lama", "duabelas hrf")).toEqual({});
  expect(await changePassword("lama", "pendek")).toEqual({
    kind: "wrong",
    wrong: { fresh: "length" },
  });
  expect(asked).toEqual([]);
});

test.each<[Reply<null>, object]>([
  [{ kind: "ok", body: null, bytes: 0 }, { kind: "changed" }],
  [{ kind: "unreachable", timed_out: true }, { kind: "offline" }],
  [refused(422, "invalid_request", { old: [""] }), { kind: "wrong", wrong: { old: "another" } }],
  [refused(422, "invalid_request", { new: [""] }), { kind: "wrong", wrong: { fresh: "easy" } }],
  [refused(429, "rate_limited"), { kind: "rate_limited" }],
  [refused(401, "session_expired"), { kind: "signed_out" }],
  [refused(403, "device_ended"), { kind: "refused" }],
])("P240: what the server's answer means (%#)", async (given, meant) => {
  reply = given;
  expect(await changePassword("lama", NEW)).toEqual(meant);
  const credential = { kind: "bearer", token: "t" };
  expect(asked).toEqual([["POST", "/me/password", credential, { old: "lama", new: NEW }]]);
});

test("P240: without a session nothing is asked", async () => {
  session.value = null;
  expect(await changePassword("lama", NEW)).toEqual({ kind: "signed_out" });
  expect(asked).toEqual([]);
});
