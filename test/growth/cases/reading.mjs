// What reads lines into trees, draws them, answers of them: by what grows in the log.

import { MemoryLogSource, MemoryStore } from "@clew/log";
import {
  diffTrees,
  explainFailures,
  findApart,
  findPath,
  findSlow,
  summarize,
  timedActions,
  toTaskTiming,
} from "clew/explain";
import { LiveTree } from "clew/live";
import {
  decodeJson,
  graftTasks,
  messageOf,
  messagesOfSpan,
  Parser,
  parseLine,
  parseStream,
  readLines,
  scanLines,
  sha256Hex,
} from "clew/parse";
import {
  cutToColumns,
  formatValue,
  measureColumns,
  renderEliotTree,
  renderMessage,
  renderTask,
  visible,
  visibleJson,
} from "clew/render";
import { LoggedAction, LoggedMessage, MemoryDestination } from "clew/testing";
import { LOGS, uuidOf } from "./logs.mjs";
import { shuffled, times } from "./times.mjs";

/** @typedef {import("clew/parse").Message} Message @typedef {import("clew/parse").TaskTree} TaskTree */

/** @param {readonly Message[]} messages */
const textOf = (messages) => messages.map((message) => `${JSON.stringify(message)}\n`).join("");

/** @param {Iterable<Message>} messages @returns {TaskTree[]} */
function treesOf(messages) {
  const parser = new Parser();
  const trees = [];
  for (const message of messages) trees.push(...parser.add(message));
  for (const tree of parser.end()) trees.push(tree);
  return trees;
}

/** As a log is read: what a message alone costs is less than the memory's distance. @param {Iterable<string>} lines */
function* parsed(lines) {
  for (const line of lines) {
    const result = parseLine(line);
    if (result.ok) yield result.message;
  }
}

/** @param {readonly Message[]} messages */
const linesOf = (messages) => messages.map((message) => JSON.stringify(message));

/** @param {Iterable<unknown>} items */
function drain(items) {
  for (const _ of items);
}

/** @param {import("clew/parse").WrittenNode} node */
const hasFailed = (node) => node.kind === "action" && node.status === "failed";

/** What is done with the messages of a log: its work, by name. @type {Record<string, { covers: string[], of: (messages: Message[]) => () => unknown }>} */
const OF_MESSAGES = {
  "parsed in order": {
    covers: ["clew/parse.Parser"],
    of: (messages) => treesOfEach(linesOf(messages)),
  },
  "parsed in the opposite order": {
    covers: ["clew/parse.Parser"],
    of: (messages) => treesOfEach(linesOf(messages).reverse()),
  },
  "parsed in no order": {
    covers: ["clew/parse.Parser"],
    of: (messages) => {
      const lines = linesOf(messages);
      return treesOfEach(shuffled(lines.length).map((i) => lines[i] ?? ""));
    },
  },
  "as one text, in small pieces and as bytes": {
    covers: [
      "clew/parse.parseStream",
      "clew/parse.readLines",
      "clew/parse.scanLines",
      "clew/parse.parseLine",
      "clew/parse.messageOf",
    ],
    of: (messages) => {
      const text = textOf(messages);
      const pieces = text.match(/[\s\S]{1,37}/g) ?? [];
      const bytes = Buffer.from(text);
      return async () => {
        for await (const _ of parseStream([text]));
        for await (const _ of parseStream(pieces));
        for (const line of text.split("\n")) if (line !== "") parseLine(line);
        for (const message of messages) messageOf(message);
        readLines(text, 1, { message() {}, unused() {} });
        const block = {
          bytes,
          text: (/** @type {number} */ start, /** @type {number} */ end) => bytes.toString("latin1", start, end),
        };
        scanLines(block, 1, { scanned() {}, message() {}, unused() {} });
      };
    },
  },
  "drawn as trees, cut and whole, and as Eliot's": {
    covers: ["clew/render.renderTask", "clew/render.renderEliotTree", "clew/render.renderMessage"],
    of: (messages) => {
      const trees = treesOf(messages);
      return () => {
        for (const tree of trees) {
          drain(renderTask(tree));
          drain(renderTask(tree, { width: 80 }));
          drain(renderEliotTree(tree));
        }
        for (const message of messages) renderMessage(message);
      };
    },
  },
  "drawn while they grow": {
    covers: ["clew/live.LiveTree"],
    of: (messages) => () => {
      const live = new LiveTree();
      for (const message of messages) live.add(message);
      live.openLines(1_700_000_100, 10);
      live.end();
    },
  },
  why: { covers: ["clew/explain.explainFailures"], of: answered((trees) => explainFailures(trees, { handled: true })) },
  slow: { covers: ["clew/explain.findSlow"], of: answered((trees) => findSlow(trees)) },
  "slow with a baseline": {
    covers: ["clew/explain.findSlow"],
    of: answered((trees) => findSlow(trees, { baseline: trees })),
  },
  "diff of traffic": {
    covers: ["clew/explain.diffTrees"],
    of: answered((trees) => diffTrees(trees, trees, { mode: "changes" })),
  },
  "diff of the same work": {
    covers: ["clew/explain.diffTrees"],
    of: answered((trees) => diffTrees(trees, trees, { mode: "pairs" })),
  },
  path: { covers: ["clew/explain.findPath"], of: answered((trees) => findPath(trees, { matches: hasFailed })) },
  "tasks set apart": {
    covers: ["clew/explain.findApart"],
    of: answered((trees) => findApart(trees, { isChosen: ({ taskUuid }) => taskUuid < "00000002" })),
  },
  "numbers by type": {
    covers: ["clew/explain.summarize", "clew/explain.timedActions", "clew/explain.toTaskTiming"],
    of: answered(async (trees) => {
      await summarize(trees);
      for (const tree of trees) {
        drain(timedActions(tree));
        toTaskTiming(tree);
      }
    }),
  },
  "captured by a test": {
    covers: [
      "clew/testing.LoggedAction",
      "clew/testing.LoggedMessage",
      "clew/testing.MemoryDestination",
      "clew/testing.captureLog",
      "clew/testing.assertLogged",
    ],
    of: (messages) => () => {
      const memory = new MemoryDestination();
      for (const message of messages) memory.write(message);
      memory.validate();
      memory.serialize();
      LoggedMessage.ofType(memory.messages, "rows-read");
      for (const type of ["batch", "item", "request", "waits"]) {
        for (const action of LoggedAction.ofType(memory.messages, type)) {
          action.descendants();
          action.typeTree();
        }
      }
      memory.flushErrors(Error);
      memory.toString();
    },
  },
  "in memory, asked": {
    covers: ["@clew/log.MemoryStore", "@clew/log.MemoryLogSource"],
    of: (messages) => {
      const text = textOf(messages);
      return async () => {
        const store = new MemoryStore("growth");
        store.add(text);
        const log = new MemoryLogSource(store);
        await log.summary();
        const page = await log.tasks({}, { sort: "time", descending: false, offset: 0, limit: 50 });
        await log.tasks({ text: "TimeoutError" }, { sort: "duration", descending: true, offset: 0, limit: 50 });
        await log.facets({});
        await log.histogram({}, 100);
        await log.heatmap({}, 100);
        await log.groups({}, "route");
        await log.fieldNames();
        await log.taskUuids({});
        await log.search("item", 50);
        await log.types();
        await log.linesOf(await log.taskUuids({}));
        await log.why();
        await log.slow();
        const [row] = page.rows;
        if (row !== undefined) await log.nearest(row.taskUuid);
      };
    },
  },
  "in memory, as it grows": {
    covers: ["@clew/log.MemoryStore"],
    of: (messages) => {
      const lines = messages.map((message) => `${JSON.stringify(message)}\n`);
      return () => {
        const store = new MemoryStore("growth", { live: true });
        for (const line of lines) store.add(line);
      };
    },
  },
};

