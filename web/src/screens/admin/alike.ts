/** By what claims look alike (M74), in words. */
import type { Alike, Thread } from "../../domain/types";
import { d } from "../../text/desk";

const THREE: readonly Alike[] = ["name_birth", "name_phone", "birth_phone"];

/** "NIK sama; nama dan nomor HP sama, tanggal lahir mirip". */
export function waysOf({ alike = [] }: Thread): string {
  const all = THREE.every((way) => alike.includes(way));
  const pairs = alike.filter((way) => way !== "nik" && !all).map((way) => d(`alike.${way}`));
  return [
    ...(alike.includes("nik") ? [d("alike.nik")] : []),
    ...(all ? [d("alike.all_three")] : pairs),
  ].join("; ");
}

export function alikeWords(thread: Thread): string {
  return d("alike.title", { ways: waysOf(thread) });
}
