// @ts-check
// A bakery in which several things go wrong, to be looked at while it is open: CLEW_MONITOR=1 node main.mjs [SECONDS],
// and in another terminal: npx clew monitor
import "clew/auto";
import { setTimeout as longWork } from "node:timers/promises";
import { createChannel, createLimiter, sleep, sleepForever, withScope } from "clew/scope";

const OPEN_MS = Number(process.argv[2] ?? 60) * 1_000;
/** How often the accountant adds up, and how long that takes. */
const ADDING_UP_AFTER_MS = 20_000;
const ADDING_UP_MS = 5_000;

/** Nothing else runs meanwhile: there is no await in it. */
function addUp() {
  const until = performance.now() + ADDING_UP_MS;
  while (performance.now() < until);
}

await withScope({ name: "bakery", timeoutMs: OPEN_MS, ifCancelled: "closed" }, async (bakery) => {
  const { receiver } = createChannel(8);
  bakery.spawn(() => receiver.receive(), { name: "oven" });

  // Customers come faster than they are served: the seat is taken for ever.
  bakery.spawn(
    () =>
      withScope({ name: "counter" }, async (counter) => {
        const seats = createLimiter(1);
        counter.spawn(() => seats.run(() => sleepForever()), { name: "regular" });
        for (;;) {
          counter.spawn(() => seats.run(() => sleep(1_000)), { name: "customer" });
          await sleep(40);
        }
      }),
    { name: "shop" },
  );

  // Neither hears its cancel: what they wait for was not given their signal.
  const mixer = bakery.spawn(() => longWork(OPEN_MS), { name: "mixer", cancelTimeoutMs: OPEN_MS });
  mixer.cancel();
  bakery.spawn(
    () => withScope({ name: "delivery", timeoutMs: 1_000, cancelTimeoutMs: OPEN_MS }, () => longWork(OPEN_MS)),
    {
      name: "driver",
    },
  );

  bakery.spawn(() => sleepForever(), { name: "newsletter", awaited: false });
  bakery.spawn(async function accountant() {
    for (;;) {
      await sleep(ADDING_UP_AFTER_MS);
      addUp();
    }
  });
  await sleepForever();
}).catch((error) => {
  if (error.code !== "CLEW_TIMEOUT") throw error;
});
