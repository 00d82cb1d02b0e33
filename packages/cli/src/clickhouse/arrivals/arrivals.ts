// The lines that come into a database, as they come: whatever their own times are, and however late. Each batch tells of itself
// when a shard takes it; one that told is read until all its lines are there.

import { ClickHouseError } from "../../address/index.js";
import { settingsFor } from "../answers/index.js";
import { type ClickHouseClient, quote, type Settings } from "../server/index.js";
import { ageOf, ageSentence, type KnownServer, lookAt, requireBatches } from "../tables/index.js";
import { Batches, type BatchRow, type Closed } from "./batches.js";

/** A batch says when it came before it can be seen: so far back batches are looked for each time. */
const OVERLAP_SECONDS = 300;
/** And every now and then so far, for what a replica of another shard did not have. */
const FAR_SECONDS = 3_600;
const FAR_EVERY_MS = 60_000;
/** The most batches among which the last lines are. */
const MOST_LAST = 1_000;
/** No more lines than about this are read at a time. */
const MOST_LINES = 50_000;
/** The views behind the door for raw lines look at the clock one after the other. */
const RAW_SECONDS = 10;
/** So many lines are known to have been given: they are read again with what their host closed in the same second. */
const MOST_GIVEN = 1_000_000;

export class Arrivals {
  readonly #client: ClickHouseClient;
  readonly #server: KnownServer;
  readonly #settings: Settings;
  readonly #tell: (sentence: string) => void;
  readonly #batches = new Batches();
  readonly #given = new Set<number>();
  /** The moment before which every batch is known, by the clock of the server. */
  #knownTo = 0;
  #farAt = 0;
  #isBehind = false;
  #isAway = false;

  private constructor(client: ClickHouseClient, server: KnownServer, tell: (sentence: string) => void) {
    this.#client = client;
    this.#server = server;
    this.#settings = settingsFor(server);
    this.#tell = tell;
  }

  /** Rejects where the tables cannot be followed. `tell` is told later that the node which answers lags, or is away. */
  static async open(client: ClickHouseClient, tell: (sentence: string) => void): Promise<Arrivals> {
    const server = await lookAt(client);
    await requireBatches(client);
    return new Arrivals(client, server, tell);
  }

  /** The lines of the batches that came last: so many at least, where there are. All that came before is then known. */
  async begin(lines: number): Promise<readonly string[]> {
    this.#knownTo = await this.#now();
    this.#farAt = performance.now();
    const last = await this.#find(`ORDER BY came DESC LIMIT ${MOST_LAST}`);
    for (const row of [...(await this.#since(this.#knownTo - FAR_SECONDS)), ...last]) this.#batches.know(row);
    this.#batches.leaveUnread(last, lines);
    const read: string[] = [];
    await this.#readDue(read, Number.POSITIVE_INFINITY);
    return read;
  }

  /** The lines that came since. None while the server is away, which is told once: they come when it is back. */
  async poll(): Promise<readonly string[]> {
    const read: string[] = [];
    try {
      await this.#look();
      await this.#readDue(read, MOST_LINES);
      if (this.#isAway) this.#tell(`${this.#client.address.shown} answers again`);
      this.#isAway = false;
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (!this.#isAway) this.#tell(`${error.message}; waiting for it`);
      this.#isAway = true;
    }
    return read;
  }

  close(): void {
    this.#client.close();
  }

  /** Looks for batches that are not known yet. */
  async #look(): Promise<void> {
    const now = await this.#now();
    const age = await ageOf(this.#client, this.#server);
    this.#tellAge(age);
    const isFar = performance.now() - this.#farAt >= FAR_EVERY_MS;
    const known = Math.min(this.#knownTo, age ?? now);
    for (const row of await this.#since(Math.min(known - OVERLAP_SECONDS, isFar ? now - FAR_SECONDS : now)))
      this.#batches.know(row);
    this.#knownTo = age ?? now;
    if (isFar) this.#farAt = performance.now();
    this.#batches.forget(this.#knownTo);
  }

  #tellAge(age: number | undefined): void {
    if (age !== undefined && !this.#isBehind) this.#tell(ageSentence(this.#client.address.shown, age));
    if (age === undefined && this.#isBehind) this.#tell(`${this.#client.address.shown}: as of now again`);
    this.#isBehind = age !== undefined;
  }

  /** What cannot be read for an error stays to be read. */
  async #readDue(read: string[], most: number): Promise<void> {
    const before = read.length;
    for (const closed of this.#batches.due(performance.now())) {
      if (read.length > before && read.length - before + closed.lines > most) return;
      this.#batches.wasRead(closed, await this.#read(closed, read), performance.now());
    }
  }

  /** Adds the lines that were not given yet, and gives the number of those that are there. */
  async #read({ host, sealed, isRaw, slots }: Closed, read: string[]): Promise<number> {
    const slack = isRaw ? RAW_SECONDS : 0;
    const text = await this.#client.text(
      `SELECT toString(bitAnd(cityHash64(task_uuid, line), ${Number.MAX_SAFE_INTEGER})), line FROM ${this.#table("messages")}
        WHERE slot IN (${[...slots].map(quote.number).join(", ")}) AND host = ${quote.text(host)}
          AND sealed >= toDateTime(${quote.number(sealed - slack)}) AND sealed <= toDateTime(${quote.number(sealed + slack)})
        ORDER BY time, task_uuid, task_level, line_hash LIMIT 1 BY task_uuid, task_level, line_hash FORMAT TSVRaw`,
      this.#settings,
    );
    const lines = text.split("\n").filter((line) => line !== "");
    for (const line of lines) {
      const tab = line.indexOf("\t");
      const hash = Number(line.slice(0, tab));
      if (!this.#given.has(hash)) read.push(line.slice(tab + 1));
      this.#given.add(hash);
    }
    for (const hash of this.#given) {
      if (this.#given.size <= MOST_GIVEN) break;
      this.#given.delete(hash);
    }
    return lines.length;
  }

  async #now(): Promise<number> {
    const [row] = await this.#client.rows<{ now: number }>("SELECT toUInt32(now()) AS now");
    return row?.now ?? 0;
  }

  #since(moment: number): Promise<BatchRow[]> {
    return this.#find(`WHERE came >= toDateTime(${quote.number(Math.max(0, moment))}) ORDER BY came`);
  }

  #find(which: string): Promise<BatchRow[]> {
    return this.#client.rows<BatchRow>(
      `SELECT toUInt32(came) AS at, toUInt32(sealed) AS sealed_at, host, is_raw, lines, slots, toString(batch_hash) AS hash FROM ${this.#table("batches")} ${which}`,
      this.#settings,
    );
  }

  #table(name: string): string {
    return `${this.#client.address.database}.${name}${this.#server.suffix}`;
  }
}

/** True for what may be over when one asks again. */
function isPassing(error: unknown): error is ClickHouseError {
  return (
    error instanceof ClickHouseError &&
    (error.code === "CLEW_CLICKHOUSE_AWAY" || error.code === "CLEW_CLICKHOUSE_REFUSED")
  );
}
