// A log in ClickHouse as a server shows it: questions are asked of the database, and explanations are made of the tasks
// that are taken of it. What a page shows is as of when it asked.

import type { LogStore, LogSummary } from "@clew/log";
import { clickHouseAddress } from "../address/index.js";
import { ClickHouseClient, ClickHouseStore, lookAt } from "../clickhouse/index.js";
import { type ExplainedLog, type LogBytes, ThreadExplanations } from "./explanations.js";
import type { ShownLog } from "./shown-log.js";

/** An explanation is good for so long: others ask while the log grows. */
const GOOD_FOR_MS = 60_000;

export class ClusterLog implements ShownLog, ExplainedLog {
  readonly explanations = new ThreadExplanations(this);
  readonly recordings = [];
  readonly store: LogStore;
  readonly #name: string;
  readonly #client: ClickHouseClient;

  private constructor(name: string, client: ClickHouseClient, store: LogStore) {
    this.#name = name;
    this.#client = client;
    this.store = store;
  }

  /** Looks whether the server is there and has the tables. */
  static async open(name: string): Promise<ClusterLog> {
    const client = new ClickHouseClient(clickHouseAddress(name));
    try {
      return new ClusterLog(name, client, new ClickHouseStore(client, await lookAt(client)));
    } catch (error) {
      client.close();
      throw error;
    }
  }

  get version(): number {
    return Math.floor(Date.now() / GOOD_FOR_MS);
  }

  bytes(): LogBytes {
    return { files: [this.#name] };
  }

  summary(): Promise<LogSummary> {
    return this.store.summary();
  }

  async close(): Promise<void> {
    await this.explanations.close();
    this.#client.close();
  }
}
