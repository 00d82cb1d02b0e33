import { encodeExact, type Refreshed } from "@clew/log";
import { Command } from "commander";
import { Progress } from "../input/index.js";
import { keepUsual } from "../kept/index.js";
import { reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { openStore, type Store } from "../store/index.js";
import { examples } from "./arguments.js";
import { refuseClusters } from "./cluster-tasks.js";

/** `clew index`: the store that `clew query` and `clew view` ask. */
export function indexCommand(): Command {
  return new Command("index")
    .description("build the store beside a log, or read on where it stopped")
    .argument("<files...>", "logs, globs or folders")
    .option("--answers", "also work out what clew why, clew slow and clew stats answer, and keep it")
    .option("--json", "one JSON object")
    .addHelpText(
      "after",
      examples([
        ["clew index app.log", "makes app.log.clew-index, or reads it further"],
        ["clew index logs/", "one store of all logs in a folder"],
        ["clew index --answers app.log", "clew why, clew slow and clew stats answer at once then"],
      ]),
    )
    .action(indexLogs);
}

interface IndexOptions {
  readonly answers?: boolean;
  readonly json?: boolean;
}

async function indexLogs(files: readonly string[], options: IndexOptions): Promise<void> {
  refuseClusters(files, "index", "a database needs no store beside it; the commands ask it as it is");
  const store = await openStore(files, { progress: new Progress(process.stderr) });
  try {
    const out = new TextWriter(process.stdout);
    await out.write(
      `${options.json === true ? await asJson(store, store.opened) : await asText(store, store.opened)}\n`,
    );
    await out.flush();
    reportUnused(store);
    const { answerFirst } = await import("../server/index.js");
    // Who opens the page is told why there is no answer.
    await answerFirst(store).catch(() => {});
    if (options.answers === true) await keepUsual(files);
  } finally {
    await store.close();
  }
}

async function asJson(store: Store, { kind, messages }: Refreshed): Promise<string> {
  const summary = await store.summary();
  return encodeExact({
    store: store.path,
    done: kind,
    messages_read: messages,
    messages: summary.messages,
    tasks: summary.tasks,
    lines_unused: summary.unusedLines,
  });
}

async function asText(store: Store, { kind, messages }: Refreshed): Promise<string> {
  const { messages: all, tasks } = await store.summary();
  const number = (count: number) => count.toLocaleString("en");
  const holds = `${store.path} holds ${number(all)} messages of ${number(tasks)} tasks`;
  if (kind === "unchanged") return `${holds}; nothing was written since.`;
  return `${holds}; ${number(messages)} were read now${kind === "rebuilt" ? ", from the beginning" : ""}.`;
}
