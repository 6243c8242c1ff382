/** One table on its way: read, previewed, taken. Nothing is kept but the file in the hands of who chose it. */
import { useRef, useState } from "preact/hooks";
import {
  type ImportAnswer,
  type Importing,
  type ImportKind,
  saveFile,
  sendTable,
} from "../../state/approved";
import type { Refused } from "../../state/desk";
import { asCsv } from "../desk/csv";

export type ImportState =
  | { kind: "choosing"; problem: Refused | "cut" | null }
  | { kind: "sending"; at: Importing }
  | { kind: "answered"; answer: ImportAnswer };

export interface Import {
  state: ImportState;
  choose: (file: File) => void;
  take: () => void;
  again: () => void;
}

export function useImport(kind: ImportKind): Import {
  const [state, setState] = useState<ImportState>({ kind: "choosing", problem: null });
  const file = useRef<File | null>(null);
  async function send(taking: string | null) {
    if (!file.current) return;
    setState({ kind: "sending", at: { step: "reading", rows: 0 } });
    const answer = await sendTable(kind, { file: file.current, taking }, (at) =>
      setState({ kind: "sending", at }),
    );
    if (answer.kind === "ok") setState({ kind: "answered", answer: answer.last });
    else if (answer.kind === "problem") setState({ kind: "choosing", problem: "refused" });
    else setState({ kind: "choosing", problem: taking === null ? "offline" : "cut" });
  }
  return {
    state,
    choose: (chosen) => {
      file.current = chosen;
      void send(null);
    },
    take: () => {
      if (state.kind === "answered") void send(state.answer.digest);
    },
    again: () => setState({ kind: "choosing", problem: null }),
  };
}

/** First passwords as a table, for whoever hands them out. A password never begins like a formula. */
export function savePasswords({ passwords }: ImportAnswer, header: readonly string[]): void {
  const lines = passwords.map(({ username, name, password }) => [username, name, password]);
  saveFile(asCsv([header, ...lines]), "passwords.csv");
}
