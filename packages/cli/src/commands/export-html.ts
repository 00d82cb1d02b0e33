// The page with a log inside. It reads lines where the other forms read trees, and its page is loaded only here.

import { basename } from "node:path";
import { exportHtml } from "../export/index.js";
import type { TaskChoice } from "../filter/index.js";
import { findSources, LogInput, spooled } from "../input/index.js";
import { reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { readPageFiles } from "../page/index.js";
import { chosenOf } from "./chosen-trees.js";

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
  const taskUuids = new Set<string>();
  if (choice !== undefined) {
    for await (const { taskUuid } of chosenOf(new LogInput(sources).trees(), choice)) taskUuids.add(taskUuid);
  }
  const log = new LogInput(sources);
  const name = sources.map((source) => basename(source.name)).join(", ");
  const html = await exportHtml(log.lines(), { page, name, ...(choice && { taskUuids }) });
  const out = new TextWriter(process.stdout);
  if (html !== undefined) await out.write(html);
  await out.flush();
  reportUnused(log);
  if (html === undefined) reportNothing(nothing);
}
