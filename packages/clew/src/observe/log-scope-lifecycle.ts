import type { Cancelled } from "../scope/index.js";
import { currentLiving, factsOf, type Living, type Outcome, outerOf } from "../scope/internal.js";
import { addInstrument, type Instrument, removeInstrument } from "./instrument.js";
import { livingId } from "./living-id.js";
import { duration, visible, wordsOf } from "./words.js";

/** What lines go to: `console`, or any logger that has its methods. */
export interface LifecycleLogger {
  debug(line: string): unknown;
  /** Time that was up; `debug` where it is missing, as for the following. */
  info?(line: string): unknown;
  /** Errors that nobody received. */
  warn?(line: string): unknown;
  /** Children that ignored their cancel. */
  error?(line: string): unknown;
}

/**
 * Writes every step of scopes and children as a line of a logger: opened, spawned, cancelled (by whom, for what), exited,
 * closed. The steps are `debug` lines, but for what traio says louder: a deadline that expired is `info`, an error that
 * nobody received `warn`, and a child that ignores its cancel `error`. Gives the function that switches it off.
 *
 * @example
 * ```ts
 * import { logScopeLifecycle } from "clew/observe";
 * import { withScope } from "clew/scope";
 *
 * const stop = logScopeLifecycle({ debug: (line) => console.log(line.replace(/~\d+/g, "~")) });
 * await withScope({ name: "shop" }, (scope) => void scope.spawn(async () => {}, { name: "prices" }));
 * stop();
 * ```
 *
 * ```text output
 * Scope(~, shop): opened
 * Child(~, prices): spawned in Scope(~, shop)
 * Child(~, prices): succeeded
 * Scope(~, shop): succeeded
 * ```
 */
export function logScopeLifecycle(logger: LifecycleLogger): () => void {
  const instrument = lifecycleOf(logger);
  addInstrument(instrument);
  return () => removeInstrument(instrument);
}

function lifecycleOf(logger: LifecycleLogger): Instrument {
  const say = (level: "debug" | "info" | "warn" | "error", line: string): void => {
    if (logger[level] === undefined) logger.debug(line);
    else logger[level](line);
  };
  const cancelled = (living: Living, { source, by, reason }: Cancelled): void => {
    const from = source === "explicit" ? currentLiving() : undefined;
    const parts = [source, from && `from ${nameOf(from)}`, by && `caused by ${by}`].filter(Boolean).join(", ");
    const why = reason === undefined ? "" : `: ${visible(wordsOf(reason))}`;
    say(source === "deadline" ? "info" : "debug", `${nameOf(living)}: cancelled (${parts})${why}`);
  };
  const ended = (living: Living, { status, error }: Outcome): void =>
    say("debug", `${nameOf(living)}: ${status}${status === "failed" ? `: ${visible(wordsOf(error))}` : ""}`);
  return {
    scopeOpened(scope) {
      const outer = outerOf(scope);
      say("debug", `${nameOf(scope)}: opened${outer === undefined ? "" : ` in ${nameOf(outer)}`}`);
    },
    deadlineMoved(scope) {
      const { timeoutMs } = scope;
      const moved = timeoutMs === undefined ? "taken away" : `set to ${duration(timeoutMs)} from now`;
      say("debug", `${nameOf(scope)}: deadline ${moved}`);
    },
    scopeCancelled: cancelled,
    scopeClosed: ended,
    childSpawned: (child) => say("debug", `${nameOf(child)}: spawned in ${nameOf(child.scope)}`),
    childReparented: (child) => say("debug", `${nameOf(child)}: started, now in ${nameOf(child.scope)}`),
    childCancelled(child, what) {
      if (factsOf(child.scope).cancelled !== what) cancelled(child, what);
      else say("debug", `${nameOf(child)}: cancelled with its scope`);
    },
    childExited: ended,
    cancelIgnored: (child) => say("error", `${nameOf(child)}: ignored its cancel`),
    errorDropped(error, child) {
      const whose = child === undefined ? "" : `${nameOf(child)}: `;
      say("warn", `${whose}an error that nobody received: ${visible(wordsOf(error))}`);
    },
  };
}

function nameOf(living: Living): string {
  return `${living.kind === "scope" ? "Scope" : "Child"}(${livingId(living)}, ${visible(living.name)})`;
}
