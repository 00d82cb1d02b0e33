/** The thread's line to the program: questions with their answers, and what can be had while there are none. */

import type { LoopState, MonitorCancel, MonitorLook, MonitorMember, MonitorPlace } from "../observe/index.js";
import { Interrupter } from "./interrupter.js";
import { readShared, type SharedMember } from "./shared-table.js";
import type { Answer, InterruptedLook, MonitorThreadData, ProgramLook, Question } from "./thread-protocol.js";

/** Longer than a busy loop takes for a turn, and too short for a person to notice. */
const ANSWER_MS = 100;
/** An interrupt is taken within a millisecond, unless the machine is busy; or not before native code returns. */
const INTERRUPT_MS = 500;

interface Asked {
  readonly sentMs: number;
  /** Whether the answer is quick, so that it tells how the event loop does. */
  readonly isQuick: boolean;
  readonly settle: (answer: Answer) => void;
}

export class ProgramLink {
  readonly interrupter = new Interrupter();
  readonly #data: MonitorThreadData;
  readonly #post: (id: number, question: Question) => void;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  #delayMs = 0;
  #worstMs = 0;

  constructor(data: MonitorThreadData, post: (id: number, question: Question) => void) {
    this.#data = data;
    this.#post = post;
  }

  ask(question: Question): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise((settle) => {
      const isQuick = question.do === "look" || question.do === "ping";
      this.#asked.set(id, { sentMs: performance.now(), isQuick, settle });
      this.#post(id, question);
    });
  }

  answered(id: number, answer: Answer): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    if (asked.isQuick) {
      this.#delayMs = performance.now() - asked.sentMs;
      this.#worstMs = Math.max(this.#worstMs, this.#delayMs);
    }
    asked.settle(answer);
  }

  /** For how long the program has not answered. */
  get silentMs(): number {
    for (const { sentMs } of this.#asked.values()) return performance.now() - sentMs;
    return 0;
  }

  async look(most: number): Promise<MonitorLook> {
    const { isAnswering, ...look } = await this.#look(most);
    return look;
  }

  async #look(most: number): Promise<MonitorLook & Partial<Pick<InterruptedLook, "isAnswering">>> {
    const asked = this.ask({ do: "look", most });
    const answer = await within(asked, ANSWER_MS);
    if (answer !== undefined) return this.#fromProgram(answer as ProgramLook);
    const interrupted = this.interrupter.interrupt(most);
    // It may come to answer after all, which an interrupt that waits for native code does not.
    const first = await within(Promise.race([asked, interrupted]), INTERRUPT_MS);
    if (first == null) return this.#fromMemory(most);
    if (!("running" in first)) return this.#fromProgram(first as ProgramLook);
    return { ...first, at: now(), source: "interrupt", loop: this.#blocked() };
  }

  async where(member: number): Promise<MonitorPlace | null> {
    const asked = this.ask({ do: "where", member }) as Promise<MonitorPlace | null>;
    const answer = await within(asked, ANSWER_MS);
    if (answer !== undefined) return answer;
    const { source, members, running, isAnswering } = await this.#look(Number.MAX_SAFE_INTEGER);
    if (source === "program" || isAnswering) return asked;
    const found = members.find(({ id }) => id === member);
    if (found === undefined) return null;
    return {
      member,
      work: `the ${found.kind} ${found.name}; what it runs can be asked for when the event loop is free`,
      ...(found.spawnSite !== undefined && { spawnSite: found.spawnSite }),
      ...(found.taskId !== undefined && { taskId: found.taskId }),
      ...(running?.member === member && { stack: running.stack }),
    };
  }

  /** Resolves when it is done: a program whose event loop is blocked does it when it is free. */
  async cancel(member: number, by: string): Promise<MonitorCancel | null> {
    return (await this.ask({ do: "cancel", member, by })) as MonitorCancel | null;
  }

  #fromProgram({ members, total, busy }: ProgramLook): MonitorLook {
    return {
      at: now(),
      source: "program",
      loop: { ...this.#loop(), ...(busy === undefined ? {} : { busy }) },
      members,
      total,
    };
  }

  #fromMemory(most: number): MonitorLook {
    const { members, total, running } = readShared(this.#data.memory, most);
    return {
      at: now(),
      source: "memory",
      loop: this.#blocked(),
      ...(running !== 0 && { running: { member: running, stack: [] } }),
      members: members.map((member) => toMember(member, now() - this.#data.timeOrigin)),
      total,
    };
  }

  #loop(): LoopState {
    return { delayMs: this.#delayMs, worstMs: this.#worstMs };
  }

  #blocked(): LoopState {
    const blockedMs = this.silentMs;
    return { delayMs: blockedMs, worstMs: Math.max(this.#worstMs, blockedMs), blockedMs };
  }
}

function toMember(
  { id, kind, name, parent, isCancelled, beganMs, spawnSite }: SharedMember,
  ms: number,
): MonitorMember {
  return {
    id,
    kind,
    name,
    parent,
    state: isCancelled ? "cancelling" : kind === "scope" ? "open" : "running",
    waitsFor: [],
    ...(beganMs !== undefined && { ageMs: ms - beganMs }),
    ...(spawnSite !== undefined && { spawnSite }),
  };
}

/** Milliseconds since 1970, by a clock that goes on. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

/** What a promise gives, or `undefined` after so long. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
