import type { FileSystem } from "../file-system.js";

const NEWLINE = 10;

/**
 * The lines that do not stand at the end of a file. A thread that died in the middle of a write cannot say whether it
 * was done; each line has its own place in its task, so that the file can be asked.
 */
export function unwrittenLines(lines: Uint8Array, path: string, fs: FileSystem): Uint8Array {
  const end = endOf(path, 2 * lines.length + END, fs);
  if (end === undefined) return lines;
  const unwritten: Uint8Array[] = [];
  for (let from = 0; from < lines.length; ) {
    const to = lines.indexOf(NEWLINE, from) + 1;
    const line = Buffer.from(lines.buffer, lines.byteOffset + from, to - from);
    if (!end.includes(line)) unwritten.push(line);
    from = to;
  }
  return Buffer.concat(unwritten);
}

/** Others may have written to the file after it. */
const END = 256 * 1024;

function endOf(path: string, most: number, fs: FileSystem): Buffer | undefined {
  let fd: number | undefined;
  try {
    fd = fs.openSync(path, "r");
    const { size } = fs.fstatSync(fd);
    const bytes = Buffer.alloc(Math.min(size, most));
    const read = fs.readSync(fd, bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, read);
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeQuietly(fd, fs);
  }
}

function closeQuietly(fd: number, fs: FileSystem): void {
  try {
    fs.closeSync(fd);
  } catch {
    // It was only read from.
  }
}
