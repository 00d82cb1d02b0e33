// What passes between the program and its monitor's thread.

import type { MonitorCancel, MonitorMember, MonitorNews, MonitorPlace } from "../observe/index.js";
import type { SharedMemory } from "./shared-table.js";

/** What the thread is started with. */
export interface MonitorThreadData {
  readonly address: string;
  readonly program: string;
  readonly memory: SharedMemory;
  /** When the process began, in milliseconds since 1970: what its monotonic clock counts from. */
  readonly timeOrigin: number;
}

/** What the thread asks the program, under a number. */
export type Question =
  | { readonly do: "look"; readonly most: number }
  | { readonly do: "where"; readonly member: number }
  | { readonly do: "cancel"; readonly member: number; readonly by: string }
  | { readonly do: "ping" };

/** What the thread hears of the program. */
export type FromProgram =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | ({ readonly kind: "news" } & MonitorNews);

/** What the program hears of the thread. */
export type FromThread =
  | { readonly kind: "ask"; readonly id: number; readonly question: Question }
  /** A member was seen to hold the event loop. */
  | { readonly kind: "held"; readonly member: number; readonly ms: number }
  /** Whether anybody follows what happens. */
  | { readonly kind: "follow"; readonly isOn: boolean }
  | { readonly kind: "listening" }
  | { readonly kind: "failed"; readonly reason: string };

/** What the program sees of itself when it looks. */
export interface ProgramLook {
  readonly members: readonly MonitorMember[];
  readonly total: number;
  readonly busy: number | undefined;
}

/** The same, in the middle of what holds the event loop. */
export interface InterruptedLook {
  readonly members: readonly MonitorMember[];
  readonly total: number;
  readonly running: { readonly member: number; readonly stack: readonly string[] };
  /** Whether it is a question of the monitor's that holds the event loop: where a function was defined is slow to find out. */
  readonly isAnswering: boolean;
}

export type Answer = ProgramLook | MonitorPlace | MonitorCancel | null;

/** Under this name the inspector finds what to call: a function of how many to show, which gives an `InterruptedLook` as JSON. */
export const INTERRUPT = "clew.monitor.interrupt.1";
