// Row B1 again, with a destination that samples: what it costs to hold a task back and to decide on it.
import { close, logMessage, toFile, withAction } from "clew";

/** @param {number} depth */
function step(depth) {
  withAction("step", { depth }, () => {
    logMessage("note", { n: 1 });
    if (depth > 1) step(depth - 1);
  });
}

/** @param {number} times @param {string} folder @param {import("clew").SampleOptions} [sample] */
async function run(times, folder, sample) {
  toFile(`${folder}.clew`, { mode: "buffered", ...(sample === undefined ? {} : { sample }) });
  for (let i = 0; i < times; i++) step(3);
  await close();
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "B1-sampled",
    what: "a sync action: start, a message, finish, nested 3 deep, by the share that is kept",
    times: 60_000,
    contestants: {
      "all of it": (times, folder) => run(times, folder),
      "a share of 0.1": (times, folder) => run(times, folder, { share: 0.1 }),
      "a share of 1": (times, folder) => run(times, folder, { share: 1 }),
    },
    targets: [],
  },
];
