// Logs into a small file that is rotated again and again, writes down what is logged, and is killed at a step of it.
import fs from "node:fs";
import { join } from "node:path";

const options = JSON.parse(process.argv[2]);
const acknowledged = fs.openSync(options.acknowledged, "a");
const write = fs.writeSync;
const SYNC = ["openSync", "closeSync", "renameSync", "unlinkSync", "statSync", "fstatSync", "readdirSync"];
// Of these streams are made.
const ASYNC = ["open", "close", "read", "write", "fsync"];
let steps = 0;
const { readdirSync, statSync } = fs;
/** A name that a killed program had reserved is an empty file. */
const isAllCompressed = () =>
  readdirSync(options.folder).every(
    (name) => !/\.(\d+|tmp)$/.test(name) || statSync(join(options.folder, name)).size === 0,
  );
// Before anything takes a function of node:fs: each call that rotating needs is a step.
for (const name of [...SYNC, ...ASYNC]) {
  const call = fs[name];
  fs[name] = (...given) => {
    steps++;
    const isLast = steps === options.killAt;
    if (isLast && !options.isAfter) process.kill(process.pid, "SIGKILL");
    const result = call(...given);
    if (isLast) process.kill(process.pid, "SIGKILL");
    return result;
  };
}
const { clew, whenThreadsWrite } = await import("./clew.mjs");
steps = 0;
clew.toFile(options.file, options.log);
await whenThreadsWrite();
for (let n = options.from; n < options.from + options.count; n++) {
  clew.logMessage("numbered", { n });
  if (options.log.mode === "sync") write(acknowledged, `${n}\n`);
}
await clew.flush();
if (options.log.mode !== "sync") {
  for (let n = options.from; n < options.from + options.count; n++) write(acknowledged, `${n}\n`);
}
if (options.log.rotate.compress) {
  while (!isAllCompressed()) await new Promise((resolve) => setTimeout(resolve, 20));
}
await clew.close();
