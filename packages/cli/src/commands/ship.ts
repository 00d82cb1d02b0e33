// `clew ship`: logs into ClickHouse, as they grow.

import { hostname } from "node:os";
import { setTimeout as passing } from "node:timers/promises";
import { Command } from "commander";
import { ClickHouseError, clickHouseAddress } from "../address/index.js";
import {
  ClickHouseClient,
  hasTable,
  improvements,
  isModern,
  lookAtDoor,
  refuseOtherSpread,
  refuseOtherTables,
  schemaStatements,
  versionOf,
} from "../clickhouse/index.js";
import { findSources, InputError } from "../input/index.js";
import { complain } from "../output/report.js";
import { Delivery, isShippersOwn, ShippedFile, StateFile } from "../ship/index.js";
import { duration, examples } from "./arguments.js";

interface ShipOptions {
  readonly to: string;
  readonly host: string;
  readonly once?: boolean;
  readonly giveUp?: number;
  readonly state?: string;
  readonly create?: boolean;
  readonly printSchema?: boolean;
  readonly cluster?: string;
}

const LOOK_MS = 500;
/** What the nodes of a cluster have for each statement: less than a question has, so that the server can say who is away. */
const NODES_SECONDS = 45;
/** The server's code for what took longer than that. */
const TOO_LONG = 159;
const CLUSTER_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `clew ship`: sends logs to a server, each message once. */
export function shipCommand(): Command {
  return new Command("ship")
    .description("send logs to ClickHouse as they grow, each message once")
    .argument("[files...]", "logs, globs or folders")
    .requiredOption("--to <address>", "where to: clickhouse://user@host:8123/database, clickhouses:// for TLS")
    .option("--host <name>", "the name of this host in the tables", hostname())
    .option("--once", "send what there is, and end")
    .option("--give-up <time>", "end when the server took nothing for this long; else it is tried for ever", duration)
    .option("--state <file>", "where to keep how far it has come; by default beside the log")
    .optionsGroup("The tables:")
    .option("--create", "make the tables first, or add what an older clew's lack, with the user of the address")
    .option("--print-schema", "print the statements that make them, and end")
    .option("--cluster <name>", "of the server's configuration: make the tables on all its nodes")
    .addHelpText(
      "after",
      examples([
        ["clew ship app.log --to clickhouse://127.0.0.1/clew --create", "make the tables, and follow the log"],
        ["clew ship 'logs/*.log' --to clickhouses://w@ch-1,ch-2/clew", "several logs, to whichever node answers"],
        ["clew ship old.log.gz --once --give-up 1h --to clickhouse://127.0.0.1/clew", "a job that ends"],
      ]),
    )
    .action(ship);
}

async function ship(names: readonly string[], options: ShipOptions): Promise<void> {
  const address = clickHouseAddress(options.to);
  if (options.cluster !== undefined && !CLUSTER_NAME.test(options.cluster)) {
    throw new InputError("CLEW_SHIP_USAGE", "The name of a cluster is made of letters, digits and _");
  }
  if (options.printSchema === true) return printSchema(address.database, options.cluster);
  if (names.length === 0 && options.create !== true) {
    throw new InputError("CLEW_NO_LOGS", "There is nothing to send: name a log");
  }
  const client = new ClickHouseClient(address);
  try {
    if (options.create === true) await createTables(options);
    if (names.length > 0) await shipFiles(names, client, options);
  } finally {
    client.close();
  }
}

function printSchema(database: string, cluster: string | undefined): void {
  const schema = { database, isModern: true, ...(cluster !== undefined && { cluster }) };
  for (const statement of [...schemaStatements(schema), ...improvements(schema)])
    process.stdout.write(`${statement};\n\n`);
}

async function createTables({ to, cluster }: ShipOptions): Promise<void> {
  const address = clickHouseAddress(to);
  // The database itself may not be there yet.
  const client = new ClickHouseClient({ ...address, database: "default" });
  try {
    const schema = {
      database: address.database,
      isModern: isModern(await versionOf(client)),
      ...(cluster !== undefined && { cluster }),
    };
    await refuseOtherTables(client, address);
    await refuseOtherSpread(client, address, cluster);
    for (const statement of [...schemaStatements(schema), ...improvements(schema)]) {
      await client.text(statement, cluster === undefined ? {} : { distributed_ddl_task_timeout: `${NODES_SECONDS}` });
    }
  } catch (error) {
    if (cluster === undefined || !(error instanceof ClickHouseError) || error.serverCode !== TOO_LONG) throw error;
    throw new ClickHouseError(
      "CLEW_CLICKHOUSE_NODES",
      `Not all nodes of ${cluster} made the tables within ${NODES_SECONDS} s. Those that are away make them once they run and reach their coordinator: then run this again, which goes on where it ended. ${error.message}`,
    );
  } finally {
    client.close();
  }
}

