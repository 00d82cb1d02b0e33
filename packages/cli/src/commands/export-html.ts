// The page with a log inside. It reads lines where the other forms read trees, and its page is loaded only here.

import { basename } from "node:path";
import { encodeExact, type PlaceAnswer, placeJson, slowJson, whyJson } from "@clew/log";
import { explainFailures, findSlow } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { exportHtml } from "../export/index.js";
import { isChosen, type TaskChoice } from "../filter/index.js";
import { findSources, LogInput, type Source, spooled } from "../input/index.js";
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
  const chosen = choice === undefined ? undefined : await choose(sources, choice);
  const log = new LogInput(sources);
  const name = sources.map((source) => basename(source.name)).join(", ");
  const html = await exportHtml(log.lines(), { page, name, ...chosen });
  const out = new TextWriter(process.stdout);
  if (html !== undefined) await out.write(html);
  await out.flush();
  reportUnused(log);
  if (html === undefined) reportNothing(nothing);
}

/**
 * The chosen tasks, and the answers about the whole log: those of a part would compare failed tasks with each other, and
 * could not tell which failures are usually handled.
 */
async function choose(sources: readonly Source[], choice: TaskChoice) {
  const taskUuids = new Set<string>();
  let tasks = 0;
  async function* counted(trees: AsyncIterable<TaskTree>): AsyncGenerator<TaskTree, void, undefined> {
    for await (const tree of trees) {
      tasks++;
      if (isChosen(tree, choice)) taskUuids.add(tree.taskUuid);
      yield tree;
    }
  }
  const origins: [taskUuid: string, origin: PlaceAnswer][] = [];
  const log = new LogInput(sources);
  const report = await explainFailures(counted(log.trees()), {
    onOrigin: (taskUuid, origin) => origins.push([taskUuid, placeJson(origin)]),
  });
  const part = {
    tasks,
    chosenWith: [
      ...(choice.uuid === undefined ? [] : [`--task ${choice.uuid}`]),
      ...(choice.failed === true ? ["--failed"] : []),
    ].join(" "),
    why: encodeExact(whyJson(report, log.unused.count)),
    slow: encodeExact(slowJson(await findSlow(new LogInput(sources).trees()))),
    origins: origins.filter(([taskUuid]) => taskUuids.has(taskUuid)),
  };
  return { taskUuids, part };
}
