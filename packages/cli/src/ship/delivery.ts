// Rows on their way into ClickHouse. What is not acknowledged is sent again, the same bytes, to the next node: the tables
// know what they have. A row that the server cannot take is found by halving, and never in the way of others.

import { setTimeout as passing } from "node:timers/promises";
import { ClickHouseError } from "../address/index.js";
import { type ClickHouseClient, INGEST_COLUMNS, RowBinary, type ShippedRow } from "../clickhouse/index.js";

export interface DeliveryOptions {
  readonly host: string;
  readonly isSpread: boolean;
  /** After so many seconds without an acknowledgement it gives up; never, if not given. */
  readonly giveUpSeconds?: number;
  /** Is told what stands in the way, once, and when it is over. */
  readonly onTrouble: (sentence: string) => void;
  readonly signal: AbortSignal;
  /** Lets so much time pass between two tries; that of the clock, if not given. */
  readonly pass?: (ms: number, options: { readonly signal: AbortSignal }) => Promise<unknown>;
}

const passTime = (ms: number, options: { readonly signal: AbortSignal }) => passing(ms, undefined, options);

/** The outcome of rows: those that the server cannot take, or that all were left unsent. */
export type Delivered =
  | { readonly kind: "sent"; readonly refused: readonly { readonly row: ShippedRow; readonly reason: string }[] }
  | { readonly kind: "unsent"; readonly why: string };

/** The server's codes for bytes that it cannot read or place. */
const NOT_READABLE: ReadonlySet<number | undefined> = new Set([
  6, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 128, 131, 469,
]);
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;
const CODE_OF_PARTITIONS = 252;

export class Delivery {
  readonly #client: ClickHouseClient;
  readonly #options: DeliveryOptions;
  readonly #query: Readonly<Record<string, string>>;
  #node = 0;
  #isTroubled = false;

  constructor(client: ClickHouseClient, options: DeliveryOptions) {
    this.#client = client;
    this.#options = options;
    const { isSpread } = options;
    const columns = INGEST_COLUMNS.map(([name]) => name).join(", ");
    const table = `${client.address.database}.${isSpread ? "ingest_all" : "ingest"}`;
    this.#query = {
      query: `INSERT INTO ${table} (${columns}) FORMAT RowBinary`,
      // An answer means that the shards have the rows, not that a spool has.
      ...(isSpread && { insert_distributed_sync: "1" }),
    };
  }

  /** Sends the rows of one batch, until the server has them. */
  async send(rows: readonly ShippedRow[], sealedAt: number): Promise<Delivered> {
    const refused: { row: ShippedRow; reason: string }[] = [];
    const waiting = rows.length === 0 ? [] : [rows];
    for (let some = waiting.pop(); some !== undefined; some = waiting.pop()) {
      const answer = await this.#sendUntilKnown(some, sealedAt);
      if (answer === undefined) continue;
      if (answer.kind === "unsent") return answer;
      const [row] = some;
      if (some.length === 1 && row !== undefined) refused.push({ row, reason: answer.reason });
      else {
        const half = some.length >> 1;
        waiting.push(some.slice(half), some.slice(0, half));
      }
    }
    return { kind: "sent", refused };
  }

  /** Gives nothing where the server has the rows. */
  async #sendUntilKnown(
    rows: readonly ShippedRow[],
    sealedAt: number,
  ): Promise<
    { readonly kind: "refused"; readonly reason: string } | (Delivered & { readonly kind: "unsent" }) | undefined
  > {
    const { host, giveUpSeconds = Number.POSITIVE_INFINITY, signal, pass = passTime } = this.#options;
    const binary = new RowBinary(rows.reduce((sum, { line }) => sum + 2 * line.length + 256, 0));
    for (const row of rows) binary.add(row, host, sealedAt);
    const since = performance.now();
    let rest = FIRST_REST_MS;
    for (;;) {
      try {
        await this.#client.post(this.#node, this.#query, binary.bytes);
        this.#tellOver();
        return undefined;
      } catch (error) {
        if (!(error instanceof ClickHouseError)) throw error;
        if (NOT_READABLE.has(error.serverCode)) return { kind: "refused", reason: error.message };
        this.#tell(error);
        // A server that has too much to merge would have no less of it on another node, and needs time.
        const isFull = error.serverCode === CODE_OF_PARTITIONS;
        if (!isFull) this.#node++;
        // The other nodes are tried at once, and then all of them again after a while, which grows with each round.
        const isRest = isFull || this.#node % this.#client.address.hosts.length === 0;
        const pause = isRest ? rest : 0;
        if (isRest) rest = Math.min(2 * rest, LONGEST_REST_MS);
        const waited = (performance.now() - since + pause) / 1000;
        if (waited > giveUpSeconds) return { kind: "unsent", why: error.message };
        await pass(pause, { signal }).catch(() => {});
        if (signal.aborted) return { kind: "unsent", why: error.message };
      }
    }
  }

  #tell(error: ClickHouseError): void {
    if (!this.#isTroubled)
      this.#options.onTrouble(`${error.message}; trying again, and the log keeps what is not sent`);
    this.#isTroubled = true;
  }

  #tellOver(): void {
    if (this.#isTroubled) this.#options.onTrouble("The server takes messages again");
    this.#isTroubled = false;
  }
}
