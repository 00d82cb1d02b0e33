// The monitor's names where there is no Node; the monitor room has the real ones.

import { NeedsNodeError } from "../record/index.js";

/** Options of `startMonitor`. */
export interface MonitorOptions {
  /** Where to listen, in place of a socket named by the process in a folder of this user's. */
  readonly address?: string;
}

/** A monitor that listens. */
export interface Monitor {
  /** The path of its socket, or on Windows the name of its pipe. */
  readonly address: string;
  /** Resolves when it can be attached to; rejects with a `MonitorError` where it cannot. */
  readonly ready: Promise<void>;
  /** Lets go of who is attached, and of all that it watches. Can be called again. */
  close(): Promise<void>;
}

/**
 * Lets `clew monitor` attach to this process: opens a socket that only this user may use, behind which a thread of its
 * own answers, so also while the event loop is blocked. Called again it gives the same monitor. It keeps no program
 * alive, and nothing is listened to without it. `CLEW_MONITOR=1` calls it in programs that import `clew/auto`.
 *
 * @example
 * ```ts
 * import { startMonitor } from "clew/observe";
 *
 * const monitor = startMonitor();
 * await monitor.ready;
 * console.log("attach with: npx clew monitor", process.pid);
 * await monitor.close();
 * ```
 */
export function startMonitor(_options?: MonitorOptions): Monitor {
  throw new NeedsNodeError("startMonitor", "call printTaskTree() where you want to see what runs");
}

/**
 * The processes of this user that have a socket for `clew monitor`, with its address. One that was killed may have left
 * its socket behind: only connecting tells.
 *
 * @example
 * ```ts
 * import { listMonitors } from "clew/observe";
 *
 * for (const { pid, address } of listMonitors()) console.log(pid, address);
 * ```
 */
export function listMonitors(): readonly { readonly pid: number; readonly address: string }[] {
  throw new NeedsNodeError("listMonitors", "there are no processes to attach to");
}
