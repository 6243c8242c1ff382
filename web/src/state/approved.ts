/** After approval: what desks ask of the server, the tables they exchange, and news of the portal by hand. */
import type { ProgressOperation } from "../domain/types";
import { api } from "../net/api";
import { type Answered, download, sendFile } from "../net/tables";
import type { components } from "../wire/api.gen";
import { type Refused, refusal } from "./desk";
import { session } from "./memory";
import { keep } from "./registrations";

type Wire = components["schemas"];
export type Approved = Wire["Approved"];
export type ApprovedItem = Wire["ApprovedItem"];
export type Stage = keyof Wire["StageCounts"];
export type Statement = Wire["Statement"];
export type Statements = Wire["Statements"];
export type WholeStatement = Wire["WholeStatement"];
export type ImportAnswer = Wire["ImportAnswer"];
export type ImportKind = "payments" | "clinics" | "accounts";

export const STAGES: readonly Stage[] = ["ready", "coded", "lapsed", "paid", "registered"];

export type Got<T> = { kind: "ok"; body: T } | { kind: Refused };
/** Undefined and empty values are not asked for. */
type Query = Readonly<Record<string, string | null | undefined>>;

export function loadApproved(query: Query): Promise<Got<Approved>> {
  return got<Approved>(`/approved${asked(query)}`);
}

export function loadStatements(query: Query): Promise<Got<Statements>> {
  return got<Statements>(`/statements${asked(query)}`);
}

export function loadStatement(account: string, month: string): Promise<Got<WholeStatement>> {
  return got<WholeStatement>(`/statements/${account}${asked({ month })}`);
}

async function got<T>(path: string): Promise<Got<T>> {
  const token = session.value?.token;
  if (!token) return { kind: "refused" };
  const reply = await api.get<T>(path, { kind: "bearer", token });
  if (reply.kind === "ok") return { kind: "ok", body: reply.body };
  return { kind: refusal(reply) ?? "refused" };
}

function asked(query: Query): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

/** A table of the server's, put among the downloads; null when it is there. */
export async function saveTable(
  name: string,
  query: Query & { format: "csv" | "xlsx" },
): Promise<Refused | null> {
  const token = session.value?.token;
  if (!token) return "refused";
  const found = await download(`/exports/${name}${asked(query)}`, { kind: "bearer", token });
  if (found.kind !== "ok") return found.kind === "unreachable" ? "offline" : "refused";
  saveFile(found.file, `${name}.${query.format}`);
  return null;
}

/** Puts a file among the downloads. */
export function saveFile(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // long after the browser has read it
}

interface ImportLine extends Partial<ImportAnswer> {
  read?: number;
  taken?: number;
}
export interface Importing {
  step: "reading" | "taking";
  rows: number;
}

/** Sends a table: a preview, or with the digest of one what was taken. */
export async function sendTable(
  kind: ImportKind,
  sending: { file: File; taking: string | null },
  onStep: (step: Importing) => void,
): Promise<Answered<ImportAnswer>> {
  const token = session.value?.token;
  if (!token) return { kind: "unreachable" };
  const answer = await sendFile<ImportLine>(
    `/imports/${kind}${asked({ taking: sending.taking })}`,
    { file: sending.file, credential: { kind: "bearer", token } },
    {
      onLine: ({ read, taken }) =>
        onStep(
          taken === undefined
            ? { step: "reading", rows: read ?? 0 }
            : { step: "taking", rows: taken },
        ),
      ends: (line) => line.state !== undefined,
    },
  );
  return answer as Answered<ImportAnswer>;
}

/** What the portal said of a registration, as it stood on the page. Resolves once it is durable. */
export function recordNews(
  { registration, version }: Pick<ApprovedItem, "registration" | "version">,
  { step, facts }: Pick<ProgressOperation, "step" | "facts">,
): Promise<void> {
  return keep({ kind: "progress", registration, base: version, step, facts });
}
