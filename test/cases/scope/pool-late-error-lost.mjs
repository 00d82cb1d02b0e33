// A job that is done but for a timer, which fails later, in the pool's thread. Right: that is told, once, by the name of
// the one who left it; whoever runs in that thread by then, or next, is none the worse.
import { addInstrument } from "clew/observe";
import { sleep, withScope } from "clew/scope";
import { createWorkerPool } from "clew/worker";

const code = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
const forgetful = code(`export default (ms) => void setTimeout(() => { throw new RangeError("too late"); }, ms);`);
const patient = code(`export default (ms) => new Promise((resolve) => { setTimeout(resolve, ms, "well"); });`);

const told = [];
let tell = () => {};
addInstrument({
  errorDropped(error) {
    told.push(String(error));
    tell();
  },
});
const wrong = [];
const pool = createWorkerPool(1);
await withScope(async (scope) => {
  const isTold = new Promise((resolve) => (tell = resolve));
  await pool.spawn(scope, forgetful, 10, { name: "forgetful" });
  await Promise.race([isTold, sleep(5_000)]);
  if (!told.some((text) => text.includes("too late")))
    wrong.push(`in an idle thread: nobody was told, but of [${told}]`);

  await pool.spawn(scope, forgetful, 30, { name: "forgetful" });
  const end = await pool.spawn(scope, patient, 200).result.catch(String);
  if (end !== "well") wrong.push(`in the middle of another job: that one ended with ${end}`);
  if (told.length !== 2) wrong.push(`two errors came late, and ${told.length} were told`);
});
await pool.close();
for (const text of wrong) console.log(`wrong: ${text}`);
process.exit(wrong.length > 0 ? 1 : 0);
