import { type ActionHooks, adopt, hub, isThenable, reportAlone } from "../record/index.js";
import type { ScopeHooks } from "../scope/internal.js";
import { errorText, fieldNames, isError, names } from "../wire/index.js";

/**
 * Observes the run: each method that it has is called as its name says, with what it happened to. A method that throws,
 * or gives a promise that rejects, costs the instrument its place, and the program nothing. Trio's instruments, with
 * what they miss: scopes, cancels, deadlines and dropped errors.
 */
export interface Instrument extends Partial<ScopeHooks>, Partial<ActionHooks> {}

type HookName = keyof Instrument;

/** All hooks: the type holds that none is forgotten. */
const HOOKS = {
  scopeOpened: true,
  scopeCancelled: true,
  deadlineMoved: true,
  scopeClosed: true,
  childSpawned: true,
  childReparented: true,
  childCancelled: true,
  childExited: true,
  cancelIgnored: true,
  errorDropped: true,
  actionStarting: true,
  actionStarted: true,
  actionFinished: true,
  messageLogged: true,
} satisfies Record<HookName, true>;

const HOOK_NAMES = Object.keys(HOOKS) as HookName[];

type Hook = (...what: never[]) => object | undefined;

/** The functions that stand on the hub for each instrument. */
const registered = new Map<Instrument, ReadonlyMap<HookName, Hook>>();

/**
 * Adds an observer. What it does not implement costs nothing. Adding the same one twice is adding it once.
 *
 * @example
 * ```ts
 * import { addInstrument, removeInstrument } from "clew/observe";
 * import { withScope } from "clew/scope";
 *
 * const instrument = {
 *   errorDropped(error: unknown) {
 *     console.log("nobody received", error);
 *   },
 * };
 * addInstrument(instrument);
 * await withScope((scope) => scope.spawn(async () => "fine"));
 * removeInstrument(instrument);
 * ```
 */
export function addInstrument(instrument: Instrument): void {
  if (registered.has(instrument)) return;
  const hooks = new Map<HookName, Hook>();
  for (const name of HOOK_NAMES) {
    if (typeof instrument[name] !== "function") continue;
    const hook = guarded(instrument, name);
    hooks.set(name, hook);
    // A new array each time: one that is being gone through stays as it was.
    hub.hooks[name] = [...(hub.hooks[name] ?? []), hook];
  }
  registered.set(instrument, hooks);
}

/** Removes an observer. One that was not there is no error. */
export function removeInstrument(instrument: Instrument): void {
  const hooks = registered.get(instrument);
  if (hooks === undefined) return;
  registered.delete(instrument);
  for (const [name, hook] of hooks) {
    const left = hub.hooks[name]?.filter((each) => each !== hook);
    hub.hooks[name] = left === undefined || left.length === 0 ? undefined : left;
  }
}

function guarded(instrument: Instrument, name: HookName): Hook {
  return (...what) => {
    // It may have been removed by another hook of the same moment.
    if (!registered.has(instrument)) return undefined;
    try {
      const given = (instrument[name] as (...what: never[]) => unknown).apply(instrument, what);
      if (isThenable(given)) adopt(given).catch((error: unknown) => letGo(instrument, name, error));
      else if (name === "actionStarting" && given !== undefined) return checkOwnFields(given);
    } catch (error) {
      letGo(instrument, name, error);
    }
    return undefined;
  };
}

/** The fields that are to stand on a start besides the program's own. */
function checkOwnFields(given: unknown): object {
  const wrong = Object.keys(given as object).find((name) => !name.startsWith(fieldNames.OWN));
  if (wrong === undefined) return given as object;
  throw new TypeError(`the field "${wrong}" is no name of clew's own: what actionStarting gives begins with clew_`);
}

function letGo(instrument: Instrument, name: HookName, error: unknown): void {
  // A hook that was called within a hook may have thrown before.
  if (!registered.has(instrument)) return;
  removeInstrument(instrument);
  report(name, error);
}

function report(name: HookName, error: unknown): void {
  const reason = errorText(error);
  const exception = isError(error) ? error.name : typeof error;
  reportAlone(names.INSTRUMENT_FAILURE, { hook: name, exception, reason });
  if (hub.outlets.size === 0) {
    hub.warn(`An instrument threw in ${name} and was removed: ${reason}`, "CLEW_INSTRUMENT_FAILURE");
  }
}
