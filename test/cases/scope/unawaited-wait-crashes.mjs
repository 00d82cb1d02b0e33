// Waits that are begun now and awaited later, or by nobody: a minimum time, a message, an event. Right: where their scope is
// cancelled meanwhile that is quiet, and no unhandled rejection, which would end the program.
import { EventEmitter } from "node:events";
import { createChannel, createLimiter, once, sleep, sleepForever, withScope } from "clew/scope";

const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason?.name ?? reason));
const full = createLimiter(1);
await full.acquire();
const begins = {
  "sleep, awaited after the work": () => sleep(60_000),
  "send, awaited by nobody": () => createChannel(0).sender.send("hello"),
  "once, the second of two": () => once(new EventEmitter(), "ready"),
  "a place of a limiter": () => full.run(() => {}),
};
const wrong = [];
for (const [what, begin] of Object.entries(begins)) {
  await withScope(async (scope) => {
    scope.spawn(async () => {
      const later = begin();
      await sleepForever();
      await later;
    });
    await sleep(1);
    scope.cancel();
  });
  // They are told of when the microtasks are through.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (unhandled.length > 0) wrong.push(`${what}: unhandled ${unhandled.splice(0).join(", ")}`);
}
for (const text of wrong) console.log(`wrong: ${text}`);
process.exit(wrong.length > 0 ? 1 : 0);
