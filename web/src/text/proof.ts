/** Words of the pages about people's data, in the desks' chunks. */
import { type Worded, worded } from "./desk";
import { proofEn } from "./proof.en";
import { type ProofKey, proofId } from "./proof.id";

export type { ProofKey } from "./proof.id";

const WORDS: Worded<ProofKey> = { id: proofId, en: proofEn };

export function p(key: ProofKey, values: Readonly<Record<string, string | number>> = {}): string {
  return worded(WORDS, key, values);
}

/** Whether there are words under a key that was put together. */
export function isProofText(key: string): key is ProofKey {
  return key in proofId;
}
