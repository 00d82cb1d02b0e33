/** Terms: what a scope was told when it was opened, and what it has from the scope around it where it was not told. */

import { hub } from "../../record/index.js";
import type { Logged, ScopeOptions, WithScopeOptions } from "../scope-options.js";
import { checkMs } from "../time/index.js";

export interface Terms {
  readonly options: WithScopeOptions<unknown>;
  readonly name: string;
  /** What its children and inner scopes do where they do not say. */
  readonly logged: Logged;
  readonly spawnSites: boolean;
  readonly cancelTimeoutMs: number;
  readonly cleanupTimeoutMs: number;
}

/** Long enough for a handler that closes what it holds; whoever hears nothing for so long will hear nothing at all. */
const CANCEL_TIMEOUT_MS = 1_000;
const CLEANUP_TIMEOUT_MS = 5_000;

const NO_OPTIONS: ScopeOptions = {};

/** Checks what a scope is told; `around` is what the scope around it was told. */
export function termsOf(given: ScopeOptions | undefined, bodyName: string, around: Terms | undefined): Terms {
  const options = given ?? NO_OPTIONS;
  if (options.timeoutMs !== undefined) checkMs(options.timeoutMs, "give a scope");
  return {
    options,
    name: options.name || bodyName || "clew:scope",
    logged: options.logged ?? around?.logged ?? "auto",
    spawnSites: options.spawnSites ?? around?.spawnSites ?? hub.spawnSites,
    cancelTimeoutMs: checkMs(options.cancelTimeoutMs ?? CANCEL_TIMEOUT_MS, "wait for what is cancelled"),
    cleanupTimeoutMs: checkMs(options.cleanupTimeoutMs ?? CLEANUP_TIMEOUT_MS, "give a finalizer"),
  };
}
