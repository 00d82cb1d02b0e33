/** A writer thread that runs in this one, when a test says, and dies when a test says. */

import type { FileSystem } from "../file-system.js";
import {
  LogRing,
  RingDrain,
  type WriterThread,
  type WriterThreadData,
  type WriterThreadEvents,
} from "../thread/index.js";

/** What a thread that died has begun has no effect any more. */
class MortalRing extends LogRing {
  isDead = false;

  override publish(done: Parameters<LogRing["publish"]>[0]): void {
    if (!this.isDead) super.publish(done);
  }

  override beatIn(state: Parameters<LogRing["beatIn"]>[0]): void {
    if (!this.isDead) super.beatIn(state);
  }

  override get inFlight(): number {
    return super.inFlight;
  }

  override set inFlight(bytes: number) {
    if (!this.isDead) super.inFlight = bytes;
  }
}

/** How a thread dies: at its n-th file call, before or after it; and whether anybody is told. */
export interface Death {
  readonly at: number;
  readonly isAfter: boolean;
  readonly isTold: boolean;
}

export class ThreadForTests implements WriterThread {
  calls = 0;
  readonly #ring: MortalRing;
  readonly #events: WriterThreadEvents;
  readonly #death: Death | undefined;
  readonly #writer: RingDrain | undefined;
  #isOver = false;

  constructor(data: WriterThreadData, events: WriterThreadEvents, fs: FileSystem, death?: Death) {
    this.#ring = new MortalRing(data.shared);
    this.#events = events;
    this.#death = death;
    try {
      this.#writer = new RingDrain(this.#ring, data.target, data.options, this.#mortal(fs), () => events.moved());
    } catch (error) {
      this.#end(String(error));
    }
    queueMicrotask(() => {
      if (!this.#isOver && !this.#ring.isDead) events.ready();
    });
  }

  /** Does what a thread would do in a little time. */
  run(): void {
    if (this.#isOver || this.#ring.isDead || this.#writer === undefined) return;
    for (let i = 0; i < 20 && this.#ring.isThreads && !this.#ring.isStopping && !this.#writer.isGone; i++) {
      const waitMs = this.#writer.step();
      if (this.#ring.isDead) return;
      if (waitMs > 0) break;
    }
    if (!this.#ring.isStopping && !this.#writer.isGone) return;
    this.#writer.close();
    if (!this.#ring.isDead) this.#end("it ended with exit code 0");
  }

  terminate(): void {
    this.#ring.isDead = true;
    this.#end("it was terminated");
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ring.isThreads = false;
    queueMicrotask(() => this.#events.ended(reason));
  }

  /** File calls, at one of which the thread dies. */
  #mortal(fs: FileSystem): FileSystem {
    const calls = Object.entries(fs) as [string, (...given: unknown[]) => unknown][];
    return Object.fromEntries(calls.map(([name, call]) => [name, this.#mortalCall(call)])) as unknown as FileSystem;
  }

  #mortalCall(call: (...given: unknown[]) => unknown) {
    return (...given: unknown[]): unknown => {
      if (this.#ring.isDead) throw new Error("the dead call nobody");
      const isLast = ++this.calls === this.#death?.at;
      if (isLast && !this.#death?.isAfter) this.#die();
      const result = call(...given);
      if (isLast) this.#die();
      return result;
    };
  }

  #die(): never {
    this.#ring.isDead = true;
    if (this.#death?.isTold) this.#end("it died");
    throw new Error("it died");
  }
}
