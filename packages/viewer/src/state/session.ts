import type { LogSource } from "@clew/log";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { GivenFile } from "../model/index.js";
import { LogSession } from "./log-session.js";
import type { Navigation } from "./navigation.js";
import { sentenceOf } from "./resource.js";

/** The progress of the page: it opens a log, has one, waits to be given one, or could not open it. */
export type Opening =
  | { readonly kind: "opening"; readonly what: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "open"; readonly log: LogSession };

/** The page from its opening to its end: one log after another, if people drop more of them on it. */
export class Session {
  readonly navigation: Navigation;
  readonly #opening = signal<Opening>({ kind: "opening", what: "the log" });

  /** The log that was opened, while its baseline may be looked at. */
  #main: LogSource | undefined;

  constructor(navigation: Navigation) {
    this.navigation = navigation;
    computed(() => navigation.state.value.log).subscribe(() => this.#turn());
  }

  get opening(): ReadonlySignal<Opening> {
    return this.#opening;
  }

  /** Opens a log in place of the one before; `undefined` says that there is none. */
  open(what: string, find: () => Promise<LogSource | undefined>): Promise<void> {
    return this.#open(what, async (before) => {
      const source = await find();
      return source === undefined ? undefined : this.#replace(before, source);
    });
  }

  /** Opens a file that the reader gave: a log in place of the one before, a recording beside it. */
  openFile(name: string, read: () => Promise<GivenFile>): Promise<void> {
    return this.#open(name, async (before) => {
      const { source, recording } = await read();
      if (recording === undefined) return this.#replace(before, source);
      const log = before ?? this.#replace(before, source);
      log.scopes.offer([recording]);
      log.scopes.look({ kind: "recording", recording });
      this.navigation.adjust({ view: "scopes" });
      return log;
    });
  }

  async #open(what: string, find: (before: LogSession | undefined) => Promise<LogSession | undefined>): Promise<void> {
    const before = this.#opening.peek();
    this.#opening.value = { kind: "opening", what };
    try {
      const log = await find(before.kind === "open" ? before.log : undefined);
      this.#opening.value = log === undefined ? { kind: "nothing" } : { kind: "open", log };
    } catch (error) {
      this.#opening.value = { kind: "failed", reason: sentenceOf(error) };
    }
  }

  #replace(before: LogSession | undefined, source: LogSource): LogSession {
    before?.close();
    this.#main = source;
    return new LogSession(this.#wanted(source), this.navigation);
  }

  /** The log or its baseline, whichever the address names. */
  #wanted(main: LogSource): LogSource {
    return (this.navigation.state.peek().log === "baseline" ? main.baseline?.() : undefined) ?? main;
  }

  #turn(): void {
    const opening = this.#opening.peek();
    if (opening.kind !== "open" || this.#main === undefined) return;
    const source = this.#wanted(this.#main);
    if (opening.log.source === source) return;
    opening.log.close();
    this.#opening.value = { kind: "open", log: new LogSession(source, this.navigation) };
  }
}
