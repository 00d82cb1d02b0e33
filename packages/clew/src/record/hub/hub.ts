/**
 * What a process has once, however many copies of the package it loaded: every copy finds the hub under one symbol.
 * It is plain data behind interfaces, for the copy that made it may be of another version than the one that uses it.
 */

import type { Action } from "../action.js";
import type { Destination, Outlet } from "../destination.js";
import type { SampleOptions, TaskSampler } from "../sample-options.js";
import { createCarrier } from "./carrier.js";
import { Clock } from "./clock.js";
import type { Carrier } from "./context.js";
import type { GrowingFile, GrowingFileOptions } from "./growing-file.js";
import type { Redaction } from "./redaction.js";

/** Functions that observers registered, by the name of their hook; a hook without any is absent. */
export interface Hooks {
  [hook: string]: readonly ((...what: never[]) => void)[] | undefined;
}

/** Gives the fields that an error of a registered class adds to the message of its failure. */
export type Extractor = (error: never) => unknown;

/** A class of errors. */
export type ErrorClass = abstract new (...args: never[]) => unknown;

export interface Hub {
  carrier: Carrier;
  clock: Clock;
  /** The destinations, in the order in which they were added. */
  readonly outlets: Map<Destination, Outlet>;
  /** The same in a list that stays as it is; absent until a message comes after one was added or removed. */
  outletList: readonly Outlet[] | undefined;
  /** Lines logged before the first destination was added; absent afterwards. */
  early: { readonly lines: string[]; characters: number; dropped: number } | undefined;
  /** Whether anybody would see a message: a destination, or the early buffer. */
  isListening: boolean;
  /** How deep the destinations that are being written to are logging themselves. */
  depth: number;
  globalFields: object | undefined;
  /** Whether `withFields` was ever used; until then nobody needs to look for its fields. */
  hasAddedFields: boolean;
  /** What `redact` was asked to hide; absent until then. */
  redaction: Redaction | undefined;
  readonly extractors: Map<object, Extractor>;
  /** Whether failed actions say where their error came from. */
  tracebacks: boolean;
  /** Whether what nobody catches is logged. */
  logsUncaught: boolean;
  /** Whether a copy of the package looks out for it. */
  noticesUncaught: boolean;
  /** The innermost action that an error has failed. */
  readonly thrownIn: WeakMap<object, Action>;
  /** Errors whose traceback stands in the log already. */
  readonly traced: WeakSet<object>;
  /** The serialized task ids that this process has continued, oldest first. */
  readonly continued: Set<string>;
  /** Whether headers are those of a request that is known to have come over loopback. */
  cameOverLoopback: (headers: object) => boolean;
  /** Whether a host is this machine, by a name or an address of its own. */
  isThisHost: (host: string) => boolean;
  /** The W3C traces of others that tasks belong to, by task_uuid, oldest first. */
  readonly traces: Map<string, { readonly traceId: string; readonly flags: string; readonly spanId?: string }>;
  readonly hooks: Hooks;
  /** What the bridges keep once a process, by name, see `shared`. */
  readonly shared: Map<string, object>;
  /** What all scopes are in, in the end; set by the scope room. */
  rootRegion: unknown;
  /** Where timers and randomness of scopes come from; set by the scope room. */
  scheduler: unknown;
  /** Whether declared fields are checked, which is for tests. */
  validates: boolean;
  /** The classes of the errors that were logged while fields are checked, by the names that stand in the log. */
  readonly errorClasses: Map<string, ErrorClass>;
  /** How many tests have something of their own in the place of what the process has. */
  tests: number;
  /** Whether the environment has switched logging off, whatever destinations are added. */
  isOff: boolean;
  /** How many calls of `logAllTasks` are in force. */
  allTasksLogged: number;
  /** Whether the children of all scopes remember the line that spawned them. */
  spawnSites: boolean;
  /** Where a function was defined, for what is shown to people: slow, and absent where the runtime does not tell. */
  locateFunction: ((located: unknown) => string | undefined) | undefined;
  /** Lets any number listen to a signal without a warning; absent where the platform does not count listeners. */
  shareSignal: ((signal: object) => void) | undefined;
  /** Opens a file that is whole after each write; absent where there are no files. */
  openGrowingFile: ((path: string, options: GrowingFileOptions) => GrowingFile) | undefined;
  /** Signs the id of a task with the key that services share; absent without a key. */
  signTaskId: ((taskId: string) => string) | undefined;
  /** Begins to sample the tasks of a destination; refuses to where nobody can know that the process ends. */
  startSampling(options: SampleOptions, outlet: Outlet): TaskSampler;
  /** Tells the person at the terminal, once for each code and subject, what the log alone would hide. */
  warn(text: string, code: string): void;
  readonly warned: Set<string>;
}

const KEY = Symbol.for("clew.hub.1");

function createHub(): Hub {
  return {
    carrier: createCarrier(),
    clock: new Clock(),
    outlets: new Map(),
    outletList: undefined,
    early: { lines: [], characters: 0, dropped: 0 },
    isListening: true,
    depth: 0,
    globalFields: undefined,
    hasAddedFields: false,
    redaction: undefined,
    extractors: new Map(),
    tracebacks: true,
    logsUncaught: true,
    noticesUncaught: false,
    thrownIn: new WeakMap(),
    traced: new WeakSet(),
    continued: new Set(),
    cameOverLoopback: () => false,
    isThisHost: () => false,
    traces: new Map(),
    hooks: {},
    shared: new Map(),
    rootRegion: undefined,
    scheduler: undefined,
    validates: false,
    errorClasses: new Map(),
    tests: 0,
    isOff: false,
    allTasksLogged: 0,
    spawnSites: false,
    locateFunction: undefined,
    shareSignal: undefined,
    openGrowingFile: undefined,
    signTaskId: undefined,
    startSampling() {
      throw new TypeError("Cannot sample without Node, Bun or Deno; use a filter");
    },
    warn: (text, code) => console.warn(`${code}: ${text}`),
    warned: new Set(),
  };
}

const shelf = globalThis as { [KEY]?: Hub };
shelf[KEY] ??= createHub();

/** The process's hub. */
export const hub: Hub = shelf[KEY];

/** Gives what a bridge keeps once a process, however many copies of it are loaded; the first copy makes it. */
export function shared<T extends object>(name: string, create: () => T): T {
  let kept = hub.shared.get(name);
  if (kept === undefined) {
    kept = create();
    hub.shared.set(name, kept);
  }
  return kept as T;
}

/** Warns once for each subject, and not without end: a program can have many subjects. */
export function warnOnce(subject: string, text: string, code: string): void {
  if (hub.warned.has(subject) || hub.warned.size >= 1000) return;
  hub.warned.add(subject);
  hub.warn(text, code);
}
