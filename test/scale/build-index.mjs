// E1: building the store, in a process of its own.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const watched = fileURLToPath(new URL("../million/watched.mjs", import.meta.url));
const clew = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));

/** @param {import("./run.mjs").Scale} scale @returns {Generator<import("./run.mjs").Figure>} */
export function* buildIndex({ log, messages }) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", watched, clew, "index", "--json", log], {
    encoding: "utf8",
  });
  const seconds = (performance.now() - started) / 1000;
  const figures = /WATCHED (\d+) (\d+)/.exec(stderr);
  if (status !== 0 || figures === null) throw new Error(`clew index ended with ${status}:\n${stderr}`);
  const read = JSON.parse(stdout).messages;
  if (read !== messages) throw new Error(`The store holds ${read} messages, not ${messages}`);
  const row = "E1";
  yield { row, what: "clew index: build the store", measured: seconds, most: 90, unit: "s" };
  yield { row, what: "its peak memory", measured: Number(figures[2]) / 2 ** 20, most: 1024, unit: "MiB" };
  const size = statSync(`${log}.clew-index`).size / statSync(log).size;
  console.log(
    `     (its processor time: ${(Number(figures[1]) / 1000).toFixed(0)} s; the store takes ${(100 * size).toFixed(0)} % of the log's size)`,
  );
}
