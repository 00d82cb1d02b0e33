// One file of a log from where it was left, as blocks of whole lines.

import { isUtf8 } from "node:buffer";
import { readSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { parseLine } from "clew/parse";
import {
  CHUNK_BYTES,
  documentLines,
  fileSource,
  InputError,
  isEncodedFile,
  type LineBlock,
  lineBlocks,
  looksForeign,
  MAX_LINE_BYTES,
  NOT_UTF8,
  OwnLines,
  readPlain,
} from "../../input/index.js";
import { type FileState, fingerprints, type UnusedPlace } from "../files/index.js";

const KEPT_UNUSED = 10;
const CHUNKS_A_TURN = 4;
const NEWLINE = 10;

/** Reads what is new in a file; afterwards `state` says how far it came. */
export class FileReader {
  readonly #name: string;
  /** The state of the file before. */
  readonly before: FileState | undefined;
  readonly #onBytes: (bytes: number) => void;
  readonly #unused: UnusedPlace[];
  #unusedCount: number;
  /** The number of the line after the last one that was seen. */
  #nextLine: number;
  #state: FileState | undefined;

  /** `before` is what a store knows of the file, to read it from there on. */
  constructor(name: string, before: FileState | undefined, onBytes: (bytes: number) => void) {
    this.#name = name;
    this.before = before;
    this.#onBytes = onBytes;
    this.#unused = [...(before?.unused ?? [])];
    this.#unusedCount = before?.unusedCount ?? 0;
    this.#nextLine = (before?.lines ?? 0) + 1;
  }

  /** The state of the file now that it is read. */
  get state(): FileState {
    if (this.#state === undefined) throw new Error(`${this.#name} is not read to its end yet`);
    return this.#state;
  }

  readonly unused = (line: number, reason: string): void => {
    if (this.#unusedCount++ < KEPT_UNUSED) this.#unused.push({ line, reason });
    this.seen(line + 1);
  };

  /** Says which line comes next. */
  seen(nextLine: number): void {
    this.#nextLine = Math.max(this.#nextLine, nextLine);
  }

  /** The lines that were not read before. Whoever reads a block says with `seen` what line comes after it. */
  async *blocks(): AsyncGenerator<LineBlock, void, undefined> {
    const file = await open(this.#name);
    try {
      const { size, mtimeMs, dev, ino } = await file.stat();
      const head = await headOf(file, size);
      // Lines of other loggers that belong together may stand far apart: what is new is not read without the rest.
      let isWhole = (await isEncodedFile(this.#name)) || looksForeign(head);
      const from = this.before?.readBytes ?? 0;
      const own = new OwnLines();
      let end = size;
      let torn: UnusedPlace | null = null;
      if (isWhole) {
        const plain = readPlain(this.#source(size), (reason) => this.unused(0, reason));
        yield* this.#own(lineBlocks(documentLines(plain), this.unused), own);
      } else {
        const tail = await tailOf(file, from, size);
        if (!tail.isMessage) end = tail.start;
        yield* this.#own(lineBlocks(this.#plain(file, from, end), this.unused, this.#nextLine), own);
        if (end < size && !tail.isBlank) torn = { line: this.#nextLine, reason: tail.reason };
        isWhole = own.lines.layers.describe() !== undefined;
      }
      this.#state = {
        name: this.#name,
        device: dev,
        inode: ino,
        readBytes: end,
        lines: this.#nextLine - 1,
        ...(await fingerprints(file, end)),
        isWhole,
        sizeBytes: size,
        changedMs: mtimeMs,
        unusedCount: this.#unusedCount,
        unused: this.#unused,
        torn,
      };
    } finally {
      await file.close();
    }
  }

  /** The lines as our own. */
  async *#own(blocks: AsyncIterable<LineBlock>, own: OwnLines): AsyncGenerator<LineBlock, void, undefined> {
    for await (const block of blocks) {
      const next = block.firstLine + block.lines;
      yield* own.blocks(block, this.unused);
      this.seen(next);
    }
    yield* own.lastBlock(this.unused);
  }

  #source(size: number) {
    const source = fileSource(this.#name, this.#name, size);
    const counted = async function* (onBytes: (bytes: number) => void) {
      for await (const chunk of source.read()) {
        onBytes(chunk.length);
        yield chunk;
      }
    };
    return { ...source, read: () => counted(this.#onBytes) };
  }

  async *#plain(file: FileHandle, from: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let at = from, turn = 1; at < end; turn++) {
      // A disk gives its bytes at once; but a page that is shown meanwhile has its turn now and then.
      const bytesRead = readSync(file.fd, chunk, 0, Math.min(CHUNK_BYTES, end - at), at);
      if (bytesRead === 0) {
        const why = "it became shorter while it was read; try again";
        throw new InputError("CLEW_CANNOT_READ", `Cannot read ${JSON.stringify(this.#name)}: ${why}`);
      }
      at += bytesRead;
      this.#onBytes(bytesRead);
      yield chunk.subarray(0, bytesRead);
      if (turn % CHUNKS_A_TURN === 0) await setImmediate();
    }
  }
}

/** Enough to tell by what a log is written in. */
const LOOKED_AT_BYTES = 64 * 1024;

async function headOf(file: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, LOOKED_AT_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
  return buffer.subarray(0, bytesRead);
}

/** The bytes after the last line end. */
interface Tail {
  readonly start: number;
  /** True for a whole message, of which only the line end is missing. */
  readonly isMessage: boolean;
  /** Nothing but white space, or the NULs that a crash of the machine leaves. */
  readonly isBlank: boolean;
  readonly reason: string;
}

async function tailOf(file: FileHandle, from: number, size: number): Promise<Tail> {
  const pieces: Buffer[] = [];
  let start = size;
  while (start > from && size - start <= MAX_LINE_BYTES) {
    const length = Math.min(CHUNK_BYTES, start - from);
    const piece = Buffer.alloc(length);
    await file.read(piece, 0, length, start - length);
    const newline = piece.lastIndexOf(NEWLINE);
    pieces.unshift(piece.subarray(newline + 1));
    start -= length - newline - 1;
    if (newline !== -1) break;
  }
  // A line that is too long is read, to be counted where all others are.
  if (start === size || size - start > MAX_LINE_BYTES) return { start, isMessage: true, isBlank: false, reason: "" };
  const bytes = Buffer.concat(pieces);
  if (!isUtf8(bytes)) return { start, isMessage: false, isBlank: false, reason: NOT_UTF8 };
  const text = bytes.toString();
  const parsed = parseLine(text);
  const isBlank = /^[\s\0]*$/.test(text);
  return { start, isMessage: parsed.ok, isBlank, reason: parsed.ok ? "" : parsed.reason };
}
