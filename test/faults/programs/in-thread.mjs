// What a thread runs before what it was started for: makes it fail at some step, in the way that its data say.
import fs from "node:fs";
import Module, { syncBuiltinESMExports } from "node:module";
import { workerData } from "node:worker_threads";
import { makeFlaky } from "./flaky.mjs";

const { fault, main } = workerData;
const FILE_CALLS = [
  "openSync",
  "closeSync",
  "renameSync",
  "unlinkSync",
  "statSync",
  "fstatSync",
  "readdirSync",
  "writeSync",
];

function hang() {
  for (;;);
}

/** Each happens at the n-th write: before it, or when it is done and nobody knows yet. */
const HOWS = {
  throws() {
    throw new Error("made up");
  },
  exits: () => process.exit(3),
  hangs: hang,
  killed: () => process.kill(process.pid, "SIGKILL"),
};

function failAt(names, { how, at, isAfter }) {
  let calls = 0;
  for (const name of names) {
    const call = fs[name];
    fs[name] = (...given) => {
      calls++;
      if (calls === at && !isAfter) HOWS[how]();
      const result = call(...given);
      if (calls === at && isAfter) HOWS[how]();
      return result;
    };
  }
}

if (fault?.how === "flaky") makeFlaky(fault.seed, fault.share);
else if (fault?.at === "start") HOWS[fault.how]();
else if (fault?.at === "sleep") {
  let sleeps = 0;
  const { wait } = Atomics;
  Atomics.wait = (...given) => (++sleeps === 3 ? HOWS[fault.how]() : wait(...given));
} else if (fault !== undefined) failAt(fault.how === "killed" ? FILE_CALLS : ["writeSync"], fault);
// That code asks for modules by import().
syncBuiltinESMExports();
// The code of clew's own threads travels as text, which a worker would run as a script.
if (main.code === undefined) await import(main.href);
else new Module("thread")._compile(main.code, import.meta.filename);
