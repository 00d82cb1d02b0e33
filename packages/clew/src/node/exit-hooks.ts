/**
 * Writes what destinations have gathered when the process ends: at `exit` (which an uncaught error and an unhandled
 * rejection lead to as well), and at the signals that end a program. Signal handlers change how a process dies, so they
 * stand only while a destination needs them, and after their work let the signal do what it would have done.
 *
 * Libraries count the listeners of a signal: who finds himself alone ends the process, who finds others leaves it to
 * them. Two of them that each leave it to the other make a program that cannot be ended. Ours takes no part in that: it
 * is the first to be called, and is off the list before the others look at it.
 */

import { setImmediate } from "node:timers";

/** A destination that must not be left behind by the end of the process. */
export interface ExitFlush {
  /** Writes everything, waiting for slow readers; from now on the process ends and lines are written at once. */
  flushAtExit(): void;
  /**
   * Writes everything, waiting a little for slow readers: somebody else decides whether the process ends. Until `goOn` it
   * may end at every line, and each is written at once.
   */
  flushAtSignal(): void;
  /** The process goes on after a signal. */
  goOn(): void;
}

/** The signals that end a program and can be caught; not SIGUSR1, which is the debugger's. */
const SIGNALS = [
  "SIGTERM",
  "SIGINT",
  "SIGHUP",
  "SIGQUIT",
  "SIGUSR2",
  "SIGALRM",
  "SIGVTALRM",
  "SIGXCPU",
  "SIGBREAK",
] as const;

interface ExitHooks {
  /** Begins to look after a destination; gives the function that ends it. */
  join(destination: ExitFlush, options: { readonly signals: boolean }): () => void;
}

class ProcessExitHooks implements ExitHooks {
  readonly #all = new Set<ExitFlush>();
  readonly #onSignals = new Set<ExitFlush>();

  join(destination: ExitFlush, { signals }: { readonly signals: boolean }): () => void {
    if (this.#all.size === 0) process.on("exit", this.#exit);
    this.#all.add(destination);
    if (signals) {
      this.#onSignals.add(destination);
      this.#listen();
    }
    return () => this.#leave(destination);
  }

  #leave(destination: ExitFlush): void {
    if (this.#onSignals.delete(destination) && this.#onSignals.size === 0) {
      for (const signal of SIGNALS) process.off(signal, this.#signal);
    }
    if (this.#all.delete(destination) && this.#all.size === 0) process.off("exit", this.#exit);
  }

  /** First in line: what was gathered is written before anybody else can end the process. */
  #listen(): void {
    for (const signal of SIGNALS) {
      if (!process.listeners(signal).includes(this.#signal)) process.prependListener(signal, this.#signal);
    }
  }

  /** What joined later may give to what joined before it. */
  #lastFirst(): readonly ExitFlush[] {
    return [...this.#all].reverse();
  }

  readonly #exit = (): void => {
    for (const destination of this.#lastFirst()) destination.flushAtExit();
  };

  readonly #signal = (signal: NodeJS.Signals): void => {
    // Those after us are called nevertheless: Node has copied the list.
    process.off(signal, this.#signal);
    if (process.listenerCount(signal) === 0) {
      this.#exit();
      process.kill(process.pid, signal);
      return;
    }
    for (const destination of this.#lastFirst()) destination.flushAtSignal();
    setImmediate(this.#goOn);
  };

  /** None of the others has ended the process. */
  readonly #goOn = (): void => {
    for (const destination of this.#all) destination.goOn();
    if (this.#onSignals.size > 0) this.#listen();
  };
}

const KEY = Symbol.for("clew.exit.1");
// One for all copies of the package: what one gathers may be given to another.
const shelf = globalThis as { [KEY]?: ExitHooks };
shelf[KEY] ??= new ProcessExitHooks();

/** The process's exit hooks. */
export const exitHooks: ExitHooks = shelf[KEY];
