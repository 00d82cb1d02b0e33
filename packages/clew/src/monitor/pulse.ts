/**
 * Feels whether the event loop turns, ten times a second, while somebody is attached. Where it does not, it finds out
 * who holds it, and says so when it is over.
 */

import type { MonitorEvent } from "../observe/index.js";
import type { ProgramLink } from "./program-link.js";

const EVERY_MS = 100;
/** Less is a busy loop, not a blocked one. */
const BLOCKED_MS = 200;

/** What held the event loop, and for how long. */
export type Block = Pick<MonitorEvent, "member" | "kind" | "name" | "stack"> & { readonly ms: number };

export class Pulse {
  readonly #link: ProgramLink;
  readonly #ended: (block: Block) => void;
  #timer: NodeJS.Timeout | undefined;
  #isOut = false;
  #isFound = false;
  #found: Omit<Block, "ms"> = NOBODY;

  constructor(link: ProgramLink, ended: (block: Block) => void) {
    this.#link = link;
    this.#ended = ended;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#beat(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    if (!this.#isOut) void this.#ping();
    else if (!this.#isFound && this.#link.silentMs >= BLOCKED_MS - EVERY_MS) void this.#find();
  }

  async #ping(): Promise<void> {
    this.#isOut = true;
    const sentMs = performance.now();
    await this.#link.ask({ do: "ping" });
    const ms = performance.now() - sentMs;
    this.#isOut = false;
    this.#isFound = false;
    if (ms >= BLOCKED_MS) this.#ended({ ...this.#found, ms });
    this.#found = NOBODY;
  }

  /** Native code takes the interrupt only when it returns; that is still in what called it. */
  async #find(): Promise<void> {
    this.#isFound = true;
    const seen = await this.#link.interrupter.interrupt(Number.MAX_SAFE_INTEGER);
    if (seen === undefined) return;
    const { member, stack } = seen.running;
    const found = seen.members.find(({ id }) => id === member);
    this.#found = { member, kind: found?.kind ?? "program", name: found?.name ?? "", stack };
  }
}

const NOBODY: Omit<Block, "ms"> = { member: 0, kind: "program", name: "", stack: [] };
