// A poll that starts its next round from within its action: each round stands in the one before. Right: the log grows
// with the number of rounds, not with its square, and what is written can be read; or a warning says what to do.
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDestination, close, startAction, toFile, withAction } from "clew";
import { parseStream } from "clew/parse";

const folder = mkdtempSync(join(tmpdir(), "clew-case-"));
const warnings = [];
process.on("warning", ({ code }) => warnings.push(code));
const size = async (rounds) => {
  const path = join(folder, `${rounds}.log`);
  toFile(path, { mode: "buffered" });
  await new Promise((resolve) => {
    let round = 0;
    const poll = () => withAction("poll", () => (++round < rounds ? setImmediate(poll) : resolve()));
    poll();
  });
  await close();
  return statSync(path).size / rounds;
};
const few = await size(250);
const many = await size(4000);
const wrong = [];
if (many > 3 * few)
  wrong.push(
    `a round of 250 costs ${few.toFixed(0)} bytes, one of 4000 ${many.toFixed(0)}: the log grows with the square`,
  );

// Six days of a poll each second: the lines have 600,000 numbers. Nothing listens while the chain is made.
addDestination(() => {});
await close();
let round = startAction("poll");
for (let i = 0; i < 600_000; i++) round = startAction("poll", {}, { parent: round });
const path = join(folder, "deep.log");
toFile(path);
round.log("reason", { why: "the disk is full" });
await close();
const lines = readFileSync(path, "utf8").trim().split("\n");
let trees = 0;
for await (const tree of parseStream(lines)) if (tree.root !== undefined) trees++;
if (trees === 0)
  wrong.push("a message 600,000 rounds deep is written as a line that no reader takes, and counted as written");
rmSync(folder, { recursive: true });
if (warnings.length === 0) for (const line of wrong) console.log(`wrong: ${line}`);
process.exit(wrong.length > 0 && warnings.length === 0 ? 1 : 0);
