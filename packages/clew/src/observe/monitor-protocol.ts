/**
 * What passes between a program's monitor and whoever attaches to it: one JSON object a line, both ways. The monitor
 * greets, then answers each request under its number; what happened in the program comes in between, once it is followed.
 */

import type { CancelSource } from "../scope/index.js";
import type { Waiting } from "../scope/internal.js";

/** Changes whenever an older side would misread a newer one. */
export const MONITOR_PROTOCOL = 1;

/** The first line of a connection. */
export interface MonitorGreeting {
  readonly clew: "monitor";
  readonly protocol: number;
  readonly pid: number;
  /** The program as it was started, without its interpreter. */
  readonly program: string;
  readonly runtime: string;
  /** When the process began, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** What may be asked. */
export type MonitorRequest =
  /** What lives now; of many only so many, the oldest of each scope first. */
  | { readonly id: number; readonly do: "look"; readonly most?: number }
  /** Where a scope or child comes from, and its stack if it runs. */
  | { readonly id: number; readonly do: "where"; readonly member: number }
  /** Cancels a scope or child; `by` says who asked for it, for the log. */
  | { readonly id: number; readonly do: "cancel"; readonly member: number; readonly by: string }
  /** From now on, what happens. */
  | { readonly id: number; readonly do: "follow" };

/** The answer to a request. */
export type MonitorReply =
  | { readonly id: number; readonly answer: MonitorLook | MonitorPlace | MonitorCancel | null }
  | { readonly id: number; readonly error: string };

/** What happened, oldest first, and how much more there was than could be told before it. */
export interface MonitorNews {
  readonly events: readonly MonitorEvent[];
  readonly dropped: number;
}

/** What lives at one moment. */
export interface MonitorLook {
  /** In milliseconds since 1970. */
  readonly at: number;
  /**
   * Who answered: the program itself; its thread, which interrupted it while its event loop was blocked; or the memory
   * that both share, where the program is in native code and takes no interrupt. The last knows less of each member.
   */
  readonly source: "program" | "interrupt" | "memory";
  readonly loop: LoopState;
  /** Whoever holds the event loop, where it is blocked and that is known. */
  readonly running?: RunningNow;
  readonly members: readonly MonitorMember[];
  /** How many live, with those that are left off here. */
  readonly total: number;
}

/** How the event loop does. */
export interface LoopState {
  /** How long the program took to answer, or has not answered so far. */
  readonly delayMs: number;
  /** The longest that was seen since somebody attached. */
  readonly worstMs: number;
  /** The share of time that the loop was busy since the look before, from 0 to 1. */
  readonly busy?: number;
  /** For how long it has been blocked, as far as that was seen. */
  readonly blockedMs?: number;
}

/** What holds the event loop. */
export interface RunningNow {
  /** The scope whose body, or the child whose function, runs; 0 where it is neither. */
  readonly member: number;
  /** The frames of its stack, innermost first, where the program took the interrupt. */
  readonly stack: readonly string[];
}

/** A scope or a child that lives. */
export interface MonitorMember {
  /** The same as long as it lives, and nobody else's. */
  readonly id: number;
  readonly kind: "scope" | "child";
  readonly name: string;
  /** What it stands in; 0 where that is nothing. */
  readonly parent: number;
  readonly state: string;
  /** Unknown of what began before the monitor and is not logged. */
  readonly ageMs?: number;
  readonly waitsFor: readonly Waiting[];
  readonly cancelled?: { readonly source: CancelSource; readonly by?: string; readonly agoMs?: number };
  /** Names its action in the log. */
  readonly taskId?: string;
  /** Of a child: the line that spawned it, with `spawnSites`. */
  readonly spawnSite?: string;
  /** Of a child: whether observers were told that it ignores its cancel. */
  readonly ignoresCancel?: true;
  /** Of a child: its scope does not wait for it. */
  readonly isUnawaited?: true;
  /** How long it was seen to hold the event loop at once, at most. */
  readonly heldLoopMs?: number;
  /** Of a scope: until its own deadline; below 0 it has passed. */
  readonly deadlineInMs?: number;
  /** Of a scope: the children it was given since the monitor watches, those that ended, and when the last one came. */
  readonly spawned?: number;
  readonly ended?: number;
  readonly lastSpawnAgoMs?: number;
}

/** Where a scope or child comes from. */
export interface MonitorPlace {
  readonly member: number;
  /** What it runs and, where the runtime tells, where that was defined. */
  readonly work: string;
  readonly spawnSite?: string;
  readonly taskId?: string;
  /** Its stack, where it holds the event loop now. */
  readonly stack?: readonly string[];
}

/** What became of a cancel: whether there was anything to cancel. */
export interface MonitorCancel {
  readonly member: number;
  readonly name: string;
  readonly isNew: boolean;
}

/** Something that happened. */
export interface MonitorEvent {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly event:
    | "opened"
    | "closed"
    | "spawned"
    | "reparented"
    | "exited"
    | "cancelled"
    | "deadlineMoved"
    | "cancelIgnored"
    | "loopBlocked";
  /** The scope or child; 0 where it is neither. */
  readonly member: number;
  readonly kind: "scope" | "child" | "program";
  readonly name: string;
  /** How it ended, or what cancelled it. */
  readonly status?: string;
  readonly error?: string;
  /** How long it lived, or held the event loop. */
  readonly ms?: number;
  /** Where it held the event loop. */
  readonly stack?: readonly string[];
}
