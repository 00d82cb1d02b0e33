/**
 * Keeps the tasks that failed or were slow, and a share of the others. A task is held back until it ends or until it
 * has failed, is slow, is too much to hold, or is asked for; then all of it is given to the destination, or nothing.
 * It must never hold back a task longer than it has to: what hangs, and what a crash is explained by, is to be seen.
 */

import {
  giveHeld,
  hub,
  type Outlet,
  outside,
  reportFailure,
  reportLine,
  type SampleOptions,
  type TaskSampler,
  toFlat,
} from "../../record/index.js";
import {
  decodeJson,
  ERROR_SEVERITY,
  fieldNames,
  type LineHead,
  type Message,
  names,
  readHead,
  severityOf,
  taskFraction,
} from "../../wire/index.js";
import { type ExitFlush, exitHooks } from "../exit-hooks.js";
import { RecentTasks } from "./recent-tasks.js";
import { isShare, type SampleRules, sampleFaultOf, toSampleRules } from "./sample-rules.js";

/** A task that is not decided on. */
interface HeldTask {
  readonly first: string;
  readonly lines: string[];
  readonly sinceMs: number;
  bytes: number;
  /** Actions that have begun and not ended. */
  open: number;
}

/** A task that is decided on. */
interface DecidedTask {
  isKept: boolean;
  /** The share of the tasks like it that are kept. */
  share: number;
  /** Whether a line of it says so. */
  isMarked: boolean;
}

/** What was sampled out is said in the log so often, and at each flush. */
const SAY_EVERY_MS = 60_000;
/** A timer cannot wait for longer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Begins to sample the tasks of a destination. */
export function startSampling(options: SampleOptions, outlet: Outlet): TaskSampler {
  const fault = sampleFaultOf(options);
  if (fault !== undefined) throw new TypeError(`Cannot add a destination whose ${fault}`);
  return new Sampler(toSampleRules(options), outlet);
}

class Sampler implements TaskSampler, ExitFlush {
  sampledOut = 0;
  readonly leave: () => void;
  readonly #rules: SampleRules;
  readonly #outlet: Outlet;
  readonly #held = new Map<string, HeldTask>();
  readonly #decided = new RecentTasks<DecidedTask>();
  #heldBytes = 0;
  /** No task that is held is slow before then. */
  #dueMs = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  /** What no report has told of yet. */
  #unsaid = { messages: 0, tasks: 0, decidedEarly: 0 };
  #saidMs = Number.NEGATIVE_INFINITY;
  #isExiting = false;

  constructor(rules: SampleRules, outlet: Outlet) {
    this.#rules = rules;
    this.#outlet = outlet;
    this.leave = exitHooks.join(this, { signals: true });
  }

