import {
  currentRegion,
  jointSignal,
  type Region,
  regionOfSignal,
  type Signal,
  type SignalOptions,
} from "./cancel/index.js";
import { scopeAround } from "./life/index.js";
import type { Scope } from "./scope.js";

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
  return scopeAround(regionHere(options));
}

/**
 * The signal that fires when what runs here is cancelled, or `undefined` outside of every scope. In a child it is the
 * child's own. With `options.signal` it fires with either of the two.
 *
 * @example
 * ```ts
 * import { currentSignal, withScope } from "clew/scope";
 *
 * await withScope(async () => console.log(currentSignal()?.aborted));
 * ```
 */
export function currentSignal(options?: SignalOptions): Signal | undefined {
  const region = currentRegion();
  const given = options?.signal;
  if (region === undefined || given === undefined) return given ?? region?.signal;
  return jointSignal(region, given);
}

function regionHere(options: SignalOptions | undefined): Region | undefined {
  return options?.signal === undefined ? currentRegion() : regionOfSignal(options.signal);
}
