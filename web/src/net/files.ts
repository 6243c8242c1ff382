/** A file that the server makes, as bytes. Nothing here throws. */
import type { Credential } from "./api";

export type FileReply = { kind: "ok"; file: Blob; name: string } | { kind: "offline" | "refused" };

const PATIENCE_MS = 120_000;

export async function postForFile(path: string, { token }: Credential): Promise<FileReply> {
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) return { kind: answer.status >= 500 ? "offline" : "refused" };
    const said = answer.headers.get("Content-Disposition") ?? "";
    const name = /filename="([^"]+)"/.exec(said)?.[1] ?? "data";
    return { kind: "ok", file: await answer.blob(), name };
  } catch {
    return { kind: "offline" };
  }
}
