// A child that waits for the first of several by Promise.any, in a scope that is cancelled without a reason. Right: what
// Promise.any makes of that, an AggregateError of nothing but the cancel, is no failure; one with a failure in it is.
import { sleep, sleepForever, withScope } from "clew/scope";

const cancelled = (...waits) =>
  withScope(async (scope) => {
    scope.spawn(() => Promise.any(waits.map((wait) => wait())));
    await sleep(5);
    scope.cancel();
    return "quiet";
  }).catch((error) => `${error.name} of ${(error.errors ?? []).map(String).join(", ")}`);
const failing = () => Promise.reject(new Error("a replica is down"));

const wrong = [];
const quiet = await cancelled(sleepForever, () => sleep(60_000));
if (quiet !== "quiet") wrong.push(`two waits that were cancelled made ${quiet}`);
const failed = await cancelled(sleepForever, failing);
if (!failed.includes("a replica is down"))
  wrong.push(`one that had failed, and one that was cancelled, made ${failed}`);
for (const text of wrong) console.log(`wrong: ${text}`);
process.exit(wrong.length > 0 ? 1 : 0);
