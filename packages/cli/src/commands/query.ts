import { encodeExact } from "@clew/log";
import { Command } from "commander";
import { queryCluster } from "../clickhouse/index.js";
import { Progress } from "../input/index.js";
import { measureText } from "../output/measure.js";
import { complain, reportNothing, reportUnused } from "../output/report.js";
import { tableText } from "../output/table-text.js";
import { TextWriter } from "../output/text-writer.js";
import { type Answer, queryStore, viewsText } from "../store/index.js";
import { duration, examples, wholeNumber } from "./arguments.js";
import { clusterIn, refuseClusters } from "./cluster-tasks.js";

interface QueryChoices {
  readonly json?: boolean;
  readonly rows: number;
  readonly timeout: number;
}

const MOST_ROWS = 10_000;
const TIMEOUT_SECONDS = 60;

/** `clew query`: questions in SQL. */
export function queryCommand(): Command {
  return new Command("query")
    .description("ask with SQL: the tables messages, actions and tasks")
    .argument("<sql>", "one SELECT, in DuckDB's SQL; in ClickHouse's of an address")
    .argument("[files...]", "logs, globs, folders, or - for standard input, which is the default")
    .option("--json", "one JSON object a line for each row")
    .option("--rows <n>", "the most rows to print", wholeNumber(1), MOST_ROWS)
    .option("--timeout <duration>", "the longest time it may take", duration, TIMEOUT_SECONDS)
    .addHelpText("after", TABLES_HELP)
    .addHelpText(
      "after",
      examples([
        ["clew query 'SELECT status, count(*) FROM tasks GROUP BY ALL' app.log", "how the tasks ended"],
        [`clew query "SELECT fields->>'route' AS route, count(*) FROM messages GROUP BY ALL" app.log`, "by a field"],
        ["clew query --json 'FROM actions ORDER BY self_time DESC LIMIT 5' app.log", "where time went"],
      ]),
    )
    .action(showAnswer);
}

const TABLES_HELP = `\nTables:\n${viewsText()}
  Of the address of a database, in ClickHouse's SQL: messages has the host and the line in place of fields, actions are
  those that ended, and tasks are not counted by messages.
`;

async function showAnswer(sql: string, files: readonly string[], options: QueryChoices): Promise<void> {
  const { json, rows: mostRows, timeout: timeoutSeconds } = options;
  const write = async (answer: Answer) => {
    const out = new TextWriter(process.stdout);
    const count = json === true ? await writeJson(answer, out) : await writeTable(answer, out);
    await out.flush();
    if (answer.hasMore()) complain(`There are more than ${mostRows} rows; give --rows for more.`);
    return count;
  };
  const cluster = clusterIn(files);
  if (cluster !== undefined) {
    if ((await write(await queryCluster(cluster, sql, { mostRows, timeoutSeconds }))) === 0) reportNothing(NO_ROWS);
    return;
  }
  refuseClusters(files, "query", "give the address alone");
  const progress = new Progress(process.stderr);
  await queryStore(files, sql, { mostRows, timeoutSeconds, progress }, async (answer, unused) => {
    const count = await write(answer);
    reportUnused({ unused });
    if (count === 0) reportNothing(NO_ROWS);
  });
}

const NO_ROWS = "The query gave no rows.";

async function writeJson({ columns, rows }: Answer, out: TextWriter): Promise<number> {
  let count = 0;
  for await (const some of rows) {
    count += some.length;
    await out.writeAll(
      some.map((row) => `${encodeExact(Object.fromEntries(columns.map((name, i) => [name, row[i]])))}\n`),
    );
  }
  return count;
}

async function writeTable({ columns, rows }: Answer, out: TextWriter): Promise<number> {
  const all: (readonly unknown[])[] = [];
  for await (const some of rows) all.push(...some);
  if (all.length === 0) return 0;
  for (const line of tableText(columns, all, measureText)) await out.write(`${line}\n`);
  return all.length;
}
