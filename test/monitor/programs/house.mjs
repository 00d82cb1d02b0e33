// A program to be watched: it does what it is told over IPC, and says what it has done.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { close, toFile } from "clew";
import { startMonitor } from "clew/observe";
import { sleep, sleepForever, withScope } from "clew/scope";

const [, , log] = process.argv;
if (log) toFile(log);
const monitor = startMonitor();
await monitor.ready;

/** Blocks until a file is there; for half a minute at most, so that no failing test leaves anything behind. */
const blocks = {
  busy(file) {
    const until = Date.now() + 30_000;
    while (!existsSync(file) && Date.now() < until);
  },
  atomics(file) {
    const cell = new Int32Array(new SharedArrayBuffer(4));
    for (let i = 0; i < 1_500 && !existsSync(file); i++) Atomics.wait(cell, 0, 0, 20);
  },
  async starving(file) {
    const until = Date.now() + 30_000;
    while (!existsSync(file) && Date.now() < until) await null;
  },
  native(file) {
    execFileSync("sh", ["-c", `for i in $(seq 1500); do [ -e '${file}' ] && exit; sleep 0.02; done`]);
  },
};

let told;
process.on("message", (message) => {
  // Here runs nobody's code: no child and no scope.
  if (message.do === "block outside") {
    process.send({ at: "blocking" });
    blocks.busy(message.file);
    return;
  }
  if (message.do === "end") process.disconnect();
  told(message);
});
const next = (signal) =>
  new Promise((resolve, reject) => {
    told = resolve;
    signal.addEventListener("abort", () => reject(signal.reason));
  });

try {
  await withScope({ name: "house", logged: Boolean(log), timeoutMs: 60_000, spawnSites: true }, async (scope) => {
    scope.spawn(() => sleepForever(), { name: "guest" });
    scope.spawn(
      () =>
        withScope(
          { name: "kitchen", logged: false },
          (kitchen) => void kitchen.spawn(() => sleep(60_000), { name: "cook" }),
        ),
      {
        name: "host",
      },
    );
    for (;;) {
      process.send?.({ at: "ready" });
      const command = await next(scope.signal);
      if (command.do === "end") break;
      if (command.do === "block") {
        const order = [];
        scope.spawn(async function blocker() {
          await sleep(1);
          queueMicrotask(() => order.push("microtask"));
          process.nextTick(() => order.push("tick"));
          process.send({ at: "blocking" });
          const blocked = blocks[command.how](command.file);
          order.push("end of the block");
          await blocked;
          await sleep(1);
          process.send({ at: "free", order });
        });
      }
      if (command.do === "burst") {
        for (let i = 0; i < command.count; i++) scope.spawn(async () => {});
      }
      if (command.do === "close") {
        await monitor.close();
        process.send({ at: "closed" });
      }
      if (command.do === "start") await startMonitor().ready;
    }
    scope.cancel();
  });
} catch (error) {
  process.send?.({ at: "failed", code: error.code, message: error.message });
  process.disconnect?.();
}
await close();
