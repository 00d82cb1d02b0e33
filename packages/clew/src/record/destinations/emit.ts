/**
 * From a line to the destinations. Nothing that a destination does reaches the program: what it throws is counted,
 * and reported in the action whose message it was, to the other destinations.
 */

import { decodeJson, describeThrown, type Message, names } from "../../wire/index.js";
import { takenByTest } from "../current/index.js";
import type { Outlet } from "../destination.js";
import { exceptionName } from "../fields/index.js";
import { type AddedFields, hub, warnOnce } from "../hub/index.js";
import { adopt, isThenable } from "../thenable.js";

/** Messages that are kept until the first destination is there. */
const MAX_EARLY = 1000;
/** And no more characters of them; as many bytes as the other buffers have. */
const MAX_EARLY_CHARACTERS = 8 * 1024 * 1024;
/** A destination that logs is given its own messages too, but only this deep. */
const MAX_DEPTH = 3;
/** A destination that fails at every message must not double the log: beyond this, reports come at powers of two. */
const MAX_REPORTS = 100;

/** A destination that takes messages and never says that it wrote them must not fill the memory. */
const MAX_SETTLING = 10_000;
const MAX_SETTLING_CHARACTERS = 32 * 1024 * 1024;

/** What logs a report where the message stands that it is about: an action, or what stands for none. */
export interface Reporter {
  /** What `withFields` has added where the action began. */
  readonly fields?: AddedFields | undefined;
  report(type: string, fields: object, except?: Outlet): void;
}

/** What a destination threw when it was given a message, or what chooses for it when it was asked about one. */
interface Failure {
  readonly outlet: Outlet;
  readonly error: unknown;
  readonly of: "destination" | "filter" | "share";
}

/** The destinations as they are now: who adds or removes one while a line is given out changes nothing for the line. */
export function listOutlets(): readonly Outlet[] {
  hub.outletList ??= [...hub.outlets.values()];
  return hub.outletList;
}

/** Gives a line to every destination but `except`, which could not take the message that the line is about. */
export function emit(line: string, reporter: Reporter, except?: Outlet): void {
  if (hub.tests > 0 && takenByTest(line, reporter)) return;
  if (hub.early !== undefined) {
    keepEarly(hub.early, line);
    return;
  }
  let message: Message | undefined;
  let failures: Failure[] | undefined;
  hub.depth++;
  const outlets = listOutlets();
  // Counted by hand: this loop runs at every line, and an iterator costs as much as the rest of it.
  for (let i = 0; i < outlets.length; i++) {
    const outlet = outlets[i] as Outlet;
    if (outlet === except) continue;
    outlet.logged++;
    if (hub.depth > MAX_DEPTH || isBehind(outlet)) {
      outlet.dropped++;
      continue;
    }
    try {
      if (outlet.filter !== undefined) {
        message ??= toMessage(line);
        let isWanted = true;
        try {
          isWanted = outlet.filter(message);
        } catch (error) {
          // A filter that fails says nothing of the message, which may be the one that explains why.
          failures = [...(failures ?? []), { outlet, error, of: "filter" }];
        }
        if (!isWanted) {
          outlet.filtered++;
          outlet.sampler?.take(line, false);
          continue;
        }
      }
      if (outlet.sampler?.take(line, true) === false) continue;
      let result: unknown;
      if (outlet.writeLine !== undefined) result = outlet.writeLine(line);
      else {
        message ??= toMessage(line);
        result = outlet.writeMessage?.(message);
      }
      settleWrite(outlet, result, line, reporter);
    } catch (error) {
      outlet.dropped++;
      failures = [...(failures ?? []), { outlet, error, of: "destination" }];
    }
  }
  hub.depth--;
  // What fails at a report is not reported.
  if (failures !== undefined && except === undefined) {
    for (const failure of failures) reportFailure(failure, line, reporter);
  }
}

