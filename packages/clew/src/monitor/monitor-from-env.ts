import type { ClewEnv } from "../record/index.js";
import { startMonitor } from "./start-monitor.js";

/** Starts the monitor where `CLEW_MONITOR` says so: `1` or `true`, or the path of the socket. */
export function monitorFromEnv({ CLEW_MONITOR: monitor }: ClewEnv): void {
  if (!monitor || monitor === "0" || monitor.toLowerCase() === "false") return;
  if (monitor === "1" || monitor.toLowerCase() === "true") startMonitor();
  else if (/[/\\]/.test(monitor)) startMonitor({ address: monitor });
  else
    throw new TypeError(
      `Cannot read CLEW_MONITOR=${monitor}: give 1 to switch it on, the path of a socket, or nothing`,
    );
}
