// Questions that two stores of one log must answer alike: whoever asks cannot tell whether a log lies in memory, in a
// file beside it or on a server. The log in memory is the measure.

import type { SearchHit } from "../answers/index.js";
import type { LogStore, PageRequest, TaskQuery } from "../questions/index.js";

export interface StoreQuestion {
  /** The question in words, for the name of a test. */
  readonly question: string;
  ask(store: LogStore): Promise<unknown>;
}

const QUERIES: readonly TaskQuery[] = [
  {},
  { text: "E" },
  { text: "é" },
  { text: "nowhere to be found" },
  { text: "SUCC" },
  { text: "app:" },
  { text: "wor" },
  { text: '"action_status"' },
  { statuses: ["failed", "incomplete"] },
  { types: ["task"] },
  { types: [] },
  { fields: [{ field: "i", value: "3" }] },
  { fields: [{ field: 'od"d/~', value: "3" }] },
  {
    fields: [
      { field: "i", value: "3" },
      { field: "i", value: "4" },
    ],
  },
  { fields: [{ field: "app:login.attempt", value: "2" }] },
  { fields: [{ field: "app:seen.user.id", value: "8" }] },
  { fields: [{ field: "app:login.ok", value: "true" }] },
  { fields: [{ field: "nowhere.in.it", value: "2" }] },
  { fields: [{ field: "i", value: "3", op: "is not" }] },
  { fields: [{ field: "app:login.attempt", value: "2", op: "is not" }] },
  { fields: [{ field: "i", value: "3", op: "above" }] },
  {
    fields: [
      { field: "i", value: "30", op: "below" },
      { field: "i", value: "3", op: "above" },
    ],
  },
  { fields: [{ field: "app:login.attempt", value: "1", op: "above" }] },
  { fields: [{ field: "app:seen.user.id", value: "8", op: "below" }] },
  { fields: [{ field: "work.name", value: "1", op: "above" }] },
  { fields: [{ field: "clew:deadline", value: "true" }] },
  { fields: [{ field: "app:seen", value: "true", op: "is not" }] },
  { notTypes: ["task", "job"] },
  { maxDurationSeconds: 0.001 },
  { taskUuids: [] },
  { taskUuids: ["nowhere"] },
  { minDurationSeconds: 0.0005 },
  { minFailures: 1 },
  { taskUuidStart: "" },
  { taskUuidStart: "B" },
  { taskUuidStart: "0%" },
  { from: 0, to: 1 },
];

const TEXTS = ["a", "TASK", "é", "message_type", "nowhere"];
const GROUPED = [
  "type",
  "status",
  "i",
  "app:login.attempt",
  "app:seen.user.id",
  "job.i",
  "clew:deadline",
  "nowhere.in.it",
];
const SORTS: readonly PageRequest["sort"][] = ["time", "duration", "messages", "type"];

/**
 * The questions, for a test of any store: it is filled with a log, as a `MemoryStore` is, and each answer of the one
 * must equal that of the other.
 *
 * ```ts
 * import { MemoryStore } from "@clew/log";
 * import { STORE_QUESTIONS } from "@clew/log/testing";
 *
 * const [one, other] = [new MemoryStore("app.log"), new MemoryStore("app.log")];
 * for (const { question, ask } of STORE_QUESTIONS) {
 *   const [first, second] = [await ask(one), await ask(other)];
 *   if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error(`not alike: ${question}`);
 * }
 * ```
 */
export const STORE_QUESTIONS: readonly StoreQuestion[] = [
  { question: "the summary", ask: (store) => store.summary() },
  ...QUERIES.flatMap((query): StoreQuestion[] => {
    const which = JSON.stringify(query);
    return [
      ...SORTS.flatMap((sort) =>
        [false, true].map((descending) => ({
          question: `tasks for ${which} by ${sort}, ${descending ? "falling" : "rising"}`,
          ask: (store: LogStore) => store.tasks(query, { sort, descending, offset: 1, limit: 20 }),
        })),
      ),
      { question: `facets for ${which}`, ask: (store) => store.facets(query) },
      { question: `the heatmap for ${which}`, ask: (store) => store.heatmap(query, 9) },
      {
        question: `the groups by ${GROUPED.join(", ")} for ${which}`,
        ask: (store) => Promise.all(GROUPED.map((field) => store.groups(query, field))),
      },
      { question: `the histogram for ${which}`, ask: (store) => store.histogram(query, 7) },
    ];
  }),
  ...QUERIES.map((query) => ({
    question: `the uuids of the tasks for ${JSON.stringify(query)}`,
    // Stores number tasks as they put them together.
    ask: async (store: LogStore) => [...(await store.taskUuids(query))].sort(),
  })),
  ...QUERIES.map((query) => ({
    question: `messages with "e" in the tasks for ${JSON.stringify(query)}`,
    ask: async (store: LogStore) => (await store.search("e", 1000, query)).map(textOfHit).sort(),
  })),
  ...TEXTS.map((text) => ({
    question: `messages with ${JSON.stringify(text)}`,
    // Messages of one moment have no order among themselves.
    ask: async (store: LogStore) => (await store.search(text, 1000)).map(textOfHit).sort(),
  })),
  { question: "the names of the fields", ask: (store) => store.fieldNames() },
  {
    question: "the nearest of the tasks that succeeded, for the first tasks",
    ask: async (store) => {
      const { rows } = await store.tasks({}, { sort: "time", descending: false, offset: 0, limit: 12 });
      const uuids = [...rows.map(({ taskUuid }) => taskUuid), "nowhere"];
      return Promise.all(uuids.map((taskUuid) => store.nearest(taskUuid)));
    },
  },
  {
    question: "the lines of several tasks at once",
    ask: async (store) => {
      const { rows } = await store.tasks({}, { sort: "time", descending: false, offset: 0, limit: 7 });
      return store.linesOf([...rows.map(({ taskUuid }) => taskUuid), "nowhere"]);
    },
  },
  {
    question: "tasks by their uuids",
    ask: async (store) => {
      const page = { sort: "time", descending: false, offset: 0, limit: 5 } as const;
      const { rows } = await store.tasks({}, page);
      return store.tasks({ taskUuids: rows.slice(1, 4).map(({ taskUuid }) => taskUuid) }, page);
    },
  },
  {
    question: "how the actions of each type ended",
    // Percentiles may be those of a sketch.
    ask: async (store) =>
      (await store.types())
        .map(({ actionType, count, failed, cancelled, timedOut, incomplete }) =>
          [actionType, count, failed, cancelled, timedOut, incomplete].join(" "),
        )
        .sort(),
  },
  {
    question: "the lines of the first tasks, and of one that is not there",
    ask: async (store) => {
      const { rows } = await store.tasks({}, { sort: "time", descending: false, offset: 0, limit: 10 });
      const uuids = [...rows.map(({ taskUuid }) => taskUuid), "nowhere"];
      return Promise.all(uuids.map((taskUuid) => store.taskLines(taskUuid)));
    },
  },
];

function textOfHit(hit: SearchHit): string {
  return JSON.stringify(hit);
}
