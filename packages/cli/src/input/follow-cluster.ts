// The lines that come into ClickHouse, as a log that grows.

import { type Message, parseLine } from "clew/parse";
import { clickHouseAddress } from "../address/index.js";
import type { Arrivals } from "../clickhouse/index.js";
import type { Followed, FollowOptions } from "./follow.js";

/** What came last is looked at this far back, to know what is open. */
const RECALLED_LINES = 1_000;
const LOOK_MS = 500;
/** The server rests so many times longer than a look takes it. */
const REST = 4;

export interface FollowClusterOptions extends Pick<FollowOptions, "lines" | "unused"> {
  /** Is told when the server is away or lags, and when it is over. */
  readonly tell: (sentence: string) => void;
}

class FollowedCluster implements Followed {
  readonly paths = [];
  readonly missing = [];
  readonly isOver = false;
  readonly hasPipes = false;
  readonly #arrivals: Arrivals;
  readonly #address: ReturnType<typeof clickHouseAddress>;
  readonly #options: FollowClusterOptions;
  #last: readonly Message[] = [];
  #due = 0;

  constructor(arrivals: Arrivals, address: ReturnType<typeof clickHouseAddress>, options: FollowClusterOptions) {
    this.#arrivals = arrivals;
    this.#address = address;
    this.#options = options;
  }

  async begin(): Promise<readonly Message[]> {
    const { lines } = this.#options;
    const messages = this.#read(await this.#arrivals.begin(Math.max(lines, RECALLED_LINES)));
    const from = Math.max(0, messages.length - lines);
    this.#last = messages.slice(from);
    return messages.slice(0, from);
  }

  async poll(): Promise<readonly Message[]> {
    const last = this.#last;
    this.#last = [];
    const began = performance.now();
    if (began < this.#due) return last;
    const messages = this.#read(await this.#arrivals.poll());
    const ended = performance.now();
    this.#due = ended + Math.max(LOOK_MS, REST * (ended - began));
    return [...last, ...messages];
  }

  async close(): Promise<void> {
    this.#arrivals.close();
  }

  /** The messages of the time that the address asks about, in the order of their times. */
  #read(lines: readonly string[]): Message[] {
    const { shown, window } = this.#address;
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = window;
    const messages: Message[] = [];
    for (const line of lines) {
      const parsed = parseLine(line);
      if (!parsed.ok) this.#options.unused.add({ file: shown, line: 0, reason: parsed.reason });
      else if (parsed.message.timestamp >= from && parsed.message.timestamp < to) messages.push(parsed.message);
    }
    return messages.sort((a, b) => a.timestamp - b.timestamp);
  }
}

/** Follows a database by its address. */
export async function followCluster(name: string, options: FollowClusterOptions): Promise<Followed> {
  const address = clickHouseAddress(name);
  const { Arrivals, ClickHouseClient } = await import("../clickhouse/index.js");
  const client = new ClickHouseClient(address);
  try {
    return new FollowedCluster(await Arrivals.open(client, options.tell), address, options);
  } catch (error) {
    client.close();
    throw error;
  }
}
