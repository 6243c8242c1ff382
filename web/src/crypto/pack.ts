/** Raw DEFLATE of a text, as bytes: in boxes (P91) and in codes (P99). */

export async function packed(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Stops at `most` bytes, whatever was promised. Null where the bytes are not packed text, or too long. */
export async function unpacked(bytes: BufferSource, most: number): Promise<string | null> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return await new Blob(parts).text();
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return null;
      }
      parts.push(value);
    }
  } catch {
    return null; // broken, or cut off
  }
}
