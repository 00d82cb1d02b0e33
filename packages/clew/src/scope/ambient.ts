import { currentRegion } from "./recording.js";
import type { Region } from "./region.js";
import { regionOfSignal } from "./region.js";
import type { Scope } from "./scope.js";
import { scopeAround } from "./scope-identity.js";
import type { Signal, SignalOptions } from "./signal.js";

/**
 * The scope in force, or `undefined`. With a signal that a scope or a child was given, the scope of that one: so it is
 * known also where no context is carried across awaits, as in browsers.
 *
 * @example
 * ```ts
 * import { currentScope, withScope } from "clew/scope";
 *
 * await withScope({ name: "outer" }, () => console.log(currentScope()?.name));
 * ```
 */
export function currentScope(options?: SignalOptions): Scope | undefined {
  return scopeAround(regionHere(options))?.asScope;
}

/**
 * The signal that fires when what runs here is cancelled, or `undefined` outside of every scope. In a child it is the
 * child's own.
 *
 * @example
 * ```ts
 * import { currentSignal, withScope } from "clew/scope";
 *
 * await withScope(async () => console.log(currentSignal()?.aborted));
 * ```
 */
export function currentSignal(options?: SignalOptions): Signal | undefined {
  return options?.signal ?? currentRegion()?.signal;
}

function regionHere(options: SignalOptions | undefined): Region | undefined {
  return options?.signal === undefined ? currentRegion() : regionOfSignal(options.signal);
}
