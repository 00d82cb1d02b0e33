// Row G1: what a job in a pool of threads costs, beside the job itself.
import { withScope } from "clew/scope";
import { createWorkerPool } from "clew/worker";
import { Piscina } from "piscina";

const FILE = new URL("../threads/add.mjs", import.meta.url);
const THREADS = 2;
/** How many jobs are under way at a time: enough that no thread ever waits. */
const AT_ONCE = 200;

/** @param {number} times @param {(n: number) => PromiseLike<unknown>} job */
async function inBatches(times, job) {
  for (let done = 0; done < times; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => job(done + n)));
  }
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "G1",
    what: "a job in a pool of two threads: its overhead",
    times: 10_000,
    contestants: {
      "piscina, one job a thread": async (times) => {
        const pool = new Piscina({
          filename: FILE.href,
          minThreads: THREADS,
          maxThreads: THREADS,
          concurrentTasksPerWorker: 1,
        });
        await inBatches(times, (n) => pool.run({ a: n, b: 1 }));
        await pool.destroy();
      },
      clew: async (times) => {
        const pool = createWorkerPool(THREADS);
        await withScope((scope) => inBatches(times, (n) => pool.spawn(scope, FILE, { a: n, b: 1 })));
        await pool.close();
      },
    },
    targets: [{ ours: "clew", against: "piscina, one job a thread", atMost: 2 }],
  },
];
