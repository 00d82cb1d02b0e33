// A thread that answers one of the questions about a whole log, since that takes seconds for a large log and the page is to go on.
// The answer is the text that the command prints with --json.

import { parentPort, workerData } from "node:worker_threads";
import {
  apartJson,
  diffCounted,
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
import { explainFailures, findApart, findPath, findSlow, type RecordPlace } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { compileFilter } from "../filter/index.js";
import { type LogInput, openLogs } from "../input/index.js";
import { answered, type Draw, keepUsual, pathQuestion, type Question, USUAL, whyDrawn, whyOf } from "../kept/index.js";
import type { Explained, Explaining, LogBytes, OfOrigins, OfSides, OfTasks } from "./explanations.js";

/** Failed tasks whose origins are kept: some tens of megabytes. */
const MOST_ORIGINS = 200_000;

async function answerTo(asked: Explaining): Promise<Explained> {
  if (asked.question === "diff") {
    const source = new MemoryLogSource(storeOf(asked.lines));
    return { text: encodeExact(await source.diff(asked.a, asked.b)) };
  }
  if (asked.question === "usual") return { text: JSON.stringify(await keepUsual(asked.files)) };
  if (asked.question === "path") return { text: await pathText(asked) };
  if (asked.question === "apart") return { text: await apartText(asked) };
  if (asked.question === "compare") {
    const [a, b] = [new Set(asked.a), new Set(asked.b)];
    const { trees } = await readLog(asked);
    const all: TaskTree[] = [];
    for await (const tree of trees) all.push(tree);
    const ofSide = (uuids: ReadonlySet<string>) => all.filter(({ taskUuid }) => uuids.has(taskUuid));
    return compared(ofSide(a), ofSide(b), { mode: "changes" });
  }
  if (asked.question === "logs") {
    const [{ trees: a }, { trees: b }] = [await readLog(asked.a), await readLog(asked.b)];
    return compared(a, b);
  }
  return asked.question === "slow" ? { text: await slowText(asked) } : whyAnswer(asked);
}

/** Many boxes are set against the same tasks, whose lines come first: they are parsed once. */
async function apartText({ chosen, others, tasks, lines: [common = "", own = ""] }: OfSides): Promise<string> {
  const stores = [storeOf([common]), logOf([own])];
  const trees = [...chosen, ...others].flatMap((uuid) => stores.flatMap((store) => [...store.trees(uuid)]));
  const these = new Set(chosen);
  const report = await findApart(trees, { isChosen: ({ taskUuid }) => these.has(taskUuid) });
  return encodeExact(apartJson(report, tasks));
}

/** What a filter matches is asked by the command, too, and kept for both; a way is asked by the page alone. */
async function pathText(asked: Extract<Explaining, { readonly question: "path" }>): Promise<string> {
  const { way } = asked;
  if (typeof way !== "string" || !("files" in asked)) {
    const { trees } = await readLog(asked);
    const [matches, words] = typeof way === "string" ? [compileFilter(way), way] : [takes(way), way.type];
    return encodeExact(pathJson(await findPath(trees, { matches }), words));
  }
  const matches = compileFilter(way);
  const find = (trees: AsyncIterable<TaskTree>) => findPath(trees, { matches });
  return (await ofFiles(pathQuestion(way), asked.files, find, (report) => pathJson(report, way))).text;
}

async function slowText(asked: OfTasks): Promise<string> {
  if (asked.tasks !== undefined || !("files" in asked)) {
    const { trees } = await readLog(asked);
    return encodeExact(slowJson(await findSlow(chosenOf(trees, choiceOf(asked)))));
  }
  const find = (trees: AsyncIterable<TaskTree>) => findSlow(trees, USUAL.slow.options);
  return (await ofFiles(USUAL.slow, asked.files, find, slowJson)).text;
}

/** The failures, with the origin of each failed task where the log was read for them. */
async function whyAnswer(asked: OfTasks | OfOrigins): Promise<Explained> {
  const origins: [taskUuid: string, origin: TaskOrigin][] = [];
  const onOrigin = (taskUuid: string, place: RecordPlace, kind: string) => {
    if (origins.length < MOST_ORIGINS) origins.push([taskUuid, { place: placeJson(place), kind }]);
  };
  if (asked.question === "origins" || asked.tasks !== undefined || !("files" in asked)) {
    const { trees, unused } = await readLog(asked, "failures");
    const of = asked.question === "origins" ? () => true : choiceOf(asked);
    const report = await explainFailures(trees, { of, onOrigin });
    return { text: encodeExact(whyJson(report, await unused())), origins };
  }
  const find = (trees: AsyncIterable<TaskTree>, log: LogInput) => whyOf(trees, { ...USUAL.why.options, onOrigin }, log);
  const { text, isKept } = await ofFiles(USUAL.why, asked.files, find, whyDrawn, "failures");
  return isKept ? { text } : { text, origins };
}

/** The answer about the files of a log as the text of JSON: the one that is kept beside them, or a new one, which is kept then. */
async function ofFiles<Answer>(
  question: Question | undefined,
  files: readonly string[],
  find: (trees: AsyncIterable<TaskTree>, log: LogInput) => Promise<Answer>,
  draw: Draw<Answer, object>,
  sampling: "even" | "failures" = "even",
): Promise<{ readonly text: string; readonly isKept: boolean }> {
  const work = async () => {
    const log = await openLogs(files, { sampling });
    return { answer: await find(log.trees(), log), logs: [log] };
  };
  const { drawn, keptIn } = await answered(question, [files], work, draw);
  return { text: encodeExact(drawn), isKept: keptIn !== undefined };
}

/** Two populations, or two runs, against each other, with the tasks behind the figures. */
async function compared(...given: Parameters<typeof diffCounted>): Promise<Explained> {
  const { answer, counted } = await diffCounted(...given);
  return { text: encodeExact(answer), counted };
}

function choiceOf({ tasks }: OfTasks): (tree: TaskTree) => boolean {
  if (tasks === undefined) return () => true;
  const chosen = new Set(tasks);
  return ({ taskUuid }) => chosen.has(taskUuid);
}

async function readLog(log: LogBytes, sampling: "even" | "failures" = "even") {
  if ("files" in log) {
    const input = await openLogs(log.files, { sampling });
    return { trees: input.trees(), unused: async () => input.unused.count };
  }
  const store = storeOf(log.lines);
  return { trees: each(store.trees()), unused: async () => (await store.summary()).unusedLines };
}

/** The log of the lines that were given last: several questions are asked of one sample. */
let last: { readonly lines: readonly string[]; readonly store: MemoryStore } | undefined;

function storeOf(lines: readonly string[]): MemoryStore {
  if (last?.lines.length === lines.length && last.lines.every((text, i) => text === lines[i])) return last.store;
  const store = logOf(lines);
  last = { lines, store };
  return store;
}

function logOf(lines: readonly string[]): MemoryStore {
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
  let answered = Promise.resolve();
  parentPort?.on("message", (asked: Explaining) => {
    answered = answered.then(async () => parentPort?.postMessage(await answerTo(asked)));
  });
} else parentPort?.postMessage(await answerTo(workerData as Explaining));
