import { afterEach, describe, expect, test, vi } from "vitest";
import { api } from "./api";

const asked: Request[] = [];

/** The next answer of whatever is on the other side. */
function answering(answer: Response | Error): void {
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push(new Request(`http://phone${path}`, init));
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

const CREDENTIAL = { kind: "device", token: "abc" } as const;
const json = (body: unknown, status = 200, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });

test("a request goes gzipped, with its credential", async () => {
  const told = { receipts: {}, limits: {} };
  answering(json(told));
  const text = JSON.stringify({ long: "x".repeat(10_000) });
  expect(await api.sync(text, CREDENTIAL)).toMatchObject({ kind: "ok", body: told });
  const [request] = asked;
  expect(request?.headers.get("Authorization")).toBe("Device abc");
  expect(request?.headers.get("Content-Encoding")).toBe("gzip");
  const sent = (await request?.arrayBuffer()) ?? new ArrayBuffer(0);
  expect(sent.byteLength).toBeLessThan(200);
  const open = new Blob([sent]).stream().pipeThrough(new DecompressionStream("gzip"));
  expect(await new Response(open).text()).toBe(text);
});

test("P49 JSON that is no answer of the protocol is no answer", async () => {
  for (const strange of [{ fine: true }, [], null, "welcome"]) {
    answering(json(strange));
    expect(await api.sync("{}", CREDENTIAL)).toEqual({ kind: "unreachable", timed_out: false });
  }
});

test("P49 nobody is taken for who they are by somebody else's JSON", async () => {
  const away = { kind: "unreachable", timed_out: false };
  const body = { username: "rina", password: "x", device: { id: "d", label: "HP", app: "0" } };
  for (const strange of [{}, null, { hello: "phone" }]) {
    answering(json(strange));
    expect(await api.me(CREDENTIAL)).toEqual(away);
    answering(json(strange));
    expect(await api.signIn(body)).toEqual(away);
  }
});

test("what an exchange cost is told", async () => {
  answering(new Response("{}", { headers: { "Content-Length": "1234" } }));
  const reply = await api.get("/devices", CREDENTIAL);
  expect(reply).toEqual({ kind: "ok", body: {}, bytes: 1234 });
});

test("an empty answer is no trouble", async () => {
  answering(new Response(null, { status: 204 }));
  expect(await api.signOut(CREDENTIAL)).toEqual({ kind: "ok", body: null, bytes: 0 });
});

test("the server's problems keep their code", async () => {
  answering(json({ code: "forbidden", status: 403 }, 403, "application/problem+json"));
  expect(await api.me(CREDENTIAL)).toMatchObject({
    kind: "problem",
    problem: { code: "forbidden" },
  });
});

describe("the server was not reached", () => {
  const away = { kind: "unreachable", timed_out: false };
  test.each([
    ["no network", new TypeError("Failed to fetch")],
    ["a proxy's page", new Response("<h1>Bad gateway</h1>", { status: 502 })],
    [
      "a server in trouble (P49)",
      json({ code: "internal_error" }, 500, "application/problem+json"),
    ],
    ["a captive portal that says 200", new Response("<h1>Welcome</h1>")],
    ["an answer cut off", new Response('{"receipts": {"thr')],
  ])("%s", async (_, answer) => {
    answering(answer);
    expect(await api.me(CREDENTIAL)).toEqual(away);
  });

  test("a time-out is told apart", async () => {
    answering(new DOMException("too slow", "TimeoutError"));
    expect(await api.me(CREDENTIAL)).toEqual({ kind: "unreachable", timed_out: true });
  });
});
