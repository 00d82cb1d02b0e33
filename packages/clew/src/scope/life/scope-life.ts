/**
 * The life of a scope as a small machine: it counts what lives and what holds the scope open, and says what is to be done.
 *
 *     open ──▶ cleaning ──▶ open (a finalizer may have spawned) ──▶ closed
 *
 * A scope stays open while something holds it: its body, an awaited child or fork, or whoever started it and has not
 * sealed it. A cancel lets go of all holds, and what lives is waited for. When nothing lives the finalizers run, and when
 * none is left the scope closes.
 */

/** What is to be done next: nothing yet; cancel what is not waited for; run the finalizers; close. */
export type NextStep = "wait" | "cancel-rest" | "clean" | "close";

export class ScopeLife {
  phase: "open" | "cleaning" | "closed" = "open";
  body: "none" | "running" | "returned" | "stopped" = "none";
  /** Whether its body was let go and its code still runs. */
  isBodyLeftBehind = false;
  /** Whether whoever started it has said that it ends with its last member. */
  isSealed = false;
  /** What has not ended: the body, children, forks. */
  #live = 0;
  /** What keeps the scope open: of those, all that are awaited, and a started scope that is not sealed. */
  #holds = 1;

  get hasLiving(): boolean {
    return this.#live > 0;
  }

  get isClosed(): boolean {
    return this.phase === "closed";
  }

  /** A body will run, which is the hold from the start. */
  bodyBegan(): void {
    this.body = "running";
    this.#live++;
  }

  bodyEnded(how: "returned" | "stopped"): void {
    this.body = how;
    this.#live--;
    this.#holds--;
  }

  memberBegan(isAwaited: boolean): void {
    this.#live++;
    if (isAwaited) this.#holds++;
  }

  memberEnded(isAwaited: boolean): void {
    this.#live--;
    if (isAwaited) this.#holds--;
  }

  /** Gives up the hold of whoever started the scope; says whether there was one. */
  seal(): boolean {
    if (this.isSealed || this.body !== "none") return false;
    this.isSealed = true;
    this.#holds--;
    return true;
  }

  next(isCancelled: boolean, hasFinalizers: boolean): NextStep {
    if (this.phase !== "open") return "wait";
    if (!isCancelled && this.#holds > 0) return "wait";
    if (this.#live > 0) return isCancelled ? "wait" : "cancel-rest";
    return hasFinalizers ? "clean" : "close";
  }
}
