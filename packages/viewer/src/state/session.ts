import { type ReadonlySignal, signal } from "@preact/signals";
import type { LogSource } from "../model/index.js";
import { LogSession } from "./log-session.js";
import type { Navigation } from "./navigation.js";
import { sentenceOf } from "./resource.js";

/** How far the page is: it opens a log, has one, waits to be given one, or could not open it. */
export type Opening =
  | { readonly kind: "opening"; readonly what: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "open"; readonly log: LogSession };

/** The page from its opening to its end: one log after another, if people drop more of them on it. */
export class Session {
  readonly navigation: Navigation;
  readonly #opening = signal<Opening>({ kind: "opening", what: "the log" });

  constructor(navigation: Navigation) {
    this.navigation = navigation;
  }

  get opening(): ReadonlySignal<Opening> {
    return this.#opening;
  }

  /** Opens a log in place of the one before; `undefined` says that there is none. */
  async open(what: string, find: () => Promise<LogSource | undefined>): Promise<void> {
    const before = this.#opening.peek();
    this.#opening.value = { kind: "opening", what };
    try {
      const source = await find();
      if (before.kind === "open") before.log.close();
      this.#opening.value =
        source === undefined ? { kind: "nothing" } : { kind: "open", log: new LogSession(source, this.navigation) };
    } catch (error) {
      this.#opening.value = { kind: "failed", reason: sentenceOf(error) };
    }
  }
}