async function shipFiles(names: readonly string[], client: ClickHouseClient, options: ShipOptions): Promise<void> {
  const paths = await logsOf(names);
  if (options.state !== undefined && paths.length > 1) {
    throw new InputError("CLEW_SHIP_USAGE", "--state names the state of one log, and there are several: leave it out");
  }
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const delivery = new Delivery(client, {
    host: options.host,
    isSpread: await isSpread(client, options, stopped.signal),
    ...(options.giveUp !== undefined && { giveUpSeconds: options.giveUp }),
    onTrouble: complain,
    signal: stopped.signal,
  });
  const files = paths.map((path) => {
    const state = new StateFile(options.state ?? `${path}.clew-ship`, client.address.shown);
    return new ShippedFile({ path, state, delivery, refusedPath: `${path}.clew-refused`, tell: complain });
  });
  try {
    for (const file of files) await file.begin();
    const isUnsent = await sendAll(files, options.once === true, stopped.signal);
    report(files, client, isUnsent && !stopped.signal.aborted);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    for (const file of files) await file.close();
  }
}

async function logsOf(names: readonly string[]): Promise<string[]> {
  const sources = (await findSources(names)).filter(({ name }) => !isShippersOwn(name));
  const stream = sources.find(({ isRereadable }) => !isRereadable);
  if (stream !== undefined || sources.length === 0) {
    throw new InputError(
      "CLEW_NO_LOGS",
      `Cannot send ${stream?.name ?? names.join(", ")}: a log must be a file, which can be read again after a crash`,
    );
  }
  return sources.map(({ name }) => name);
}

/** Whether the tables are spread over shards; a server that is away is waited for, as long as one would for the sending. */
async function isSpread(client: ClickHouseClient, { giveUp }: ShipOptions, signal: AbortSignal): Promise<boolean> {
  const { shown } = client.address;
  const since = performance.now();
  for (let isTold = false; ; isTold = true) {
    try {
      if (await hasTable(client, "ingest")) {
        await lookAtDoor(client);
        return await hasTable(client, "ingest_all");
      }
      throw new ClickHouseError(
        "CLEW_CLICKHOUSE_SCHEMA",
        `There are no tables of clew in ${shown}: make them with --create`,
      );
    } catch (error) {
      const isAway = error instanceof ClickHouseError && error.code === "CLEW_CLICKHOUSE_AWAY";
      const isOver = giveUp !== undefined && (performance.now() - since) / 1000 > giveUp;
      if (!isAway || isOver || signal.aborted) throw error;
      if (!isTold) complain(`${error.message}; waiting for it`);
      await passing(LOOK_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/** Gives whether something was left unsent. */
async function sendAll(files: readonly ShippedFile[], once: boolean, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    let sent = 0;
    for (const file of files) {
      const outcome = await file.step(once || signal.aborted);
      if (outcome === "unsent") return true;
      if (outcome === "sent") sent++;
    }
    if (sent > 0) continue;
    if (once || signal.aborted) return false;
    await passing(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

function report(files: readonly ShippedFile[], client: ClickHouseClient, isUnsent: boolean): void {
  const sum = (of: "messages" | "unused" | "refused" | "lostBytes") =>
    files.reduce((total, file) => total + file[of], 0);
  complain(`${sum("messages")} messages sent to ${client.address.shown}`);
  if (sum("unused") > 0) complain(`${sum("unused")} lines could not be used`);
  if (sum("refused") > 0) complain(`${sum("refused")} messages were refused by the server`);
  if (isUnsent) complain("The server took nothing for as long as was to be waited: the rest is not sent");
  if (isUnsent || sum("unused") + sum("refused") + sum("lostBytes") > 0) process.exitCode = 1;
}
