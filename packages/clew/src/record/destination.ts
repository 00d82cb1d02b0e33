// Where messages go, as a program states it and as the hub keeps it.

import type { Message } from "../wire/index.js";
import type { SampleOptions, TaskSampler } from "./sample-options.js";

/** Which messages a destination is given; all of them, where nothing is said. */
export interface DestinationChoice {
  /**
   * Whether a message is for this destination; what it refuses is counted as `filtered`. One that throws lets the
   * message through, and is reported as a failure of the destination.
   */
  filter?(message: Message): boolean;
  /** Which tasks are kept; what is left out is counted as `sampledOut`. Needs Node, Bun or Deno. */
  readonly sample?: SampleOptions;
}

/** What a destination may have besides its way of taking a message. */
interface DestinationParts extends DestinationChoice {
  /** Names the destination in reports of its failures. */
  readonly name?: string;
  /** Resolves when everything given so far is written. */
  flush?(): void | PromiseLike<void>;
  /** Writes what is pending and lets go of the destination's resources. */
  close?(): void | PromiseLike<void>;
  /**
   * How many of the lines it was given are written and dropped so far; the others are pending. Without this, a
   * message counts as written when the call that took it returned, or when the promise that it gave is fulfilled.
   */
  counts?(): Counts;
}

/** How many lines a destination wrote and dropped. */
interface Counts {
  readonly written: number;
  readonly dropped: number;
}

/** Takes each message as an object: frozen, with the names and the values that stand on the wire. */
export interface MessageDestination extends DestinationParts {
  write(message: Message): unknown;
}

/** Takes each message as its line of JSON, with the newline. The cheapest way. */
export interface LineDestination extends DestinationParts {
  writeLine(line: string): unknown;
}

/**
 * Where messages go: a function of the message, or an object that takes messages or lines. Whatever a destination
 * does (throw, hang, log by itself), the program and the other destinations go on.
 */
export type Destination = ((message: Message) => unknown) | MessageDestination | LineDestination;

/** What became of the messages that one destination was meant to have, since it was added. */
export interface LedgerEntry {
  readonly destination: Destination;
  /** Always the sum of the five others. */
  readonly logged: number;
  readonly written: number;
  /** Lost to an error or to a full buffer. Each loss is said in the log, where there still is one. */
  readonly dropped: number;
  readonly filtered: number;
  /** Of the tasks that were not kept, see `sample`. */
  readonly sampledOut: number;
  /** Taken, and neither written nor lost yet, or held back with its task; none after `flush()`. */
  readonly pending: number;
}

/** A destination that was added, with its counts. */
export interface Outlet {
  readonly destination: Destination;
  readonly name: string;
  /** Takes a line, if the destination takes lines. */
  readonly writeLine: ((line: string) => unknown) | undefined;
  readonly writeMessage: ((message: Message) => unknown) | undefined;
  /** The memory that it writes lines from, a `LineBytes`, if it lends it. */
  readonly bytes: unknown;
  readonly filter: ((message: Message) => boolean) | undefined;
  /** Decides which tasks the destination is given; set when it is added. */
  sampler: TaskSampler | undefined;
  logged: number;
  written: number;
  dropped: number;
  filtered: number;
  /** How often it threw, or its filter did, or a promise of it was rejected. */
  failures: number;
  /** The promises of asynchronous writes that have not settled. */
  readonly settling: Set<PromiseLike<unknown>>;
  /** The length of their lines. */
  settlingCharacters: number;
  /** What the destination had counted when it was added. */
  readonly before: Counts;
}

/** What a destination looks like from inside; `undefined` where the value is none. */
export function toOutlet(destination: Destination): Outlet | undefined {
  const before = countsOf(destination) ?? { written: 0, dropped: 0 };
  const settling = new Set<PromiseLike<unknown>>();
  const counts = {
    logged: 0,
    written: 0,
    dropped: 0,
    filtered: 0,
    failures: 0,
    settling,
    settlingCharacters: 0,
    before,
  };
  if (typeof destination === "function") {
    const name = destination.name === "" ? "a function" : destination.name;
    return {
      destination,
      name,
      writeLine: undefined,
      writeMessage: destination,
      bytes: undefined,
      filter: undefined,
      sampler: undefined,
      ...counts,
    };
  }
  if (typeof destination !== "object" || destination === null) return undefined;
  const { writeLine, write, filter } = destination as Partial<LineDestination & MessageDestination>;
  if (typeof writeLine !== "function" && typeof write !== "function") return undefined;
  return {
    destination,
    name: destination.name ?? destination.constructor?.name ?? "a destination",
    writeLine: typeof writeLine === "function" ? (line) => writeLine.call(destination, line) : undefined,
    writeMessage: typeof write === "function" ? (message) => write.call(destination, message) : undefined,
    // Where its `writeLine` is not that of its class, somebody wants to see each line.
    bytes: Object.hasOwn(destination, "writeLine") ? undefined : (destination as { readonly bytes?: unknown }).bytes,
    filter: typeof filter === "function" ? (message) => filter.call(destination, message) : undefined,
    sampler: undefined,
    ...counts,
  };
}

/** What is wrong with a filter; `undefined` where nothing is. */
export function faultOf({ filter }: DestinationChoice): string | undefined {
  const type = typeof filter;
  return type === "undefined" || type === "function"
    ? undefined
    : `filter is of type ${type}; give a function of the message`;
}

/** The choice among the options of a destination, to be a part of it. */
export function choiceOf({ filter, sample }: DestinationChoice): DestinationChoice {
  return { ...(filter === undefined ? {} : { filter }), ...(sample === undefined ? {} : { sample }) };
}

/** What a destination counts itself; `undefined` where it does not, or fails at it. */
export function countsOf(destination: Destination): Counts | undefined {
  if (typeof destination !== "object" || destination === null) return undefined;
  try {
    return destination.counts?.();
  } catch {
    return undefined;
  }
}
