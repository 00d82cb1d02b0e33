// Rows A again, in every mode of a log file, with and without rotation. What a thread costs is all in CPU time: its own,
// its start and its waking are counted.
import { close, logMessage, toFile, withAction } from "clew";

/** @typedef {import("clew").ToFileOptions} ToFileOptions */

const LONG = "a line of a text that is somewhat longer ".repeat(36);
/** A thread takes over when it has started; without waiting for that, a loop would be over before. */
const THREAD_STARTS_MS = 300;
const ROTATE = { sizeBytes: 10_000_000, keep: 3 };

/** @type {Record<string, ToFileOptions>} */
const LOGS = {
  buffered: { mode: "buffered" },
  "buffered, rotated": { mode: "buffered", rotate: ROTATE },
  sync: { mode: "sync" },
  "sync, rotated": { mode: "sync", rotate: ROTATE },
  thread: { mode: "thread" },
  "thread, rotated": { mode: "thread", rotate: ROTATE },
};

/** @param {(i: number) => object} fieldsOf @param {readonly string[]} [names] */
function contestants(fieldsOf, names = Object.keys(LOGS)) {
  return Object.fromEntries(
    names.map((name) => {
      const options = /** @type {ToFileOptions} */ (LOGS[name]);
      /** @param {number} times @param {string} folder */
      const log = async (times, folder) => {
        toFile(`${folder}.clew`, options);
        if (options.mode === "thread") await new Promise((resolve) => setTimeout(resolve, THREAD_STARTS_MS));
        withAction("work", () => {
          for (let i = 0; i < times; i++) logMessage("cache-miss", fieldsOf(i));
        });
        await close();
      };
      return [name, log];
    }),
  );
}

/** @param {number} i */
const few = (i) => ({ user: "alice", key: i, hit: false });

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "A1-modes",
    what: "a 3-field message to a file, in every mode",
    times: 500_000,
    contestants: contestants(few),
    targets: [
      { ours: "buffered, rotated", against: "buffered", atMost: 1.1 },
      { ours: "thread", against: "buffered", atMost: 1.3 },
    ],
  },
  {
    id: "A2-modes",
    what: "a 1.5 KB message to a file, in every mode",
    times: 200_000,
    contestants: contestants((i) => ({ user: "alice", key: i, text: LONG })),
    targets: [
      { ours: "buffered, rotated", against: "buffered", atMost: 1.2 },
      { ours: "thread", against: "buffered", atMost: 1.4 },
    ],
  },
  {
    id: "A3-modes",
    what: "a 3-field message, written before the call returns, rotated or not",
    times: 200_000,
    contestants: contestants(few, ["sync", "sync, rotated"]),
    targets: [{ ours: "sync, rotated", against: "sync", atMost: 1.1 }],
  },
  {
    id: "A4-modes",
    what: "peak memory of 1,000,000 messages in one tick, in every mode",
    times: 1_000_000,
    measures: "memory",
    contestants: contestants(few),
    targets: [
      // The ring of a thread stands beside what is gathered.
      { ours: "thread", against: "buffered", atMost: 1.3 },
    ],
  },
];
