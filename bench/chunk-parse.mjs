// The least that reading a log takes: 64 KiB chunks, split at newlines, each line parsed. Strings of larger chunks are memory of
// their own to the engine, which takes up to four times as long where the system is slow to map it.
import { closeSync, openSync, readSync } from "node:fs";

/** @param {string} path @returns {number} how many lines it has */
export function chunkParse(path) {
  let read = 0;
  eachLine(path, (line) => {
    JSON.parse(line);
    read++;
  });
  return read;
}

/** Each line of a file that is ASCII, or whose characters stand in one chunk. @param {string} path @param {(line: string) => void} use */
export function eachLine(path, use) {
  let rest = "";
  const bytes = Buffer.allocUnsafeSlow(1 << 16);
  eachChunk(path, bytes, (length) => {
    const text = rest + bytes.toString("utf8", 0, length);
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      use(text.slice(start, end));
      start = end + 1;
    }
    rest = text.slice(start);
  });
}

/** Reads a file into the same bytes again and again. @param {string} path @param {Buffer} bytes @param {(length: number) => void} use */
export function eachChunk(path, bytes, use) {
  const fd = openSync(path, "r");
  for (let length = readSync(fd, bytes); length > 0; length = readSync(fd, bytes)) use(length);
  closeSync(fd);
}
