// node examples/jobs/main.mjs: a program with an outermost scope: jobs by priority and key, a rate, a feed that is begun again
// when it fails, subscribers, children that meet, a race whose losers give back, processes in a pipe, and threads. Its log is
// jobs.log.
import { toFile } from "clew";
import {
  createBarrier,
  createBroadcast,
  createEvent,
  createLatestValue,
  createLimiter,
  createRateLimiter,
  main,
  mapConcurrent,
  race,
  retry,
  shield,
  sleep,
  supervise,
  until,
} from "clew/scope";
import { createWorkerPool, spawnProcess } from "clew/worker";

toFile(process.argv[2] ?? "jobs.log");

await main({ name: "jobs", logged: true }, async (scope) => {
  scope.defer(() => console.log("closed"));

  const news = createBroadcast(4);
  for (const name of ["screen", "archive"]) {
    const received = news.subscribe();
    scope.spawn(
      async () => {
        let count = 0;
        for await (const _ of received) count++;
        console.log(`${name}: ${count} items`);
      },
      { name },
    );
  }

  // One write of an account at a time, and those that somebody waits for first.
  const places = createLimiter(2);
  const tenAtOnce = createRateLimiter({ limit: 10, intervalMs: 50 });
  await mapConcurrent(["ann", "bob", "ann", "cid"], 4, (account) =>
    tenAtOnce.run(() =>
      places.run(() => news.send(`booked for ${account}`), { key: account, priority: account === "cid" ? 1 : 0 }),
    ),
  );

  const asked = await retry(
    async ({ attempt }) => {
      if (attempt === 1) throw Object.assign(new Error("too many requests"), { headers: { "retry-after": "0.01" } });
      return `answered at attempt ${attempt}`;
    },
    { name: "ask" },
  );
  console.log(asked);

  const followed = await supervise(
    async ({ life }) => {
      await sleep(1);
      if (life < 3) throw new Error("connection lost");
      return `followed in life ${life}`;
    },
    { name: "feed", restarts: 5, withinMs: 1_000, backoff: { delayMs: 1 } },
  );
  console.log(followed);

  const build = spawnProcess(scope, process.execPath, ["-e", "console.log('compiled'); console.log('linked')"], {
    killTree: true,
  });
  for await (const line of build.lines()) console.log(line);
  await until(build.result);

  // A deploy: nothing new is let in, what runs comes to its end, and then it goes on.
  places.pause();
  await places.idle();
  places.resume();

  // Two that begin together, once both are there and the settings have come; who is late still finds the event set.
  const settings = createLatestValue({ level: "info" });
  const isReady = createEvent();
  const together = createBarrier(2);
  const workers = ["left", "right"].map((name) =>
    scope.spawn(
      async () => {
        await isReady.wait();
        await together.wait();
        return `${name} at ${settings.value.level}`;
      },
      { name },
    ),
  );
  const change = settings.changed();
  settings.value = { level: "debug" };
  await change;
  isReady.set();
  for (const worker of workers) console.log(await worker);

  // The slower connection comes too late to be used, and is closed.
  /** @param {string} name @param {number} ms */
  const connect = (name, ms) => () => shield(() => sleep(ms).then(() => name));
  const used = await race([connect("near", 1), connect("far", 5)], {
    onLoser: (name) => console.log(`closed the one that is ${name}`),
  });
  console.log(`used the one that is ${used}`);

  const script = "process.stdin.on('data', (chunk) => process.stdout.write(String(chunk).toUpperCase()))";
  const upper = spawnProcess(scope, process.execPath, ["-e", script], { stdin: "pipe" });
  spawnProcess(scope, process.execPath, ["-e", "console.log('piped')"]).pipeTo(upper);
  console.log((await upper).stdout.trim());

  // The time of a job counts from when it has a thread; threads without work end after a while.
  const pool = createWorkerPool(1, { idleTimeoutMs: 1_000 });
  const endless = `data:text/javascript,${encodeURIComponent("export default () => { for (;;); }")}`;
  const job = pool.spawn(scope, endless, undefined, { name: "endless", jobTimeoutMs: 20, terminateAfterMs: 20 });
  console.log(await job.result.catch((error) => error.name));
  await pool.close();

  news.close();
});
