// UTF-16 to UTF-8, as PowerShell's `>` and some tools of Windows write logs.

/** The encoding that a byte order mark at the beginning says; without one, that of signs of which each second byte is 0. */
export function utf16In(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const pairs = Math.min(head.length, MOST_LOOKED_AT) >> 1;
  if (pairs < 2) return undefined;
  const isZero = (first: 0 | 1) => Array.from({ length: pairs }, (_, pair) => head[2 * pair + first] === 0);
  const [first, second] = [isZero(0), isZero(1)];
  if (second.every(Boolean) && !first.some(Boolean)) return "utf-16le";
  return first.every(Boolean) && !second.some(Boolean) ? "utf-16be" : undefined;
}

/** Signs enough to tell, and few enough to be of ASCII, as those of a log are at its beginning. */
const MOST_LOOKED_AT = 8;

export async function* fromUtf16(
  chunks: AsyncIterable<Buffer>,
  encoding: "utf-16le" | "utf-16be",
): AsyncGenerator<Buffer, void, undefined> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== "") yield Buffer.from(rest);
}
