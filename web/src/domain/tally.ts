/**
 * Counting and hashing what the phone holds, to tell whether it is what the server holds (P57, P58).
 * sync/tally.py is the twin, tests/vectors/tally.json holds both.
 */
import { digest } from "./chain";

export const BUCKETS = 64;
const MODULUS = 1n << 256n;

/** What one live entry adds: to which bucket, and how much, 64 hex digits. */
export interface Weight {
  bucket: number;
  digest: string;
}

export async function weigh(registration: string, seq: number): Promise<Weight> {
  const [place, weight] = await Promise.all([
    digest(registration),
    digest(`${registration}:${seq}`),
  ]);
  return { bucket: Number.parseInt(place.slice(0, 2), 16) % BUCKETS, digest: weight };
}

/** How mending a replica that was not what the server held has ended (P59). */
export interface Repair {
  how: "buckets" | "reset" | "failed";
  at: string;
}

/** A tally as it is stored: entries counted, and the sum of each bucket, 64 hex digits. */
export interface StoredTally {
  count: number;
  buckets: string[];
}

/** A tally that follows what is laid in and taken out. */
export class Tally {
  #count: number;
  #sums: bigint[];

  constructor(stored: StoredTally | null = null) {
    this.#count = stored?.count ?? 0;
    this.#sums = stored
      ? stored.buckets.map((sum) => BigInt(`0x${sum}`))
      : new Array<bigint>(BUCKETS).fill(0n);
  }

  add(weight: Weight): void {
    this.#move(weight, 1);
  }

  remove(weight: Weight): void {
    this.#move(weight, -1);
  }

  get count(): number {
    return this.#count;
  }

  /** The sum of all buckets, 64 hex digits. */
  get digest(): string {
    return hex(this.#sums.reduce((all, sum) => all + sum, 0n) % MODULUS);
  }

  stored(): StoredTally {
    return { count: this.#count, buckets: this.#sums.map(hex) };
  }

  #move({ bucket, digest }: Weight, sign: 1 | -1): void {
    const sum = (this.#sums[bucket] ?? 0n) + BigInt(sign) * BigInt(`0x${digest}`);
    this.#sums[bucket] = (sum + MODULUS) % MODULUS;
    this.#count += sign;
  }
}

function hex(sum: bigint): string {
  return sum.toString(16).padStart(64, "0");
}
