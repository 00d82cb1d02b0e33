/** What the program does for its monitor: it answers the thread, and can be asked in the middle of anything. */

import type { MonitorCancel, MonitorPlace } from "../observe/index.js";
import { MonitorCancelError } from "../observe/index.js";
import { hub, reportAlone } from "../record/index.js";
import { factsOf, type Living } from "../scope/internal.js";
import { names } from "../wire/index.js";
import { interruptedStack } from "./current-stack.js";
import { look } from "./look.js";
import type { ProgramWatch } from "./program-watch.js";
import { type Answer, INTERRUPT, type InterruptedLook, type ProgramLook, type Question } from "./thread-protocol.js";

export class ProgramSide {
  readonly #watch: ProgramWatch;
  readonly #busyShare = busyShare();
  #isAnswering = false;

  constructor(watch: ProgramWatch) {
    this.#watch = watch;
  }

  answer(question: Question): Answer {
    this.#isAnswering = true;
    try {
      return this.#answer(question);
    } finally {
      this.#isAnswering = false;
    }
  }

  #answer(question: Question): Answer {
    switch (question.do) {
      case "look":
        return this.#look(question.most);
      case "where":
        return this.#where(question.member);
      case "cancel":
        return this.#cancel(question.member, question.by);
      case "ping":
        return null;
    }
  }

  /** Lets the inspector call; gives the function that ends it. */
  allowInterrupts(): () => void {
    const key = Symbol.for(INTERRUPT);
    const value = (most: number): string => JSON.stringify(this.#interruptedLook(most));
    Object.defineProperty(globalThis, key, { value, configurable: true });
    return () => void Reflect.deleteProperty(globalThis, key);
  }

  #look(most: number): ProgramLook {
    return { members: look(this.#watch, most), total: this.#watch.size, busy: this.#busyShare() };
  }

  #interruptedLook(most: number): InterruptedLook {
    const running = hub.carrier.get()?.region as Living | undefined;
    return {
      members: look(this.#watch, most),
      total: this.#watch.size,
      running: { member: this.#watch.idOf(running), stack: interruptedStack() },
      isAnswering: this.#isAnswering,
    };
  }

  #where(id: number): MonitorPlace | null {
    const living = this.#watch.find(id)?.living;
    if (living === undefined) return null;
    const facts = factsOf(living);
    const { taskId } = living;
    return {
      member: id,
      work: facts.kind === "child" ? facts.describeWork() : `the scope ${living.name}`,
      ...(facts.kind === "child" && facts.spawnSite !== undefined && { spawnSite: facts.spawnSite }),
      ...(taskId !== undefined && { taskId }),
    };
  }

  #cancel(id: number, by: string): MonitorCancel | null {
    const living = this.#watch.find(id)?.living;
    if (living === undefined) return null;
    const isNew = factsOf(living).cancelled === undefined;
    const { kind } = living;
    const reason = new MonitorCancelError(kind, living.name, by);
    // What is logged says so itself, in its own place of the tree.
    if (isNew && living.taskId === undefined) {
      reportAlone(names.CANCEL, { [kind]: living.name, reason: `${reason.name}: ${reason.message}` });
    }
    living.cancel(reason);
    return { member: id, name: living.name, isNew };
  }
}

/** The share of time that the event loop was busy since the call before; `undefined` where the runtime does not count it. */
function busyShare(): () => number | undefined {
  // Declared for Node, which has it; Bun and Deno do not.
  const { eventLoopUtilization }: Partial<typeof performance> = performance;
  if (eventLoopUtilization === undefined) return () => undefined;
  let before = eventLoopUtilization();
  return () => {
    const now = eventLoopUtilization();
    const { utilization } = eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
