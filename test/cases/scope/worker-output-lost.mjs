// A thread's function that prints and returns, as any script does. Right: all that it printed comes out of the program, on
// both streams, from a thread of its own and from a pool's.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { withScope } from "clew/scope";
import { createWorkerPool, spawnWorker } from "clew/worker";

const COUNT = 250;
const text = `export default (count) => {
  for (let n = 1; n <= count; n++) (n % 2 ? console.log : console.error)("row " + n);
};`;
const file = `data:text/javascript,${encodeURIComponent(text)}`;
const PRINTERS = {
  spawnWorker: () => withScope((scope) => void spawnWorker(scope, file, COUNT)),
  async createWorkerPool() {
    const pool = createWorkerPool(1);
    await withScope((scope) => void pool.spawn(scope, file, COUNT));
    await pool.close();
  },
};
const [, , printer] = process.argv;
if (printer === undefined) {
  const wrong = [];
  for (const name of Object.keys(PRINTERS)) {
    const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
      encoding: "utf8",
    });
    const rows = `${stdout}\n${stderr}`.split("\n").filter((line) => /^row \d+$/.test(line)).length;
    if (rows !== COUNT) wrong.push(`${name}: ${rows} of ${COUNT} rows`);
  }
  for (const what of wrong) console.log(`wrong: ${what}`);
  process.exit(wrong.length > 0 ? 1 : 0);
}
await PRINTERS[printer]();
