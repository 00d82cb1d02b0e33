import { open } from "node:fs/promises";
import { MemoryStore } from "@clew/log";
import { FollowedFile, readPlain, type Source, TextCutter } from "../input/index.js";
import type { LogBytes } from "./explanations.js";
import type { GrowingStore, Refreshed } from "./growing-store.js";

const MOST_TASKS = 1000;

/** A small log, held in memory whole, with what came of it under other names before the files were rotated. */
export class MemoryLog extends MemoryStore implements GrowingStore {
  readonly #sources: readonly Source[];
  /** Compressed ones are not among them: they cannot grow, and are read once. */
  readonly #files: FollowedFile[] = [];
  readonly #pieces: string[] = [];
  #gathered: string[] = [];
  #length = 0;
  #isBegun = false;

  constructor(name: string, sources: readonly Source[]) {
    super(name);
    this.#sources = sources;
  }

  /** How much text is held. */
  get length(): number {
    return this.#length;
  }

  bytes(): LogBytes {
    return { lines: this.#pieces };
  }

  async refresh(): Promise<Refreshed> {
    if (!this.#isBegun) for (const source of this.#sources) await this.#begin(source);
    this.#isBegun = true;
    for (const file of this.#files) await file.poll();
    const pieces = this.#gathered.splice(0);
    if (pieces.length === 0) return { kind: "unchanged", taskUuids: [], moreTasks: false };
    const changed = new Set<string>();
    for (const text of pieces) {
      for (const taskUuid of this.add(text)) changed.add(taskUuid);
      this.#pieces.push(text);
      this.#length += text.length;
    }
    return { kind: "grown", taskUuids: [...changed].slice(0, MOST_TASKS), moreTasks: changed.size > MOST_TASKS };
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close();
  }

  async #begin(source: Source): Promise<void> {
    const sink = () => new TextCutter((text) => void this.#gathered.push(text));
    if (!(await isCompressed(source.name))) {
      this.#files.push(new FollowedFile(source.name, sink));
      return;
    }
    const cutter = sink();
    for await (const chunk of readPlain(source, () => {})) cutter.push(chunk);
    cutter.end();
  }
}

async function isCompressed(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.readUInt16BE() === 0x1f8b || buffer.readUInt32LE() === 0xfd2fb528;
  } finally {
    await file.close();
  }
}
