import { diffJson, encodeExact } from "@clew/log";
import { diffTrees } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { Command } from "commander";
import { InputError, openLogs } from "../input/index.js";
import { diffText, nextOf } from "../output/diff-text.js";
import { reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { addScreenOptions, asTyped, type ScreenChoices, toAnswerOptions, withLineEnds } from "./answer-options.js";
import { collected, examples } from "./arguments.js";

interface DiffOptions extends ScreenChoices {
  readonly task?: readonly string[];
  readonly json?: boolean;
}

/** `clew diff`: the first divergence of two runs, and every other difference. */
export function diffCommand(): Command {
  const command = new Command("diff")
    .description("compare two logs of the same work, or two tasks of one log")
    .argument("<logs...>", "the log as it was expected, and the other one; or one log and two --task")
    .option("-u, --task <uuid>", "a task of the one log, given twice; the beginning of its uuid is enough", collected)
    .option("--json", "one JSON object");
  return addScreenOptions(command)
    .addHelpText(
      "after",
      examples([
        ["clew diff good.log bad.log", "the first divergence, and the others"],
        ["clew diff app.log --task 5f3a --task 91cc", "one task as expected, and another"],
      ]),
    )
    .action(showDiff);
}

async function showDiff(files: readonly string[], options: DiffOptions): Promise<void> {
  const { task: tasks = [], json } = options;
  const ofOneLog = files.length === 1 && tasks.length === 2;
  if (!ofOneLog && (files.length !== 2 || tasks.length > 0)) {
    throw new InputError(
      "CLEW_DIFF",
      "Cannot compare: clew diff needs two logs, or one log and two tasks (clew diff LOG --task UUID --task UUID)",
    );
  }
  const logs = await Promise.all(files.map((file) => openLogs([file])));
  const [a, b] = ofOneLog ? await tasksOf(logs[0] as (typeof logs)[0], tasks) : logs.map((log) => log.trees());
  const report = await diffTrees(a ?? [], b ?? []);
  const out = new TextWriter(process.stdout);
  if (json === true) out.write(`${encodeExact(diffJson(report))}\n`);
  else {
    const screen = await toAnswerOptions(options);
    const next = nextOf(
      report,
      files.map((file) => asTyped([file])),
    );
    await out.writeAll(withLineEnds(diffText(report, next, screen)));
  }
  await out.flush();
  for (const log of logs) reportUnused(log);
}

async function tasksOf(log: Awaited<ReturnType<typeof openLogs>>, uuids: readonly string[]): Promise<TaskTree[][]> {
  const found: TaskTree[][] = uuids.map(() => []);
  for await (const tree of log.trees()) {
    uuids.forEach((uuid, i) => {
      if (tree.taskUuid.startsWith(uuid)) found[i]?.push(tree);
    });
  }
  uuids.forEach((uuid, i) => {
    const count = found[i]?.length ?? 0;
    if (count === 0) {
      throw new InputError("CLEW_DIFF", `Cannot compare task ${uuid}: it is not in the log; clew tree lists them`);
    }
    if (count > 1) {
      throw new InputError("CLEW_DIFF", `Cannot compare task ${uuid}: ${count} tasks begin so; give more of the uuid`);
    }
  });
  return found;
}
