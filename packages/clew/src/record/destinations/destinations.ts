// The list of destinations: added, removed, flushed and closed, and the account of each.
import { describeThrown, names } from "../../wire/index.js";
import { countsOf, type Destination, faultOf, type LedgerEntry, type Outlet, toOutlet } from "../destination.js";
import { type GatheredFields, gatherFields } from "../fields/index.js";
import { hub } from "../hub/index.js";
import { emit, listOutlets, shortenEarly } from "./emit.js";
import { outside, reportAlone } from "./lone-messages.js";

/**
 * Adds a destination: from now on it is given every message. The first one is also given what was logged before it
 * was there, the last 1,000 messages of it. Adding the same one twice is adding it once.
 *
 * @example
 * ```ts
 * import { addDestination, logMessage, removeDestination } from "clew";
 *
 * const print = (message: object) => console.log(JSON.stringify(message));
 * addDestination(print);
 * logMessage("hello");
 * removeDestination(print);
 * ```
 */
export function addDestination(destination: Destination): void {
  if (hub.outlets.has(destination)) return;
  const outlet = toOutlet(destination);
  if (outlet === undefined) {
    throw new TypeError(
      `Cannot add a destination that is ${destination === null ? "null" : `of type ${typeof destination}`} without ` +
        "write or writeLine: give a function of the message, or an object with write(message) or writeLine(line)",
    );
  }
  const fault = typeof destination === "function" ? undefined : faultOf(destination);
  if (fault !== undefined) throw new TypeError(`Cannot add a destination whose ${fault}`);
  if (typeof destination !== "function" && destination.sample !== undefined)
    outlet.sampler = hub.startSampling(destination.sample, outlet);
  hub.outlets.set(destination, outlet);
  hub.outletList = undefined;
  hub.isListening = !hub.isOff;
  const { early } = hub;
  if (early === undefined) return;
  hub.early = undefined;
  shortenEarly(early);
  const { lines, dropped } = early;
  if (dropped > 0) {
    reportAlone(names.LEDGER, {
      dropped,
      reason: `logged before the first destination; the last ${lines.length} are kept`,
    });
  }
  for (const line of lines) emit(line, outside);
}

/**
 * Removes a destination, flushes it and closes it. Resolves when that is done, and never rejects. One that was not
 * there is no error.
 */
export async function removeDestination(destination: Destination): Promise<void> {
  const outlet = hub.outlets.get(destination);
  if (outlet === undefined) return;
  detach(outlet);
  await flushOutlet(outlet);
  if (typeof outlet.destination === "function") return;
  try {
    await outlet.destination.close?.();
  } catch (error) {
    reportAlone(names.DESTINATION_FAILURE, failureOf(outlet, "close", error));
  }
}

function detach(outlet: Outlet): void {
  hub.outlets.delete(outlet.destination);
  hub.outletList = undefined;
  outlet.sampler?.leave();
  hub.isListening = (hub.outlets.size > 0 || hub.tests > 0) && !hub.isOff;
}

/** Less than `close` has, which closes afterwards; more than a file takes to give up. */
const FLUSH_WITHIN_MS = 4_500;

async function flushOutlet(outlet: Outlet): Promise<void> {
  try {
    await within(FLUSH_WITHIN_MS, settle(outlet));
    // What has not been written by now is not waited for any more.
    outlet.dropped += outlet.settling.size;
    outlet.settling.clear();
    outlet.settlingCharacters = 0;
  } catch (error) {
    reportAlone(names.DESTINATION_FAILURE, failureOf(outlet, "flush", error), outlet);
  }
}

async function settle(outlet: Outlet): Promise<void> {
  outlet.sampler?.release();
  while (outlet.settling.size > 0) await Promise.all(outlet.settling);
  if (typeof outlet.destination !== "function") await outlet.destination.flush?.();
}

/** Resolves with the promise, or without it when that takes longer than so many milliseconds. */
async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(outlet: Outlet, act: string, error: unknown): object {
  return {
    reason: `cannot ${act}: ${describeThrown(error)}`,
    destination: outlet.name,
  };
}

/**
 * Resolves when every destination has written what it was given. Never rejects, and waits some five seconds at most;
 * what cannot be written by then is counted as dropped in `ledger()`.
 *
 * @example
 * ```ts
 * import { flush, ledger, logMessage } from "clew";
 *
 * logMessage("checkpoint");
 * await flush();
 * console.log(ledger().every(({ pending }) => pending === 0));
 * ```
 */
export async function flush(): Promise<void> {
  await Promise.all(listOutlets().map(flushOutlet));
}

/** A destination that has not closed by then is left to itself. */
const CLOSE_WITHIN_MS = 5_000;

/**
 * Flushes, closes and removes all destinations. Settles always, within five seconds, and can be called again.
 *
 * @example
 * ```ts
 * import { close, logMessage } from "clew";
 *
 * logMessage("last words");
 * await close();
 * ```
 */
export async function close(): Promise<void> {
  await within(CLOSE_WITHIN_MS, Promise.all(listOutlets().map((outlet) => removeDestination(outlet.destination))));
}

/**
 * Adds fields to every message logged from now on, by every part of the program. A field of the message itself, or of
 * `withFields`, stands before a global one of the same name.
 *
 * @example
 * ```ts
 * import { addGlobalFields } from "clew";
 *
 * addGlobalFields({ service: "shop", version: "1.4.2" });
 * ```
 */
export function addGlobalFields(fields: object): void {
  hub.globalFields = gatherFields(hub.globalFields as GatheredFields | undefined, fields);
}

/**
 * What became of the messages, for each destination. At every moment `logged` is the sum of the others, and after
 * `flush()` nothing is pending.
 *
 * @example
 * ```ts
 * import { ledger } from "clew";
 *
 * for (const { logged, written, dropped } of ledger()) console.log({ logged, written, dropped });
 * ```
 */
export function ledger(): readonly LedgerEntry[] {
  return listOutlets().map((outlet) => {
    const { destination, logged, filtered } = outlet;
    const sampledOut = outlet.sampler?.sampledOut ?? 0;
    const counts = countsOf(destination);
    const written = counts === undefined ? outlet.written : counts.written - outlet.before.written;
    const dropped = outlet.dropped + (counts === undefined ? 0 : counts.dropped - outlet.before.dropped);
    return {
      destination,
      logged,
      written,
      dropped,
      filtered,
      sampledOut,
      pending: logged - written - dropped - filtered - sampledOut,
    };
  });
}
