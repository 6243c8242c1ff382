/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance. `random` gives that many random bytes. */
export function uuid7(now: number, random: (count: number) => Uint8Array): string {
  const chance = random(10);
  const time = now.toString(16).padStart(12, "0");
  const tail = Array.from(chance, (byte, i) => {
    if (i === 0) return (byte & 0x0f) | 0x70; // version 7
    return i === 2 ? (byte & 0x3f) | 0x80 : byte; // variant of RFC 9562
  })
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const id = time + tail;
  return [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join(
    "-",
  );
}
