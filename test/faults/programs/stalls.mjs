// How long the event loop stands still, without the time in which the machine gave its thread no processor.
import { readFileSync } from "node:fs";

/** Looks at each turn of a timer of a millisecond; `end` gives the longest stall since, in milliseconds. */
export function watchStalls() {
  let before = performance.now();
  let waitedBefore = waitedMs();
  let longest = 0;
  const timer = setInterval(() => {
    const waited = waitedMs();
    const now = performance.now();
    longest = Math.max(longest, now - before - (waited - waitedBefore));
    before = now;
    waitedBefore = waited;
  }, 1);
  return {
    end() {
      clearInterval(timer);
      return longest;
    },
  };
}

/** How long the main thread was ready to run and did not, where the system tells. */
function waitedMs() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}
