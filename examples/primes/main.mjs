// node examples/primes/main.mjs: primes counted in a pool of two threads, and a thread that must be ended.
import { close, toFile, withAction } from "clew";
import { TimeoutError, withScope } from "clew/scope";
import { createWorkerPool, spawnWorker } from "clew/worker";

toFile(process.argv[2] ?? "primes.log");

const PRIMES = new URL("primes.mjs", import.meta.url);
const FOREVER = new URL("forever.mjs", import.meta.url);

await withAction("count-primes", { below: 100_000 }, async (action) => {
  const pool = createWorkerPool(2);
  const counts = await withScope({ name: "ranges" }, (scope) =>
    Promise.all([0, 25_000, 50_000, 75_000].map((from) => pool.spawn(scope, PRIMES, { from, to: from + 25_000 }))),
  );
  await pool.close();
  const primes = /** @type {number[]} */ (counts).reduce((sum, count) => sum + count, 0);
  action.addSuccessFields({ primes });
  console.log(`${primes} primes below 100,000`);
});

await withAction("stop-the-endless", async () => {
  try {
    await withScope({ name: "bounded", timeoutMs: 1_000 }, (scope) => {
      spawnWorker(scope, FOREVER, undefined, { terminateAfterMs: 50 });
    });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    console.log("the endless loop was ended by its deadline");
  }
});
await close();
