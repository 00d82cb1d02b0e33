// `clew export`: the options, and the forms that are written to standard output.

import { once } from "node:events";
import { Command, Option } from "commander";
import { BINARY, EXPORTERS, type Exporter } from "../export/index.js";
import type { TaskChoice } from "../filter/index.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { examples } from "./arguments.js";
import { addWindowOptions } from "./choice-options.js";
import { openChosenTrees } from "./chosen-trees.js";

interface ExportCommandOptions {
  readonly to: string;
  readonly task?: string;
  readonly failed?: boolean;
  readonly rows: "actions" | "messages";
  readonly endpoint?: string;
  readonly out?: string;
  readonly since?: number;
  readonly until?: number;
}

/** `clew export --to FORMAT`: a log in the form of another tool. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description("write a log in the form that another tool reads")
    .addOption(
      new Option("--to <format>", "the form to write")
        .choices([...Object.keys(EXPORTERS), "parquet", "html"])
        .makeOptionMandatory(),
    )
    .option("-u, --task <uuid>", "only this task; the beginning of its uuid is enough")
    .option("--failed", "only tasks in which something failed")
    .addOption(
      new Option("--rows <what>", "what a table of csv has rows for")
        .choices(["actions", "messages"])
        .default("actions"),
    )
    .option("--endpoint <url>", "of otlp: send it there in place of writing it, such as http://127.0.0.1:4318")
    .option("--out <folder>", "of parquet: the folder of its tables")
    .argument("[files...]", "logs, globs, folders, or - for standard input");
  addWindowOptions(command).addHelpText(
    "after",
    examples([
      ["clew export --to chrome-trace app.log > app.json", "a timeline, for ui.perfetto.dev or about:tracing"],
      ["clew export --to perfetto app.log > app.pftrace", "the same, smaller, for ui.perfetto.dev"],
      ["clew export --to speedscope app.log > app.speedscope.json", "flame charts, for speedscope.app"],
      ["clew export --to dot --task 87b4cc73 app.log | dot -Tsvg > task.svg", "a picture of one task"],
      ["clew export --to mermaid --task 87b4cc73 app.log", "the same, for a Markdown page"],
      [
        "clew export --to html --failed app.log > failed.html",
        "the page of clew view with these tasks inside, one file",
      ],
      ["clew export --to sc-logs app.log > sc-logs.json", "the history of its scopes, for trio-vis's viewer"],
      ["clew export --to otlp app.log > spans.jsonl", "spans of OpenTelemetry, for a collector's file receiver"],
      ["clew export --to otlp --endpoint http://127.0.0.1:4318 app.log", "the same, sent to a collector"],
      ["clew export --to jaeger app.log > traces.json", "for the page of Jaeger"],
      ["clew export --to parquet --out tables app.log", "messages, actions and tasks, for DuckDB, pandas, Spark"],
      ["clew export --to csv app.log > actions.csv", "a table of actions"],
      ["clew export --to csv --rows messages app.log > messages.csv", "a table of all records"],
    ]),
  );
  return command.action(async (files: readonly string[], options: ExportCommandOptions) => {
    if (options.to === "html") {
      const { writeHtml } = await import("./export-html.js");
      return writeHtml(files, choiceOf(options), nothingOf(options));
    }
    if (options.endpoint !== undefined) {
      if (options.to !== "otlp") command.error("error: --endpoint is for --to otlp");
      const { sendExport } = await import("./export-send.js");
      return sendExport(files, options.endpoint, choiceOf(options), nothingOf(options));
    }
    if (options.to === "parquet") {
      if (options.out === undefined) command.error("error: --to parquet needs --out FOLDER, where its tables go");
      const { exportParquet } = await import("./export-parquet.js");
      return exportParquet(files, options.out as string, choiceOf(options), nothingOf(options));
    }
    const exporter = EXPORTERS[options.to];
    if (exporter === undefined) return;
    if (BINARY.has(options.to) && process.stdout.isTTY === true) {
      command.error(`error: ${options.to} is not text; send it to a file: clew export --to ${options.to} … > FILE`);
    }
    await writeExport(files, options, exporter);
  });
}

async function writeExport(
  files: readonly string[],
  { task, failed, rows, since, until }: ExportCommandOptions,
  exporter: Exporter,
): Promise<void> {
  const badLines: number[] = [];
  const chosen = await openChosenTrees(files, choiceOf({ task, failed, since, until }) ?? {}, {
    ...(exporter === EXPORTERS["eliot-forest"] && { layers: { ownOnly: true } }),
    onUnused: ({ line }) => {
      if (line > 0) badLines.push(line);
    },
  });
  const notes: string[] = [];
  let count = 0;
  async function* counted() {
    for await (const tree of chosen.trees) {
      count++;
      yield tree;
    }
  }
  await writeAll(exporter(counted(), { badLines, rows, note: (sentence) => notes.push(sentence) }));
  reportUnused(chosen);
  for (const note of notes) complain(note);
  if (count === 0) reportNothing(nothingOf({ task, failed, since, until }));
}

type Choice = Pick<ExportCommandOptions, "task" | "failed" | "since" | "until">;

function choiceOf({
  task,
  failed,
  since,
  until,
}: { readonly [Name in keyof Choice]: Choice[Name] | undefined }): TaskChoice | undefined {
  if (task === undefined && failed === undefined && since === undefined && until === undefined) return undefined;
  return {
    ...(task !== undefined && { uuid: task }),
    ...(failed !== undefined && { failed }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

function nothingOf({
  task,
  failed,
  since,
  until,
}: { readonly [Name in keyof Choice]: Choice[Name] | undefined }): string {
  if (task !== undefined) return `No task has a uuid that begins with ${JSON.stringify(task)}.`;
  if (since !== undefined || until !== undefined) return "No task began in that time.";
  return failed === true ? "No task has failed." : "No message was found.";
}

/** So many bytes of a form that is no text are gathered, since its pieces are small. */
const GATHERED = 64 * 1024;

async function writeAll(pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const out = new TextWriter(process.stdout);
  let gathered: Uint8Array[] = [];
  let length = 0;
  const writeBytes = async () => {
    if (length > 0 && !process.stdout.write(Buffer.concat(gathered))) await once(process.stdout, "drain");
    gathered = [];
    length = 0;
  };
  for await (const piece of pieces) {
    if (typeof piece === "string") await out.write(piece);
    else {
      gathered.push(piece);
      length += piece.length;
      if (length >= GATHERED) await writeBytes();
    }
  }
  await writeBytes();
  await out.flush();
}
