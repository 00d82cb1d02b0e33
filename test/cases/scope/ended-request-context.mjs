// Something that is made on first use, in the first request, and ticks for as long as the program. Right: once that
// request is over, by its time, what ticks is outside of it, and can sleep.
import { currentScope, sleep, sleepForever, withScope } from "clew/scope";

const WANTED = 3;
const seen = [];
let enough;
const done = new Promise((resolve) => (enough = resolve));
let refresher;
const refresh = async () => {
  const scope = currentScope()?.name;
  seen.push(
    await sleep(1).then(
      () => scope ?? "slept",
      (error) => error.name,
    ),
  );
  if (seen.length >= WANTED) enough();
};

const request = withScope({ name: "first request", timeoutMs: 10 }, async () => {
  refresher ??= setInterval(refresh, 25);
  await sleepForever();
});
const end = await request.catch((error) => error.name);
seen.length = 0;
await done;
clearInterval(refresher);
const isRight = end === "TimeoutError" && seen.every((how) => how === "slept");
if (!isRight) console.log(`wrong: the request ended with ${end}; each tick after it: ${seen.join(", ")}`);
process.exit(isRight ? 0 : 1);
