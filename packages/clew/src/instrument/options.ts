import type { CallOptions, LogRequestsOptions, NodeRequest } from "../http/index.js";
import { PARTS, type PartName } from "./part.js";

/** Options of requests that come in and of calls by `node:http` that go out. */
export interface InstrumentHttpOptions extends LogRequestsOptions<NodeRequest> {
  /** Which calls are left alone. */
  readonly ignoreCall?: CallOptions["ignore"];
}

/** Options of databases of SQL. */
export interface InstrumentSqlOptions {
  /** Whether the text of queries is logged; `true` by default. Values are never. */
  readonly text?: boolean;
}

/**
 * Options of `instrument`: what is to be logged, each with its own options, or `false`. All that is not named is on.
 */
export interface InstrumentOptions {
  readonly http?: InstrumentHttpOptions | boolean;
  readonly fetch?: CallOptions | boolean;
  readonly express?: boolean;
  readonly fastify?: boolean;
  readonly koa?: boolean;
  readonly hono?: boolean;
  readonly nest?: boolean;
  readonly next?: boolean;
  readonly graphql?: boolean;
  readonly pg?: InstrumentSqlOptions | boolean;
  readonly postgres?: InstrumentSqlOptions | boolean;
  readonly mysql?: InstrumentSqlOptions | boolean;
  readonly mariadb?: InstrumentSqlOptions | boolean;
  readonly sqlite?: InstrumentSqlOptions | boolean;
  readonly mongodb?: boolean;
  readonly redis?: boolean;
  readonly amqp?: boolean;
  readonly kafka?: boolean;
  readonly bullmq?: boolean;
  /** What waits in p-queue or Bottleneck runs where it was given; nothing of it is logged. */
  readonly limiters?: boolean;
}

/** The parts that are wanted, with their options. */
export function wantedParts(options: InstrumentOptions): Map<PartName, object> {
  const wanted = new Map<PartName, object>();
  for (const name of PARTS) {
    const option = options[name];
    if (option !== false) wanted.set(name, typeof option === "object" ? option : {});
  }
  return wanted;
}

/**
 * Reads `CLEW_AUTO`: `1` is all, `0` nothing, `http,fetch,pg` those alone, `-redis` all but that. Words that name nothing
 * are given to `refuse`.
 */
export function readAuto(text: string | undefined, refuse: (word: string) => void): InstrumentOptions | undefined {
  const words = (text ?? "1")
    .toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 1 && (words[0] === "0" || words[0] === "false")) return undefined;
  const isKnown = (name: string): name is PartName => (PARTS as readonly string[]).includes(name);
  const named = words.filter((word) => word !== "1" && word !== "true");
  const without = named.filter((word) => word.startsWith("-")).map((word) => word.slice(1));
  const only = named.filter((word) => !word.startsWith("-"));
  for (const word of [...without, ...only]) if (!isKnown(word)) refuse(word);
  const isWanted = (name: PartName) => (only.length === 0 || only.includes(name)) && !without.includes(name);
  return Object.fromEntries(PARTS.map((name) => [name, isWanted(name)]));
}
