// A program whose names would draw on the terminal of whoever watches it.
import { startMonitor } from "clew/observe";
import { sleepForever, withScope } from "clew/scope";

await startMonitor().ready;
process.on("message", () => {});
await withScope({ name: "red\u001b[31m\nforged" }, async () => {
  process.send({ at: "ready" });
  await sleepForever();
});
