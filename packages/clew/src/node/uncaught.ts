import { hub, reportUncaught } from "../record/index.js";

/**
 * Begins to notice what nobody catches. Node's monitor of it comes before every handler and changes nothing: whether the
 * program ends, and how, is as it was.
 */
export function noticeUncaught(): void {
  if (hub.noticesUncaught) return;
  hub.noticesUncaught = true;
  let cut: (() => void) | undefined;
  process.on("uncaughtExceptionMonitor", (error, origin) => {
    const open = reportUncaught(error, origin);
    cut = open;
    // A handler has let the program go on.
    setImmediate(() => {
      if (cut === open) cut = undefined;
    });
  });
  // Before the destinations write their last lines: they join the end of the process later.
  process.on("exit", () => cut?.());
}
