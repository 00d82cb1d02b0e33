// One file by its name, whatever becomes of what it names: it may not exist yet, grow, be cut short, or be renamed
// while another takes its place. What was renamed may still be written to, so it is read for a while.

import { type FileHandle, open, stat } from "node:fs/promises";
import { cannotRead } from "./input-error.js";
import type { LayerSink } from "./layers/index.js";
import { CHUNK_BYTES } from "./source.js";

/** Where a file that exists already is begun with. */
export interface FollowStart {
  /** So many of its last bytes are read, to know what is open. */
  readonly windowBytes: number;
  /** So many of its last lines are given as new. */
  readonly lines: number;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly dev: number;
  readonly ino: number;
  readonly cutter: ByteSink;
  offset: number;
  /** The last bytes before the offset: where others stand there, the file began anew. */
  last: Buffer;
  /** How often nothing was found in it since it lost its name. */
  quiet: number;
}

/** Where the bytes of one file go. */
export interface ByteSink {
  /** The piece may be overwritten afterwards. */
  push(piece: Buffer): void;
  /** No more will come. */
  end(): void;
  /** Nothing came for a while: what waits for what may follow is said. */
  settle(): void;
  /** The file begins anew. */
  restart(): void;
}

/** Opens a sink for a file; its first line is 0 where nobody knows which it is. What stands `before` is only remembered. */
export type OpenSink = (firstLine: number, before?: { readonly bytes: Buffer; readonly sink: LayerSink }) => ByteSink;

/** A program that is told to reopen its log does so within seconds; a poll comes at least four times in one. */
const QUIET_POLLS = 40;
const MOST_RENAMED = 8;
const NEWLINE = 10;

/** Follows a name. Nothing happens between two calls of `poll`. */
export class FollowedFile {
  readonly #path: string;
  readonly #openSink: OpenSink;
  #file: OpenFile | undefined;
  #renamed: OpenFile[] = [];

  /** `openSink` is called for each file that bears the name. */
  constructor(path: string, openSink: OpenSink) {
    this.#path = path;
    this.#openSink = openSink;
  }

  /**
   * Reads the end of the file as it is now: what came before the last lines goes to `old`. Says whether there is a file.
   */
  async begin({ windowBytes, lines }: FollowStart, old: LayerSink): Promise<boolean> {
    const handle = await this.#open();
    if (handle === undefined) return false;
    const { size, dev, ino } = await handle.stat();
    const from = Math.max(0, size - windowBytes);
    const bytes = await readFully(handle, from, size - from);
    // A window may begin in the middle of a line.
    const whole = from === 0 ? bytes : bytes.subarray(bytes.indexOf(NEWLINE) + 1);
    const cut = startOfLast(whole, lines);
    const firstLine = from === 0 ? 1 : 0;
    const cutter = this.#openSink(firstLine, { bytes: whole.subarray(0, cut), sink: old });
    cutter.push(whole.subarray(cut));
    this.#file = { handle, dev, ino, cutter, offset: from + bytes.length, last: endOf(bytes), quiet: 0 };
    return true;
  }

  /** Reads what is new. */
  async poll(): Promise<void> {
    await this.#readRenamed();
    if (this.#file !== undefined) {
      if (await isAnew(this.#file)) await this.#beginAgain(this.#file);
      else await readOn(this.#file);
    }
    const named = await stat(this.#path).catch(() => undefined);
    if (named === undefined) return;
    const file = this.#file;
    if (file !== undefined && named.dev === file.dev && named.ino === file.ino) {
      if (named.size < file.offset) await this.#beginAgain(file);
      return;
    }
    const handle = await this.#open();
    if (handle === undefined) return;
    if (file !== undefined) this.#renamed.push(file);
    while (this.#renamed.length > MOST_RENAMED) await letGo(this.#renamed.shift() as OpenFile);
    const { dev, ino } = await handle.stat();
    this.#file = { handle, dev, ino, cutter: this.#openSink(1), offset: 0, last: NOTHING, quiet: 0 };
    await readOn(this.#file);
  }

  /** Says what waits for lines that may follow. */
  settle(): void {
    this.#file?.cutter.settle();
  }

  async close(): Promise<void> {
    const files = this.#file === undefined ? this.#renamed : [...this.#renamed, this.#file];
    this.#file = undefined;
    this.#renamed = [];
    for (const file of files) await letGo(file);
  }

  async #readRenamed(): Promise<void> {
    for (const file of this.#renamed) file.quiet = (await readOn(file)) ? 0 : file.quiet + 1;
    for (const file of this.#renamed.filter(({ quiet }) => quiet > QUIET_POLLS)) await letGo(file);
    this.#renamed = this.#renamed.filter(({ quiet }) => quiet <= QUIET_POLLS);
  }

  /** It was cut short, as by `copytruncate`: what is in it now is new. */
  async #beginAgain(file: OpenFile): Promise<void> {
    file.offset = 0;
    file.last = NOTHING;
    file.cutter.restart();
    await readOn(file);
  }

  /** `undefined` while there is no such file. */
  async #open(): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path);
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === "ENOENT") return undefined;
      throw cannotRead(this.#path, error);
    }
  }
}

/** Reads to the end, and says whether there was anything. */
async function readOn(file: OpenFile): Promise<boolean> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let found = false; ; found = true) {
    const { bytesRead } = await file.handle.read(chunk, 0, chunk.length, file.offset);
    if (bytesRead === 0) return found;
    file.offset += bytesRead;
    file.last = endOf(
      bytesRead >= MOST_REMEMBERED
        ? chunk.subarray(0, bytesRead)
        : Buffer.concat([file.last, chunk.subarray(0, bytesRead)]),
    );
    file.cutter.push(chunk.subarray(0, bytesRead));
  }
}

const NOTHING = Buffer.alloc(0);
/** Enough of a line to tell it from another one. */
const MOST_REMEMBERED = 64;

function endOf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(-MOST_REMEMBERED));
}

/** Whether a file that is as long as before, or longer, was cut short and written anew since it was read. */
async function isAnew({ handle, offset, last }: OpenFile): Promise<boolean> {
  if (last.length === 0) return false;
  const { size } = await handle.stat();
  if (size <= offset) return false;
  return !(await readFully(handle, offset - last.length, last.length)).equals(last);
}

async function letGo(file: OpenFile): Promise<void> {
  file.cutter.end();
  await file.handle.close();
}

async function readFully(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Where the last so many lines begin; an unfinished one at the end is none of them. */
function startOfLast(bytes: Buffer, lines: number): number {
  let at = bytes.lastIndexOf(NEWLINE);
  for (let left = lines; left > 0 && at > 0; left--) at = bytes.lastIndexOf(NEWLINE, at - 1);
  return lines > 0 && at <= 0 ? 0 : at + 1;
}
