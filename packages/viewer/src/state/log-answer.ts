// An answer that takes a while: asked when somebody looks at it, and again when the log has grown. It says of which state
// of the log it is, so that an old answer never passes for a new one.

import type { LogSummary } from "@clew/log";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Asked, Resource } from "./resource.js";
import { Throttle } from "./throttle.js";

/** A growing log is asked again after this rest, or after some times as long as the answer took. */
const REST_MS = 1000;
const REST_FACTOR = 4;

/** A question; where its answer takes long, with others of samples of so many tasks, which are answered sooner, one by one. */
export interface Question<T> {
  readonly key: string;
  ask(): Promise<T>;
  readonly samples: readonly Sampled<T>[];
}

/** The question of a sample of so many tasks. */
interface Sampled<T> {
  readonly tasks: number;
  ask(): Promise<T>;
}

export class LogAnswer<T> {
  readonly #resource = new Resource<T>();
  readonly #summary: Resource<LogSummary>;
  readonly #paused: ReadonlySignal<boolean>;
  readonly #throttle = new Throttle(REST_MS);
  readonly #asOf = signal<LogSummary | undefined>(undefined);
  readonly #ofSample = signal<number | undefined>(undefined);
  #question: Question<T> | undefined;
  /** The key of the question that was asked last. */
  #asked: string | undefined;
  #isOld = false;
  #tookMs = 0;
  #turn = 0;

  constructor(summary: Resource<LogSummary>, paused: ReadonlySignal<boolean>) {
    this.#summary = summary;
    this.#paused = paused;
  }

  get asked(): ReadonlySignal<Asked<T>> {
    return this.#resource.asked;
  }

  get value(): T | undefined {
    return this.#resource.value;
  }

  /** The log as it was known when the answer was asked for; `undefined` before there is one. */
  get asOf(): ReadonlySignal<LogSummary | undefined> {
    return this.#asOf;
  }

  /** The number of tasks of the sample that the answer is of, as long as it is of one. */
  get ofSample(): ReadonlySignal<number | undefined> {
    return this.#ofSample;
  }

  /** The number of messages that came after the answer was asked for. */
  readonly newer = computed(() => {
    const [then, now] = [this.#asOf.value, this.#summary.value];
    return then === undefined || now === undefined ? 0 : Math.max(0, now.messages - then.messages);
  });

  /** Somebody looks at the answer to this question; questions are alike where their keys are. */
  see(key: string, ask: () => Promise<T>, samples: Question<T>["samples"] = []): void {
    const isNew = this.#question === undefined && this.#isOld && !this.#paused.peek();
    this.#question = { key, ask, samples };
    if (key !== this.#asked || isNew) void this.again();
  }

  /** Nobody looks at it. */
  leave(): void {
    this.#question = undefined;
    this.#throttle.cancel();
  }

  /** The log has grown. */
  grow(): void {
    this.#isOld = true;
    if (this.#question === undefined || this.#paused.peek()) return;
    this.#throttle.run(() => void this.again(), Math.max(REST_MS, this.#tookMs * REST_FACTOR));
  }

  /** Asks anew, if somebody looks. */
  async again(): Promise<void> {
    const question = this.#question;
    this.#isOld = true;
    if (question === undefined) return;
    if (this.#resource.asked.peek().loading && this.#asked === question.key) return;
    const isOther = question.key !== this.#asked;
    this.#isOld = false;
    this.#asked = question.key;
    if (isOther) {
      this.#resource.clear();
      this.#ofSample.value = undefined;
    }
    const asOf = this.#summary.asked.peek().value;
    const turn = ++this.#turn;
    for (const sample of isOther ? question.samples : []) {
      if (!(await this.#askSample(question.key, turn, sample))) return;
    }
    const started = performance.now();
    await this.#resource.ask(question.ask);
    if (question.key !== this.#asked || turn !== this.#turn) return;
    this.#tookMs = performance.now() - started;
    if (this.#resource.asked.peek().error === undefined) {
      this.#asOf.value = asOf;
      this.#ofSample.value = undefined;
    }
    // The log has grown while it was asked.
    if (this.#isOld) this.grow();
  }

  /** The answer of a sample first; false where nobody waits for more by then. One that fails is left out. */
  async #askSample(key: string, turn: number, { tasks, ask }: Sampled<T>): Promise<boolean> {
    const { value: before } = this.#resource.asked.peek();
    await this.#resource.ask(ask);
    if (key !== this.#asked || turn !== this.#turn) return false;
    if (this.#resource.asked.peek().error === undefined) this.#ofSample.value = tasks;
    else if (before === undefined) this.#resource.clear();
    else this.#resource.set(before);
    if (this.#question !== undefined) return true;
    // Whoever comes back to it wants all of them.
    this.#isOld = true;
    return false;
  }

  /** Waits no longer for the answer of the whole log, where there is one of a sample. */
  stop(): void {
    const { value } = this.#resource.asked.peek();
    if (value === undefined) return;
    this.#turn++;
    this.#resource.set(value);
  }

  /** Forgets the answer: what is asked next is another thing. */
  clear(): void {
    this.leave();
    this.#asked = undefined;
    this.#turn++;
    this.#ofSample.value = undefined;
    this.#resource.clear();
    this.#asOf.value = undefined;
  }
}