  take(line: string, isWanted: boolean): boolean {
    const head = readHead(line);
    // A message outside of every action is no work that could fail or be slow.
    if (head === undefined || (head.level === "1" && head.messageType !== undefined)) return true;
    const nowMs = hub.clock.monotonicUs / 1000;
    if (nowMs >= this.#dueMs) this.#keepSlow(nowMs);
    const held = this.#held.get(head.taskUuid);
    if (held !== undefined) {
      this.#hold(head, held, line, isWanted, nowMs);
      return false;
    }
    const decided = this.#decided.get(head.taskUuid);
    if (decided !== undefined) return this.#follow(decided, head, line, isWanted);
    const taskUuid = toFlat(head.taskUuid);
    if (head.status === "started" && !this.#isExiting) {
      this.#begin(taskUuid, head, line, isWanted, nowMs);
      return false;
    }
    const share = this.#isExiting ? 1 : this.#shareOf(line);
    const isKept = taskFraction(taskUuid) < share;
    const late = { isKept, share, isMarked: false };
    this.#decided.set(taskUuid, late);
    if (!isKept) this.#unsaid.tasks++;
    return this.#follow(late, head, line, isWanted);
  }

  /** Lets go of all that is held: what has not ended is not known to be good. */
  release(): void {
    const all = [...this.#held];
    this.#forget();
    for (const [taskUuid] of all) this.#decided.set(taskUuid, { isKept: true, share: 1, isMarked: false });
    for (const [taskUuid, { lines }] of all) this.#giveAll(taskUuid, lines);
    this.#say();
  }

  flushAtSignal(): void {
    this.flushAtExit();
  }

  goOn(): void {
    this.#isExiting = false;
  }

  /** From now on nothing is held any more. */
  flushAtExit(): void {
    this.#isExiting = true;
    this.release();
  }

  #begin(taskUuid: string, head: LineHead, line: string, isWanted: boolean, nowMs: number): void {
    const held: HeldTask = { first: line, lines: [], sinceMs: nowMs, bytes: 0, open: 0 };
    this.#held.set(taskUuid, held);
    if (this.#dueMs === Number.POSITIVE_INFINITY) this.#wakeAt(nowMs + this.#rules.slowerThanMs, nowMs);
    this.#hold({ ...head, taskUuid }, held, line, isWanted, nowMs);
    if (this.#held.size > this.#rules.maxHeldTasks) this.#makeRoom();
  }

  #hold(head: LineHead, held: HeldTask, line: string, isWanted: boolean, nowMs: number): void {
    const { taskUuid, status } = head;
    if (isWanted) {
      held.lines.push(line);
      held.bytes += line.length;
      this.#heldBytes += line.length;
    }
    if (status !== undefined) held.open += status === "started" ? 1 : -1;
    const { slowerThanMs } = this.#rules;
    const hasEnded = status !== undefined && status !== "started";
    const isSlow = nowMs - held.sinceMs >= slowerThanMs || (hasEnded && durationMs(line) >= slowerThanMs);
    if (isSlow || isFailure(line, head)) this.#decide(taskUuid, held, 1);
    else if (hasEnded && held.open <= 0) this.#decide(taskUuid, held, this.#shareOf(held.first));
    else if (this.#heldBytes > this.#rules.maxHeldBytes) this.#makeRoom();
  }

  /** What becomes of a line whose task is decided on: a failure changes the decision, from here on. */
  #follow(decided: DecidedTask, head: LineHead, line: string, isWanted: boolean): boolean {
    if (decided.share < 1 && isFailure(line, head)) {
      decided.isKept = true;
      decided.share = 1;
      decided.isMarked = false;
    }
    if (!isWanted) return false;
    if (!decided.isKept) {
      this.#count(1);
      return false;
    }
    if (decided.isMarked) return true;
    giveHeld(this.#outlet, mark(line, decided), outside);
    return false;
  }

  /** Decides on a task, which is kept if it is among the share. */
  #decide(taskUuid: string, held: HeldTask, share: number): void {
    this.#held.delete(taskUuid);
    this.#heldBytes -= held.bytes;
    const isKept = taskFraction(taskUuid) < share;
    this.#decided.set(taskUuid, { isKept, share, isMarked: false });
    if (isKept) this.#giveAll(taskUuid, held.lines);
    else {
      this.#unsaid.tasks++;
      this.#count(held.lines.length);
    }
  }

  #giveAll(taskUuid: string, lines: readonly string[]): void {
    const decided = this.#decided.get(taskUuid);
    for (const line of lines) {
      giveHeld(this.#outlet, decided === undefined || decided.isMarked ? line : mark(line, decided), outside);
    }
  }

  /** Decides on the oldest tasks without waiting for their ends, until there is room. */
  #makeRoom(): void {
    const { maxHeldTasks, maxHeldBytes } = this.#rules;
    for (const [taskUuid, held] of this.#held) {
      if (this.#held.size <= maxHeldTasks && this.#heldBytes <= maxHeldBytes) return;
      this.#unsaid.decidedEarly++;
      this.#decide(taskUuid, held, this.#shareOf(held.first));
    }
  }

  #keepSlow(nowMs: number): void {
    const { slowerThanMs } = this.#rules;
    this.#dueMs = Number.POSITIVE_INFINITY;
    for (const [taskUuid, held] of this.#held) {
      if (nowMs - held.sinceMs >= slowerThanMs) this.#decide(taskUuid, held, 1);
      else {
        this.#wakeAt(held.sinceMs + slowerThanMs, nowMs);
        return;
      }
    }
  }

  /** What hangs logs no more lines: it is seen by the clock. */
  #wakeAt(dueMs: number, nowMs: number): void {
    this.#dueMs = dueMs;
    if (this.#timer !== undefined || dueMs === Number.POSITIVE_INFINITY) return;
    const wake = (): void => {
      this.#timer = undefined;
      this.#keepSlow(performance.now());
    };
    // A millisecond later, for timers may be early by one.
    this.#timer = setTimeout(wake, Math.min(dueMs - nowMs + 1, LONGEST_WAIT_MS)).unref();
  }

  #forget(): void {
    this.#held.clear();
    this.#heldBytes = 0;
    this.#dueMs = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #shareOf(first: string): number {
    const { share } = this.#rules;
    if (typeof share === "number") return share;
    try {
      const given = share(decodeJson(first) as Message);
      if (isShare(given)) return given;
      throw new RangeError(`it gave ${String(given)}, which is no number from 0 to 1`);
    } catch (error) {
      reportFailure({ outlet: this.#outlet, error, of: "share" }, first, outside);
      return 1;
    }
  }

  #count(lines: number): void {
    this.sampledOut += lines;
    this.#unsaid.messages += lines;
    const nowMs = hub.clock.monotonicUs / 1000;
    if (this.#saidMs === Number.NEGATIVE_INFINITY) this.#saidMs = nowMs;
    if (nowMs - this.#saidMs >= SAY_EVERY_MS) this.#say();
  }

  #say(): void {
    const { messages, tasks, decidedEarly } = this.#unsaid;
    if (messages + tasks + decidedEarly === 0) return;
    this.#unsaid = { messages: 0, tasks: 0, decidedEarly: 0 };
    this.#saidMs = hub.clock.monotonicUs / 1000;
    const early = decidedEarly === 0 ? {} : { tasks_decided_early: decidedEarly };
    const fields = { destination: this.#outlet.name, sampled_out: messages, tasks_sampled_out: tasks, ...early };
    this.#outlet.logged++;
    giveHeld(this.#outlet, reportLine(names.LEDGER, fields), outside);
  }
}

/** A cancel is no failure by itself: what caused it is, if anything, and what it made fail is the task. */
function isFailure(line: string, head: LineHead): boolean {
  if (severityOf(line, head) > ERROR_SEVERITY) return false;
  return head.status === undefined || !head.level.includes(",") || !line.includes(`"${fieldNames.CANCEL_SOURCE}":`);
}

const DURATION = `"${fieldNames.DURATION}":`;

function durationMs(line: string): number {
  const at = line.lastIndexOf(DURATION);
  return at === -1 ? 0 : 1000 * Number.parseFloat(line.slice(at + DURATION.length, at + DURATION.length + 24));
}

/** The first line of a task that is kept tells what share of such tasks is, so that it can be counted for them all. */
function mark(line: string, decided: DecidedTask): string {
  if (!line.endsWith("}\n")) return line;
  decided.isMarked = true;
  return `${line.slice(0, -2)},"${fieldNames.SHARE}":${decided.share}}\n`;
}
