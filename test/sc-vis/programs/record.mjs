// A program with a recorder that ends in the middle of its work, in the way that it is told: record.mjs FILE WAY.
import { addInstrument, ScopeRecorder } from "clew/observe";
import { sleep, sleepForever, withScope } from "clew/scope";

const [logFilename = "", way] = process.argv.slice(2);
// A signal comes in a turn of its own.
setInterval(() => {}, 1_000);
addInstrument(new ScopeRecorder({ logFilename }));
await withScope({ name: "shop" }, async (shop) => {
  for (let i = 0; i < 3; i++) shop.spawn(() => sleepForever(), { name: "waiter" });
  await shop.spawn(async () => {}, { name: "done" });
  shop.spawn(
    () =>
      withScope({ name: "kitchen" }, async (kitchen) => {
        kitchen.spawn(() => sleepForever(), { name: "cook" });
        await sleep(0);
        end();
        await sleepForever();
      }),
    { name: "chef" },
  );
});

function end() {
  if (way === "exit") process.exit(0);
  if (way === "throw") setTimeout(() => JSON.parse("{"), 0);
  if (way === "SIGTERM" || way === "SIGINT" || way === "SIGKILL") process.kill(process.pid, way);
  // Nothing but a signal from outside ends it, and no timer or microtask of it runs.
  if (way === "block") {
    process.stdout.write("blocked\n");
    for (;;);
  }
}
