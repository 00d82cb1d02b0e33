// A time limit around the wait for somebody else's child, or for his whole scope. Right: the limit ends the wait by its
// own TimeoutError, soon, and what was waited for goes on.
import { failAfter, sleepForever, startScope, TimeoutError } from "clew/scope";

const LIMIT_MS = 40;
const others = startScope();
const job = others.spawn(() => sleepForever());
const waits = { "await job": () => job, "job.result": () => job.result, "others.join()": () => others.join() };
const wrong = [];
for (const [what, wait] of Object.entries(waits)) {
  const start = performance.now();
  let error;
  try {
    await failAfter(LIMIT_MS, wait);
  } catch (thrown) {
    error = thrown;
  }
  const ms = performance.now() - start;
  if (!(error instanceof TimeoutError)) wrong.push(`${what} gave ${error?.name ?? "no error"}`);
  // A deaf wait would be let go of a second later.
  if (ms > LIMIT_MS + 700) wrong.push(`${what} took ${ms.toFixed(0)} ms`);
}
if (job.state !== "running") wrong.push(`the job is ${job.state}`);
others.cancel();
for (const text of wrong) console.log(`wrong: ${text}`);
process.exit(wrong.length > 0 ? 1 : 0);
