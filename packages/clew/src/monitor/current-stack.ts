/** Many enough to reach the program's own lines below a library's. */
const MOST_FRAMES = 40;

/**
 * The frames of the code in the middle of which this is called by the inspector, innermost first. What the program put
 * in the place of V8's way to write stacks is not called: it could do anything.
 */
export function interruptedStack(): readonly string[] {
  const traces = Error as { stackTraceLimit?: number; prepareStackTrace?: unknown };
  const { stackTraceLimit, prepareStackTrace } = traces;
  traces.stackTraceLimit = MOST_FRAMES;
  traces.prepareStackTrace = undefined;
  try {
    const frames = (new Error().stack ?? "").split("\n").slice(1);
    const entry = frames.findIndex((frame) => /^ +at <anonymous>:1:\d+$/.test(frame));
    return frames.slice(entry + 1).map((frame) => frame.trim().replace(/^at /, ""));
  } finally {
    if (stackTraceLimit === undefined) delete traces.stackTraceLimit;
    else traces.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete traces.prepareStackTrace;
    else traces.prepareStackTrace = prepareStackTrace;
  }
}
