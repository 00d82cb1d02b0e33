// node examples/jobs/main.mjs: a program with an outermost scope: jobs by priority and key, a rate, a feed that is begun again
// when it fails, subscribers, and a process that is read while it runs. Its log is jobs.log.
import { toFile } from "clew";
import {
  createBroadcast,
  createLimiter,
  createRateLimiter,
  main,
  mapConcurrent,
  retry,
  sleep,
  supervise,
  until,
} from "clew/scope";
import { spawnProcess } from "clew/worker";

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
  news.close();
});
