import { open } from "node:fs/promises";
import { firstChanged, type GrowingStore, MemoryStore, type Refreshed } from "@clew/log";
import {
  documentLines,
  FollowedFile,
  isDocument,
  isEncodedFile,
  readPlain,
  type Source,
  TextCutter,
} from "../input/index.js";
import type { LogBytes } from "./explanations.js";

/** A small log, held in memory whole, with what came of it under other names before the files were rotated. */
export class MemoryLog extends MemoryStore implements GrowingStore {
  readonly #sources: readonly Source[];
  /** Compressed ones and documents are not among them: they do not grow, and are read once. */
  readonly #files: FollowedFile[] = [];
  readonly #pieces: string[] = [];
  #gathered: string[] = [];
  #length = 0;
  #isBegun = false;

  constructor(name: string, sources: readonly Source[]) {
    super(name);
    this.#sources = sources;
  }

  /** The length of the text that is held. */
  get length(): number {
    return this.#length;
  }

  bytes(): LogBytes {
    return { lines: this.#pieces };
  }

  async refresh(): Promise<Refreshed> {
    if (!this.#isBegun) for (const source of this.#sources) await this.#begin(source);
    this.#isBegun = true;
    for (const file of this.#files) {
      await file.poll();
      file.settle();
    }
    const pieces = this.#gathered.splice(0);
    if (pieces.length === 0) return { kind: "unchanged", messages: 0, ...firstChanged([]) };
    const before = this.messages;
    const changed = new Set<string>();
    for (const text of pieces) {
      for (const taskUuid of this.add(text)) changed.add(taskUuid);
      this.#pieces.push(text);
      this.#length += text.length;
    }
    return { kind: "grown", messages: this.messages - before, ...firstChanged(changed) };
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close();
  }

  async #begin(source: Source): Promise<void> {
    const sink = () => new TextCutter((text) => void this.#gathered.push(text));
    if (!(await isReadOnce(source.name))) {
      this.#files.push(new FollowedFile(source.name, sink));
      return;
    }
    const cutter = sink();
    for await (const chunk of documentLines(readPlain(source, () => {}))) cutter.push(chunk);
    cutter.end();
  }
}

/** Enough to tell a document by. */
const LOOKED_AT_BYTES = 64 * 1024;

async function isReadOnce(path: string): Promise<boolean> {
  if (await isEncodedFile(path)) return true;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    return isDocument(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
