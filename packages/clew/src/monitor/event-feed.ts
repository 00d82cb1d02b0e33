/** What happens, told to the monitor's thread while somebody follows. What is too much at once is dropped and counted. */

import type { MonitorEvent, MonitorNews } from "../observe/index.js";
import { describeThrown } from "../wire/index.js";
import type { Known, ProgramWatch, WatchedEvent, Why } from "./program-watch.js";

/** Of one turn of the event loop: more than a person reads, and less than what would hold the program up. */
const MOST_EVENTS = 5_000;

export class EventFeed {
  readonly #watch: ProgramWatch;
  readonly #send: (news: MonitorNews) => void;
  #events: MonitorEvent[] = [];
  #dropped = 0;
  #isSending = false;

  constructor(watch: ProgramWatch, send: (news: MonitorNews) => void) {
    this.#watch = watch;
    this.#send = send;
  }

  start(): void {
    this.#watch.told = (event, known, why) => this.#add(event, known, why);
  }

  stop(): void {
    this.#watch.told = undefined;
  }

  #add(event: WatchedEvent, known: Known, why: Why | undefined): void {
    if (!this.#isSending) {
      this.#isSending = true;
      setImmediate(() => this.#flush());
    }
    if (this.#events.length < MOST_EVENTS) this.#events.push(toEvent(event, known, why));
    else this.#dropped++;
  }

  #flush(): void {
    const news = { events: this.#events, dropped: this.#dropped };
    this.#events = [];
    this.#dropped = 0;
    this.#isSending = false;
    this.#send(news);
  }
}

function toEvent(event: WatchedEvent, { id, living, beganMs }: Known, why: Why | undefined): MonitorEvent {
  const { cancelled, outcome } = why ?? {};
  const now = performance.now();
  const status = outcome?.status ?? cancelled?.source;
  const error = outcome?.status === "failed" ? outcome.error : cancelled?.reason;
  return {
    at: performance.timeOrigin + now,
    event,
    member: id,
    kind: living.kind,
    name: living.name,
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error: describeThrown(error) }),
    ...(outcome !== undefined && beganMs !== undefined && { ms: now - beganMs }),
  };
}