/** Of all trees of a log. @param {(trees: TaskTree[]) => unknown} ask @returns {(messages: Message[]) => () => unknown} */
function answered(ask) {
  return (messages) => {
    const trees = treesOf(messages);
    return () => ask(trees);
  };
}

/** @param {readonly string[]} lines */
function treesOfEach(lines) {
  return () => treesOf(parsed(lines));
}

/** @type {import("../measure.mjs").Case[]} */
const ofLogs = Object.entries(OF_MESSAGES).flatMap(([what, { covers, of }]) =>
  Object.entries(LOGS).map(([log, messages]) => ({
    name: `${log}: ${what}`,
    covers,
    of: (/** @type {number} */ n) => of(messages(n)),
  })),
);

/** @type {import("../measure.mjs").Case[]} */
export const cases = [
  ...ofLogs,
  {
    name: "levels that are deep",
    covers: ["clew/parse.Parser"],
    of: (n) => {
      const message = { task_uuid: "deep", task_level: times(n, () => 2), timestamp: 1 };
      return () => {
        for (const tree of treesOf([message])) drain(renderTask(tree, { depth: 5 }));
      };
    },
  },
  {
    name: "different messages that claim one place",
    covers: ["clew/parse.Parser"],
    of: (n) => {
      const messages = times(n, (i) => ({ task_uuid: "one", task_level: [1], timestamp: 1, i }));
      return () => treesOf(messages);
    },
  },
  {
    name: "tasks that go on in each other",
    covers: ["clew/parse.graftTasks"],
    of: (n) => {
      const lines = times(n, (i) => {
        const task_uuid = uuidOf("00000004", i);
        return JSON.stringify({ task_uuid, task_level: [1], timestamp: i, message_type: "lone" });
      });
      return () => drain(graftTasks(treesOf(parsed(lines))));
    },
  },
  {
    name: "a span with events and attributes",
    covers: ["clew/parse.messagesOfSpan"],
    of: (n) => {
      const attributes = Object.fromEntries(times(n, (i) => [`attribute${i}`, i]));
      const events = times(n, (i) => ({ name: "event", timeNanos: BigInt(i), attributes: { i } }));
      const span = {
        traceId: "1".repeat(32),
        spanId: "2".repeat(16),
        name: "span",
        startNanos: 1n,
        endNanos: 2n,
        failed: false,
        attributes,
        events,
        links: [],
      };
      return () => messagesOfSpan(span);
    },
  },
  {
    name: "long texts and values, made visible, measured and cut",
    covers: [
      "clew/parse.decodeJson",
      "clew/parse.sha256Hex",
      "clew/render.visible",
      "clew/render.visibleJson",
      "clew/render.cutToColumns",
      "clew/render.measureColumns",
      "clew/render.formatValue",
    ],
    of: (n) => {
      const text = "a\u001b[1m漢 ".repeat(n);
      const value = times(n, (i) => ({ i, text: "x" }));
      const json = JSON.stringify(value);
      return () => {
        decodeJson(json);
        sha256Hex(text);
        visible(text);
        visibleJson(value);
        cutToColumns(text, 2 * n);
        measureColumns(text);
        formatValue(value, Number.POSITIVE_INFINITY);
      };
    },
  },
];
