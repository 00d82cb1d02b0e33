// `clew view`: reads the logs and starts the server of their page, until it is stopped.

import { Command } from "commander";
import { clickHouseAddress, isClickHouse } from "../address/index.js";
import { InputError, Progress } from "../input/index.js";
import { complain } from "../output/report.js";
import { readPageFiles } from "../page/index.js";
import type { ClusterLog, ViewedFiles, WatchedLog } from "../server/index.js";
import { collected, examples, wholeNumber } from "./arguments.js";

interface ViewOptions {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly baseline?: readonly string[];
}

/** A log up to here is held in memory; beyond it in a store beside the log. */
const MEMORY_BYTES = 32 * 1024 * 1024;

/** `clew view`: a page to look at logs, as they are and as they grow. */
export function viewCommand(): Command {
  return new Command("view")
    .description("open a page on logs of any size, and follow them as they grow")
    .argument("[files...]", "logs, globs, folders, sc-logs.json files, or - for standard input, which is the default")
    .option("--port <number>", "listen on this port; by default on any that is free", wholeNumber(0), 0)
    .option("--host <name>", "listen there; another than the loopback needs a token in CLEW_VIEW_TOKEN", "127.0.0.1")
    .option("--baseline <file>", "a log of what is usual, to compare with; may be given several times", collected)
    .option("--no-open", "do not open the browser")
    .addHelpText(
      "after",
      examples([
        ["clew view app.log", "prints its address, and opens it"],
        ["clew view --no-open --port 8080 logs/", "all logs of a folder, at a fixed port"],
        ["kubectl logs -f api | clew view", "from standard input"],
        ["clew view 'clickhouse://read@127.0.0.1/clew?since=1h'", "the last hour of what clew ship sends there"],
        ["clew view today.log --baseline yesterday.log", "what changed, and each number leads to its tasks"],
        ["clew view sc-logs.json", "a recording of trio-vis or of ScopeRecorder"],
      ]),
    )
    .action(showView);
}

async function showView(names: readonly string[], options: ViewOptions): Promise<void> {
  const stopped = stopSignal();
  await showUntil(stopped, names, options);
  // A pipe that nobody writes to, or a store that is being built, would keep the process.
  process.exit(process.exitCode ?? 0);
}

/** Shows logs on a page, and says where, until it is stopped. */
export async function showUntil(stopped: Promise<void>, names: readonly string[], options: ViewOptions): Promise<void> {
  const shown = await shownOf(names);
  try {
    const usual = options.baseline === undefined ? undefined : await shownOf(options.baseline, true);
    try {
      await serveUntil(stopped, shown, usual, options);
    } finally {
      await usual?.close();
    }
  } finally {
    await shown.close();
  }
}

/** A log that is to be shown, before it is read. */
interface Shown {
  readonly name: string;
  open(): Promise<WatchedLog | ClusterLog>;
  close(): Promise<void>;
}

async function shownOf(names: readonly string[], isBaseline = false): Promise<Shown> {
  const view = await import("../server/index.js");
  const cluster = clusterAmong(names);
  if (cluster !== undefined) {
    const { shown: name } = clickHouseAddress(cluster);
    return { name, open: () => view.ClusterLog.open(cluster), close: async () => {} };
  }
  const files = await view.openViewedFiles(names);
  return { name: files.name, open: () => openLog(files, view.WatchedLog, isBaseline), close: () => files.close() };
}

/** The database that is to be shown, if it is one; it is shown alone. */
function clusterAmong(names: readonly string[]): string | undefined {
  const cluster = names.find(isClickHouse);
  if (cluster !== undefined && names.length > 1) {
    throw new InputError("CLEW_VIEW_ALONE", "Cannot show a database beside other logs: name it alone");
  }
  return cluster;
}

async function serveUntil(
  stopped: Promise<void>,
  shown: Shown,
  usual: Shown | undefined,
  options: ViewOptions,
): Promise<void> {
  const view = await import("../server/index.js");
  const page = await readPageFiles();
  const token = process.env.CLEW_VIEW_TOKEN;
  const { server, address } = await view.startViewServer({ page, ...options, ...(token !== undefined && { token }) });
  const opened: (WatchedLog | ClusterLog)[] = [];
  const open = async ({ open: read }: Shown) => {
    // Whoever stops it while a large log is read does not wait for that.
    const log = await Promise.race([read(), stopped.then(() => undefined)]);
    if (log !== undefined) opened.push(log);
    return log;
  };
  try {
    const baseline = usual === undefined ? undefined : await open(usual);
    const log = await open(shown);
    if (log === undefined) return;
    if (baseline !== undefined && usual !== undefined) {
      view.pairLogs(baseline, log, { baseline: usual.name, log: shown.name });
    }
    server.show(log);
    process.stdout.write(`${address}\n`);
    if (process.stdout.isTTY === true) complain(`Showing ${shown.name}; Ctrl-C ends it.`);
    if (options.open && view.hasDisplay(process.platform, process.env)) {
      view.openBrowser(server.addressOnce(), process.platform);
    }
    if ("watch" in log) log.watch((news) => server.publish(news));
    await stopped;
  } finally {
    for (const log of opened) await log.close();
    await server.close();
  }
}

function openLog(
  { logs, recordings, name }: ViewedFiles,
  Log: typeof WatchedLog,
  isBaseline: boolean,
): Promise<WatchedLog> {
  return Log.open(logs, {
    name,
    recordings,
    isBaseline,
    memoryBytes: MEMORY_BYTES,
    onTrouble: complain,
    openStore: async (paths) => {
      const { openStore } = await import("../store/index.js");
      return openStore(paths, { progress: new Progress(process.stderr) });
    },
  });
}

/** Settles when the program is asked to stop. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
