// A test that forgets a sleep under node:test's fake timers. Right: with the real timers back, the next sleep ends, and
// so do those after it.
import { mock } from "node:test";
import { sleep } from "clew/scope";

mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
void sleep(1_000).catch(() => {});
void sleep(5).catch(() => {});
mock.timers.reset();

// The watchman's own timer: clew must need none of ours to wake up, so it is set after the sleeps.
const slept = [];
const sleeping = (async () => {
  for (const ms of [20, 40]) {
    await sleep(ms);
    slept.push(ms);
  }
})();
const isRight = await Promise.race([
  sleeping.then(() => true),
  new Promise((resolve) => setTimeout(resolve, 3_000, false)),
]);
if (!isRight) console.log(`wrong: three seconds later only ${slept.length} of 2 sleeps on real time have ended`);
process.exit(isRight ? 0 : 1);
