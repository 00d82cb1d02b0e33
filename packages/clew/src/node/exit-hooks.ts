/**
 * Writes what destinations have gathered when the process ends: at `exit` (which an uncaught error and an unhandled
 * rejection lead to as well), and at the signals that end a program. Signal handlers change how a process dies, so they
 * stand only while a destination needs them, and after their work let the signal do what it would have done.
 */

/** A destination that must not be left behind by the end of the process. */
export interface ExitFlush {
  /** Writes everything, waiting for slow readers; from now on the process ends and lines are written at once. */
  flushAtExit(): void;
  /** Writes what can be written without waiting: someone else decides how the process ends. */
  flushNow(): void;
}

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

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
      // First in line: who listens with `once` after us is still counted.
      if (this.#onSignals.size === 0) for (const signal of SIGNALS) process.prependListener(signal, this.#signal);
      this.#onSignals.add(destination);
    }
    return () => this.#leave(destination);
  }

  #leave(destination: ExitFlush): void {
    if (this.#onSignals.delete(destination) && this.#onSignals.size === 0) this.#stopListening();
    if (this.#all.delete(destination) && this.#all.size === 0) process.off("exit", this.#exit);
  }

  #stopListening(): void {
    for (const signal of SIGNALS) process.off(signal, this.#signal);
  }

  /** What joined later may give to what joined before it. */
  #lastFirst(): readonly ExitFlush[] {
    return [...this.#all].reverse();
  }

  readonly #exit = (): void => {
    for (const destination of this.#lastFirst()) destination.flushAtExit();
  };

  readonly #signal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) {
      for (const destination of this.#lastFirst()) destination.flushNow();
      return;
    }
    this.#exit();
    this.#stopListening();
    process.kill(process.pid, signal);
  };
}

const KEY = Symbol.for("clew.exit.1");
// One for all copies of the package: two would each take the other for a listener who decides how the process ends.
const shelf = globalThis as { [KEY]?: ExitHooks };
shelf[KEY] ??= new ProcessExitHooks();

/** The process's exit hooks. */
export const exitHooks: ExitHooks = shelf[KEY];
