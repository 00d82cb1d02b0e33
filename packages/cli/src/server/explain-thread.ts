// A thread that answers one of the questions about a whole log, since that takes seconds for a large log and the page is to go on.
// The answer is the text that the command prints with --json.

import { parentPort, workerData } from "node:worker_threads";
import {
  apartJson,
  CountedSets,
  diffJson,
  encodeExact,
  MemoryLogSource,
  MemoryStore,
  pathJson,
  placeJson,
  slowJson,
  type TaskOrigin,
  takes,
  whyJson,
} from "@clew/log";
import { diffTrees, explainFailures, findApart, findPath, findSlow, type RecordPlace } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { compileFilter } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import type { Explained, Explaining, LogBytes } from "./explanations.js";

/** Failed tasks whose origins are kept: some tens of megabytes. */
const MOST_ORIGINS = 200_000;

async function answerTo(asked: Explaining): Promise<Explained> {
  if (asked.question === "diff") {
    const source = new MemoryLogSource(storeOf(asked.lines));
    return { text: encodeExact(await source.diff(asked.a, asked.b)) };
  }
  if (asked.question === "path") {
    const { way } = asked;
    const { trees } = await readLog(asked);
    const [matches, words] = typeof way === "string" ? [compileFilter(way), way] : [takes(way), way.type];
    return { text: encodeExact(pathJson(await findPath(trees, { matches }), words)) };
  }
  if (asked.question === "apart") {
    const { trees } = await readLog(asked);
    const these = new Set(asked.these);
    const report = await findApart(trees, { isChosen: ({ taskUuid }) => these.has(taskUuid) });
    return { text: encodeExact(apartJson(report, asked.tasks)) };
  }
  if (asked.question === "compare") {
    const [a, b] = [new Set(asked.a), new Set(asked.b)];
    const { trees } = await readLog(asked);
    const all: TaskTree[] = [];
    for await (const tree of trees) all.push(tree);
    const ofSide = (uuids: ReadonlySet<string>) => all.filter(({ taskUuid }) => uuids.has(taskUuid));
    const sets = new CountedSets();
    const { onCounted } = sets;
    const report = await diffTrees(ofSide(a), ofSide(b), { mode: "changes", onCounted });
    return { text: encodeExact(diffJson(report)), counted: sets.all() };
  }
  if (asked.question === "logs") {
    const [{ trees: a }, { trees: b }] = [await readLog(asked.a), await readLog(asked.b)];
    const sets = new CountedSets();
    const { onCounted } = sets;
    return { text: encodeExact(diffJson(await diffTrees(a, b, { onCounted }))), counted: sets.all() };
  }
  const chosen = asked.tasks === undefined ? undefined : new Set(asked.tasks);
  const of = ({ taskUuid }: TaskTree) => chosen?.has(taskUuid) !== false;
  const { trees, unused } = await readLog(asked, asked.question === "why" ? "failures" : "even");
  if (asked.question === "slow") return { text: encodeExact(slowJson(await findSlow(chosenOf(trees, of)))) };
  const origins: [taskUuid: string, origin: TaskOrigin][] = [];
  const onOrigin = (taskUuid: string, place: RecordPlace, kind: string) => {
    if (origins.length < MOST_ORIGINS) origins.push([taskUuid, { place: placeJson(place), kind }]);
  };
  const report = await explainFailures(trees, { of, onOrigin });
  return { text: encodeExact(whyJson(report, await unused())), origins };
}

async function readLog(log: LogBytes, sampling: "even" | "failures" = "even") {
  if ("files" in log) {
    const input = await openLogs(log.files, { sampling });
    return { trees: input.trees(), unused: async () => input.unused.count };
  }
  const store = storeOf(log.lines);
  return { trees: each(store.trees()), unused: async () => (await store.summary()).unusedLines };
}

function storeOf(lines: readonly string[]): MemoryStore {
  const store = new MemoryStore("");
  for (const text of lines) store.add(text);
  return store;
}

async function* each(trees: Iterable<TaskTree>): AsyncGenerator<TaskTree, void, undefined> {
  yield* trees;
}

async function* chosenOf(
  trees: AsyncIterable<TaskTree>,
  of: (tree: TaskTree) => boolean,
): AsyncGenerator<TaskTree, void, undefined> {
  for await (const tree of trees) if (of(tree)) yield tree;
}

if ((workerData ?? undefined) === undefined) {
  // A thread that stays: questions come as messages, and are answered in their order.
  let last = Promise.resolve();
  parentPort?.on("message", (asked: Explaining) => {
    last = last.then(async () => parentPort?.postMessage(await answerTo(asked)));
  });
} else parentPort?.postMessage(await answerTo(workerData as Explaining));
