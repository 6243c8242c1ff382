/** What the pages about people's data ask of the server; none of it is kept on the phone. */
import { api, change, type Reply } from "../net/api";
import { type FileReply, postForFile } from "../net/files";
import type { components } from "../wire/api.gen";
import { type Refused, refusal } from "./desk";
import { session } from "./memory";

type Wire = components["schemas"];
export type Found = Wire["Found"];
export type FoundPage = Wire["Registrations"];
export type Whole = Wire["History"];
export type Happened = Wire["HistoryItem"];
export type ProcessingPage = Wire["Processing"];
export type Processed = Wire["ProcessingEntry"];
export type Asked<T> = { kind: "ok"; body: T } | { kind: Refused };
type Credential = { kind: "bearer"; token: string };

export function searchPeople(wanted: Wire["Search"]): Promise<Asked<FoundPage>> {
  return asked((credential) =>
    change<FoundPage>("POST", "/registrations/search", credential, wanted),
  );
}

export function wholeHistory(id: string): Promise<Asked<Whole>> {
  return asked((credential) => api.get<Whole>(`/registrations/${id}/history`, credential));
}

export function processingPage(query: Record<string, string>): Promise<Asked<ProcessingPage>> {
  const asking = `/processing?${new URLSearchParams(query)}`;
  return asked((credential) => api.get<ProcessingPage>(asking, credential));
}

export async function accessFile(id: string): Promise<FileReply> {
  const token = session.value?.token;
  if (!token) return { kind: "refused" };
  return postForFile(`/registrations/${id}/access-file`, { kind: "bearer", token });
}

async function asked<T>(ask: (credential: Credential) => Promise<Reply<T>>): Promise<Asked<T>> {
  const token = session.value?.token;
  if (!token) return { kind: "refused" };
  const reply = await ask({ kind: "bearer", token });
  if (reply.kind === "ok") return { kind: "ok", body: reply.body };
  return { kind: refusal(reply) ?? "refused" };
}
