/**
 * Where a function was defined. Only the inspector knows that, and asking it costs tens of milliseconds the first time:
 * this is for what is shown when something has gone wrong. What it switches on in the process is off again when it
 * returns, and a debugger that is attached does not notice.
 */

import type { Runtime, Session } from "node:inspector";

/** A program in which so much gets stuck has been told where, and must not be slowed down by that. */
const MAX_LOOKUPS = 1_000;
/** How many times a function may be bound. */
const MAX_BINDINGS = 8;

/** The inspector sees what the program sees: this is where the function is put for it, for the time of the call. */
const SHELF = "clew.located.1";

/** The addresses of scripts, by their ids, which are never used again. */
const addresses = new Map<string, string>();
let lookups = 0;

/** Gives the address, line and column of a function, or nothing where the runtime does not tell. Never throws. */
export function locateFunction(located: unknown): string | undefined {
  if (lookups >= MAX_LOOKUPS) return undefined;
  lookups++;
  try {
    // Not imported: a runtime may be without it, and a program that never needs it does not load it.
    const { Session } = process.getBuiltinModule("node:inspector");
    const session = new Session();
    session.connect();
    try {
      return locate(session, located);
    } finally {
      session.disconnect();
    }
  } catch {
    return undefined;
  }
}

function locate(session: Session, located: unknown): string | undefined {
  const key = Symbol.for(SHELF);
  Object.defineProperty(globalThis, key, { value: located, configurable: true });
  try {
    const expression = `globalThis[Symbol.for(${JSON.stringify(SHELF)})]`;
    const found = ask<Runtime.EvaluateReturnType>(session, "Runtime.evaluate", { expression, silent: true });
    const place = placeOf(session, found?.result.objectId);
    return place && addressOf(session, place);
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
}

/** A place in a script; lines and columns count from 0. */
interface Place {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

function placeOf(session: Session, functionId: string | undefined): Place | undefined {
  let objectId = functionId;
  for (let bindings = 0; objectId !== undefined && bindings <= MAX_BINDINGS; bindings++) {
    const options = { objectId, ownProperties: true };
    const internals = ask<Runtime.GetPropertiesReturnType>(
      session,
      "Runtime.getProperties",
      options,
    )?.internalProperties;
    const location = internals?.find(({ name }) => name === "[[FunctionLocation]]")?.value;
    if (location !== undefined) return location.value as Place;
    objectId = internals?.find(({ name }) => name === "[[TargetFunction]]")?.value?.objectId;
  }
  return undefined;
}

function addressOf(session: Session, { scriptId, lineNumber, columnNumber = 0 }: Place): string | undefined {
  if (!addresses.has(scriptId)) readAddresses(session);
  const address = addresses.get(scriptId);
  if (!address) return undefined;
  // As in the stacks of errors, where the program was started with source maps.
  const entry = process.getBuiltinModule("node:module").findSourceMap(address)?.findEntry(lineNumber, columnNumber);
  return entry !== undefined && "originalSource" in entry
    ? `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    : `${address}:${lineNumber + 1}:${columnNumber + 1}`;
}

/** The inspector tells of all scripts when its debugger is switched on, and in no other way. */
function readAddresses(session: Session): void {
  session.on("Debugger.scriptParsed", ({ params }) => addresses.set(params.scriptId, params.url));
  ask(session, "Debugger.enable");
  ask(session, "Debugger.disable");
}

/** Within a thread the inspector answers before `post` returns. */
function ask<R>(session: Session, method: string, options?: object): R | undefined {
  let answer: R | undefined;
  session.post(method, options, (_error, result) => {
    answer = result as R | undefined;
  });
  return answer;
}
