// Rows A1 and B1 again, for declared messages and actions: what it gains that the fields are known.
import { close, defineAction, defineMessage, logMessage, toFile, withAction } from "clew";

const cacheMiss = defineMessage("cache-miss", { user: String, key: Number, hit: Boolean });
const note = defineMessage("note", { n: Number });
const step = defineAction("step", { start: { depth: Number } });

/** @param {string} folder @param {() => void} body */
async function withFile(folder, body) {
  toFile(`${folder}.clew`, { mode: "buffered" });
  body();
  await close();
}

/** @param {number} depth */
function untyped(depth) {
  withAction("step", { depth }, () => {
    logMessage("note", { n: 1 });
    if (depth > 1) untyped(depth - 1);
  });
}

/** @param {number} depth */
function declared(depth) {
  step.with({ depth }, () => {
    note.log({ n: 1 });
    if (depth > 1) declared(depth - 1);
  });
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "A1-declared",
    what: "a 3-field message to a file, buffered, declared or not",
    times: 500_000,
    contestants: {
      "not declared": (times, folder) =>
        withFile(folder, () =>
          withAction("work", () => {
            for (let i = 0; i < times; i++) logMessage("cache-miss", { user: "alice", key: i, hit: false });
          }),
        ),
      declared: (times, folder) =>
        withFile(folder, () =>
          withAction("work", () => {
            for (let i = 0; i < times; i++) cacheMiss.log({ user: "alice", key: i, hit: false });
          }),
        ),
    },
    targets: [{ ours: "declared", against: "not declared", atMost: 1 }],
  },
  {
    id: "B1-declared",
    what: "a sync action: start, a message, finish, nested 3 deep, declared or not",
    times: 60_000,
    contestants: {
      "not declared": (times, folder) =>
        withFile(folder, () => {
          for (let i = 0; i < times; i++) untyped(3);
        }),
      declared: (times, folder) =>
        withFile(folder, () => {
          for (let i = 0; i < times; i++) declared(3);
        }),
    },
    targets: [{ ours: "declared", against: "not declared", atMost: 1 }],
  },
];
