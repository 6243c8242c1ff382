/** Tables to and from the server, as the desks exchange them. Nothing here throws; every end is a value. */
import type { Problem } from "../domain/types";
import { BASE, type Credential } from "./api";

export type Fetched =
  | { kind: "ok"; file: Blob }
  | { kind: "problem"; problem: Problem }
  | { kind: "unreachable" };

/** A table or another file, as the server streams it. */
export async function download(path: string, { token }: Credential): Promise<Fetched> {
  try {
    const answer = await fetch(BASE + path, {
      headers: { Authorization: `Bearer ${token}` },
      cache: "no-store",
    });
    if (answer.ok) return { kind: "ok", file: await answer.blob() };
    return await refusal(answer);
  } catch {
    return { kind: "unreachable" };
  }
}

export type Answered<Line> =
  | { kind: "ok"; last: Line }
  | { kind: "problem"; problem: Problem }
  | { kind: "unreachable" };

/**
 * Sends a file and reads the lines of the answer as they come; the last one is what came of it. An answer that ends
 * before a line that `ends` it was cut off.
 */
export async function sendFile<Line>(
  path: string,
  sending: { file: Blob; credential: Credential },
  { onLine, ends }: { onLine: (line: Line) => void; ends: (line: Line) => boolean },
): Promise<Answered<Line>> {
  try {
    const answer = await fetch(BASE + path, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${sending.credential.token}`,
        "Content-Type": "application/octet-stream",
      },
      body: sending.file,
      cache: "no-store",
    });
    if (!answer.ok || !answer.body) return await refusal(answer);
    for await (const line of lines<Line>(answer.body)) {
      if (ends(line)) return { kind: "ok", last: line };
      onLine(line);
    }
    return { kind: "unreachable" };
  } catch {
    return { kind: "unreachable" };
  }
}

async function refusal(answer: Response) {
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  if (!isProblem || answer.status >= 500) return { kind: "unreachable" } as const;
  return { kind: "problem", problem: (await answer.json()) as Problem } as const;
}

async function* lines<Line>(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Line> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const whole = (rest + piece.value).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) yield JSON.parse(line) as Line;
  }
}
