// The page with a log inside. It reads lines where the other forms read trees, and its page is loaded only here.

import { basename } from "node:path";
import {
  encodeExact,
  type PlaceAnswer,
  placeJson,
  type SlowAnswer,
  slowJson,
  type WhyAnswer,
  whyJson,
} from "@clew/log";
import { explainFailures, findSlow, type RecordPlace } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { exportHtml } from "../export/index.js";
import { isChosen, type TaskChoice } from "../filter/index.js";
import { findSources, LogInput, type Source, spooled } from "../input/index.js";
import { inStep } from "../kept/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { readPageFiles } from "../page/index.js";

/** What a pipe gave is kept in memory up to here, beyond it in a file. */
const IN_MEMORY_BYTES = 4 * 1024 * 1024;

/** Writes the page; `nothing` is said where no task is in it. */
export async function writeHtml(
  names: readonly string[],
  choice: TaskChoice | undefined,
  nothing: string,
): Promise<void> {
  const page = await readPageFiles();
  const sources = await Promise.all((await findSources(names)).map((source) => spooled(source, IN_MEMORY_BYTES)));
  const log = new LogInput(sources);
  const name = sources.map((source) => basename(source.name)).join(", ");
  const html = await exportHtml(log.lines(), { page, name, ...(await told(sources, name, choice)) });
  const out = new TextWriter(process.stdout);
  if (html !== undefined) await out.write(html);
  await out.flush();
  reportUnused(log);
  if (html === undefined) reportNothing(nothing);
}

/** Kinds of failure that are said in sentences. */
const MOST_KINDS = 3;

/**
 * The answers about the whole log, and the chosen tasks, where some are: the answers about those alone would compare failed tasks
 * with each other, and could not tell which failures are usually handled.
 */
async function told(sources: readonly Source[], name: string, choice: TaskChoice | undefined) {
  const taskUuids = new Set<string>();
  let tasks = 0;
  async function* counted(trees: AsyncIterable<TaskTree>): AsyncGenerator<TaskTree, void, undefined> {
    for await (const tree of trees) {
      tasks++;
      if (choice !== undefined && isChosen(tree, choice)) taskUuids.add(tree.taskUuid);
      yield tree;
    }
  }
  const origins: [taskUuid: string, origin: PlaceAnswer][] = [];
  const log = new LogInput(sources);
  const onOrigin = (taskUuid: string, origin: RecordPlace) => origins.push([taskUuid, placeJson(origin)]);
  const [failures, slowest] = await inStep(
    counted(log.trees()),
    (trees) => explainFailures(trees, { onOrigin }),
    (trees) => findSlow(trees),
  );
  const [why, slow] = [whyJson(failures, log.unused.count), slowJson(slowest)];
  const answers = { why: encodeExact(why), slow: encodeExact(slow) };
  const sentences = sentencesOf(why, slow);
  if (choice === undefined) return { answers, sentences: [`${name}: ${counts(tasks)}.`, ...sentences] };
  const chosenWith = [
    ...(choice.uuid === undefined ? [] : [`--task ${choice.uuid}`]),
    ...(choice.failed === true ? ["--failed"] : []),
  ].join(" ");
  const part = { tasks, chosenWith, origins: origins.filter(([taskUuid]) => taskUuids.has(taskUuid)) };
  const of = `${name}: ${taskUuids.size} of ${counts(tasks)}, chosen with ${chosenWith}. What follows is about the whole log.`;
  return { answers, taskUuids, part, sentences: [of, ...sentences] };
}

/** What fails and where the time goes, as the commands say it. */
function sentencesOf(why: WhyAnswer, slow: SlowAnswer): readonly string[] {
  const kinds = why.failures.filter(({ handled }) => handled !== true).slice(0, MOST_KINDS);
  const failures = kinds.map(({ sentence, set_apart_sentence: apart }) => `${sentence} ${apart}`);
  const [slowest] = slow.actions;
  return [
    ...(failures.length === 0 ? [why.sentence] : failures),
    ...(slowest === undefined ? [] : [[slowest.sentence, slowest.set_apart_sentence ?? ""].join(" ").trim()]),
  ];
}

function counts(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}