/** Gives a destination a line that was held back for it, and reports what it throws as of a message of no action. */
export function giveHeld(outlet: Outlet, line: string, reporter: Reporter): void {
  if (isBehind(outlet)) {
    outlet.dropped++;
    return;
  }
  const { depth } = hub;
  hub.depth = Math.max(1, depth);
  let failure: Failure | undefined;
  try {
    const result = outlet.writeLine === undefined ? outlet.writeMessage?.(toMessage(line)) : outlet.writeLine(line);
    settleWrite(outlet, result, line, reporter);
  } catch (error) {
    outlet.dropped++;
    failure = { outlet, error, of: "destination" };
  }
  hub.depth = depth;
  if (failure !== undefined) reportFailure(failure, line, reporter);
}

/** Whether a destination has as much to write as it may have. */
function isBehind(outlet: Outlet): boolean {
  // Most never have any, and to ask a number costs less than to ask a set.
  const { settlingCharacters } = outlet;
  if (settlingCharacters === 0) return false;
  return settlingCharacters > MAX_SETTLING_CHARACTERS || outlet.settling.size >= MAX_SETTLING;
}

function keepEarly(early: NonNullable<typeof hub.early>, line: string): void {
  early.lines.push(line);
  early.characters += line.length;
  // The oldest go, many at a time: shifting an array at each message would cost more than the message. Of long lines there
  // are few, and those that wait to go are what the collector finds late.
  if (early.lines.length >= 2 * MAX_EARLY || early.characters > 1.125 * MAX_EARLY_CHARACTERS) shortenEarly(early);
}

/** Drops the oldest of the lines that are kept, down to the bounds. */
export function shortenEarly(early: NonNullable<typeof hub.early>): void {
  let kept = 0;
  let characters = 0;
  for (let i = early.lines.length - 1; i >= 0 && kept < MAX_EARLY; i--) {
    const { length } = early.lines[i] as string;
    if (characters + length > MAX_EARLY_CHARACTERS) break;
    characters += length;
    kept++;
  }
  early.dropped += early.lines.length - kept;
  early.lines.splice(0, early.lines.length - kept);
  early.characters = characters;
}

function settleWrite(outlet: Outlet, result: unknown, line: string, reporter: Reporter): void {
  if (result !== undefined && isThenable(result)) awaitWrite(outlet, result, line, reporter);
  else outlet.written++;
}

function awaitWrite(outlet: Outlet, result: PromiseLike<unknown>, line: string, reporter: Reporter): void {
  const { length } = line;
  // What `flush` has given up is counted already.
  const isCounted = (): boolean => {
    if (!outlet.settling.delete(settled)) return false;
    outlet.settlingCharacters -= length;
    return true;
  };
  const settled: Promise<void> = adopt(result).then(
    () => {
      if (isCounted()) outlet.written++;
    },
    (error) => {
      if (!isCounted()) return;
      outlet.dropped++;
      reportFailure({ outlet, error, of: "destination" }, line, reporter);
    },
  );
  outlet.settling.add(settled);
  outlet.settlingCharacters += length;
}

/** Says, in the tree of a message, what failed at it: often at first, and then less and less. */
export function reportFailure({ outlet, error, of }: Failure, line: string, reporter: Reporter): void {
  const failures = ++outlet.failures;
  if (failures > MAX_REPORTS && (failures & (failures - 1)) !== 0) return;
  const { name, dropped } = outlet;
  const thrown = describeThrown(error);
  const isLost = of === "destination";
  const what = isLost ? "cannot take a message" : `has a ${of} that fails`;
  warnOnce(
    `${of} ${name}`,
    `The log destination ${name} ${what}: ${thrown}. The program and the other destinations go on; ledger() counts what is lost.`,
    "CLEW_DESTINATION_FAILURE",
  );
  const exception = exceptionName(error);
  const reason = isLost ? thrown : `its ${of} threw: ${thrown}`;
  reporter.report(names.DESTINATION_FAILURE, { reason, exception, destination: name, dropped, message: line }, outlet);
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
