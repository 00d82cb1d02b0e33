/**
 * From a line to the destinations. Nothing that a destination does reaches the program: what it throws is counted,
 * and reported in the action whose message it was, to the other destinations.
 */

import { decodeJson, describeThrown, type Message, names } from "../wire/index.js";
import type { Outlet } from "./destination.js";
import { hub, warnOnce } from "./hub.js";

/** Messages that are kept until the first destination is there. */
export const MAX_EARLY = 1000;
/** A destination that logs is given its own messages too, but only this deep. */
const MAX_DEPTH = 3;
/** A destination that fails at every message must not double the log: beyond this, reports come at powers of two. */
const MAX_REPORTS = 100;

/** Logs a report where the message stands that it is about. */
export type Report = (type: string, fields: object, except: Outlet) => void;

/** Gives a line to every destination but `except`, which could not take the message that the line is about. */
export function emit(line: string, report: Report, except?: Outlet): void {
  if (hub.early !== undefined) {
    keepEarly(hub.early, line);
    return;
  }
  let message: Message | undefined;
  let failures: [Outlet, unknown][] | undefined;
  hub.depth++;
  for (const outlet of hub.outlets) {
    if (outlet === except) continue;
    outlet.logged++;
    if (hub.depth > MAX_DEPTH) {
      outlet.dropped++;
      continue;
    }
    try {
      if (outlet.filter !== undefined) {
        message ??= toMessage(line);
        if (!outlet.filter(message)) {
          outlet.filtered++;
          continue;
        }
      }
      let result: unknown;
      if (outlet.writeLine !== undefined) result = outlet.writeLine(line);
      else {
        message ??= toMessage(line);
        result = outlet.writeMessage?.(message);
      }
      if (isThenable(result)) awaitWrite(outlet, result, line, report);
      else outlet.written++;
    } catch (error) {
      outlet.dropped++;
      if (except === undefined) {
        failures ??= [];
        failures.push([outlet, error]);
      }
    }
  }
  hub.depth--;
  if (failures !== undefined) for (const [outlet, error] of failures) reportFailure(outlet, error, line, report);
}

function keepEarly(early: { readonly lines: string[]; dropped: number }, line: string): void {
  early.lines.push(line);
  // The oldest go, many at a time: shifting an array at each message would cost more than the message.
  if (early.lines.length >= 2 * MAX_EARLY) {
    early.lines.splice(0, early.lines.length - MAX_EARLY);
    early.dropped += MAX_EARLY;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

function awaitWrite(outlet: Outlet, result: PromiseLike<unknown>, line: string, report: Report): void {
  const settled = result.then(
    () => {
      outlet.settling.delete(settled);
      outlet.written++;
    },
    (error) => {
      outlet.settling.delete(settled);
      outlet.dropped++;
      reportFailure(outlet, error, line, report);
    },
  );
  outlet.settling.add(settled);
}

function reportFailure(outlet: Outlet, error: unknown, line: string, report: Report): void {
  const { dropped } = outlet;
  if (dropped > MAX_REPORTS && (dropped & (dropped - 1)) !== 0) return;
  const reason = describeThrown(error);
  warnOnce(
    `destination ${outlet.name}`,
    `The log destination ${outlet.name} cannot take a message: ${reason}. The program and the other destinations go on; ledger() counts what is lost.`,
    "CLEW_DESTINATION_FAILURE",
  );
  const exception = error instanceof Error ? error.constructor.name : typeof error;
  report(names.DESTINATION_FAILURE, { reason, exception, destination: outlet.name, dropped, message: line }, outlet);
}

/** A line as the object that a destination sees; nobody can change it for the next one. */
function toMessage(line: string): Message {
  return deepFreeze(decodeJson(line)) as Message;
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
