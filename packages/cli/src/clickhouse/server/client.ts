// ClickHouse over its HTTP interface: a question is a POST whose answer is read as it comes. A node that cannot be reached
// is passed over for the next one.

import { Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as TlsAgent } from "node:https";
import { type ClickHouseAddress, ClickHouseError } from "../../address/index.js";

export interface ClickHouseClientOptions {
  /** The longest that a question may take. */
  readonly timeMs?: number;
  /** The longest answer that is taken. */
  readonly mostBytes?: number;
}

const TIME_MS = 60_000;
const MOST_BYTES = 512 * 1024 * 1024;
/** Old servers close what is silent for three seconds. */
const IDLE_MS = 2_000;
const MOST_SOCKETS = 8;
/** A server takes no longer question unless it is told to. */
const SHORT_QUERY_BYTES = 200_000;

export class ClickHouseClient {
  readonly address: ClickHouseAddress;
  readonly #agent: Agent | TlsAgent;
  readonly #timeMs: number;
  readonly #mostBytes: number;
  /** The node that is asked first: the last one that answered. */
  #first = 0;

  constructor(address: ClickHouseAddress, { timeMs = TIME_MS, mostBytes = MOST_BYTES }: ClickHouseClientOptions = {}) {
    this.address = address;
    const options = { keepAlive: true, maxSockets: MOST_SOCKETS, timeout: IDLE_MS };
    this.#agent = address.isTls ? new TlsAgent(options) : new Agent(options);
    this.#timeMs = timeMs;
    this.#mostBytes = mostBytes;
  }

  /** The rows of an answer. Numbers of 64 bits come as text from some versions: `Number` reads both. */
  async rows<Row>(sql: string, settings: Settings = {}): Promise<Row[]> {
    const answer = await this.text(`${sql} FORMAT JSONEachRow`, settings);
    return answer.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Row]));
  }

  /** The rows of an answer that ends with a `LIMIT`, and how many there were without it. */
  async page<Row>(sql: string, settings: Settings = {}): Promise<{ readonly rows: Row[]; readonly total: number }> {
    const answer = JSON.parse(await this.text(`${sql} FORMAT JSON`, settings)) as {
      readonly data: Row[];
      readonly rows_before_limit_at_least?: number | string;
    };
    return { rows: answer.data, total: Number(answer.rows_before_limit_at_least ?? answer.data.length) };
  }

  /** An answer as the text that the server gives. */
  async text(sql: string, settings: Settings = {}): Promise<string> {
    let last: unknown;
    const body = Buffer.from(sql);
    const query = { ...settings, ...(body.length > SHORT_QUERY_BYTES && { max_query_size: `${2 * body.length}` }) };
    for (let i = 0; i < this.address.hosts.length; i++) {
      const node = (this.#first + i) % this.address.hosts.length;
      try {
        const answer = await this.post(node, query, body);
        this.#first = node;
        return answer;
      } catch (error) {
        if (!isAway(error)) throw error;
        last = error;
      }
    }
    throw last;
  }

  /** One request to one node. */
  post(node: number, query: Settings, body: Uint8Array): Promise<string> {
    const { hosts, isTls, user, password, database } = this.address;
    const at = hosts[node % hosts.length] as ClickHouseAddress["hosts"][number];
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(asClickHouseError(error, at, this.#timeMs));
      const request = (isTls ? requestHttps : requestHttp)(
        {
          host: at.host,
          port: at.port,
          method: "POST",
          path: `/?${new URLSearchParams({ database, ...query })}`,
          agent: this.#agent,
          headers: {
            "content-length": body.length,
            "x-clickhouse-user": user,
            ...(password !== "" && { "x-clickhouse-key": password }),
          },
        },
        (response) => {
          readWhole(response, this.#mostBytes).then((text) => {
            if (response.statusCode === 200 && !isBroken(text)) resolve(text);
            else reject(refusal(text, response));
          }, fail);
        },
      );
      const timer = setTimeout(() => request.destroy(new Error(TOO_LONG)), this.#timeMs);
      request.on("close", () => clearTimeout(timer));
      request.on("error", fail);
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

export type Settings = Readonly<Record<string, string>>;

const TOO_LONG = "no answer";

async function readWhole(response: IncomingMessage, mostBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    bytes += (piece as Buffer).length;
    if (bytes > mostBytes) {
      response.destroy();
      throw new ClickHouseError(
        "CLEW_CLICKHOUSE_LARGE",
        `The answer is larger than ${mostBytes / 1024 / 1024} MB; narrow the question, such as by a time`,
      );
    }
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString();
}

/** An error that came when a part of the answer was on its way already stands at the end of it. */
function isBroken(text: string): boolean {
  return /\nCode: \d+, e\.displayText\(\) = |\n__exception__/.test(text.slice(-4096));
}

/** The server's code and its first line: what follows shows SQL and data. */
function refusal(text: string, { statusCode }: IncomingMessage): ClickHouseError {
  const code = /Code: (\d+)/.exec(text)?.[1];
  const [first = ""] = text.split("\n");
  const said = first.replace(/^Code: \d+[.,]\s*(e\.displayText\(\) = )?/, "").slice(0, LONGEST_REASON);
  const number = code === undefined ? undefined : Number(code);
  return new ClickHouseError(
    codeFor(number),
    `The server refused${number === undefined ? ` (HTTP ${statusCode})` : ` (code ${number})`}: ${said || "without a reason"}${wayOut(number)}`,
    number,
  );
}

const LONGEST_REASON = 200;
const WRONG_LOGIN = new Set([192, 193, 194, 516]);
const NO_RIGHTS = new Set([164, 497, 291]);
const NO_TABLE = new Set([60, 81]);

function codeFor(code: number | undefined): string {
  if (code === undefined) return "CLEW_CLICKHOUSE_REFUSED";
  if (WRONG_LOGIN.has(code)) return "CLEW_CLICKHOUSE_PASSWORD";
  if (NO_RIGHTS.has(code)) return "CLEW_CLICKHOUSE_RIGHTS";
  return NO_TABLE.has(code) ? "CLEW_CLICKHOUSE_SCHEMA" : "CLEW_CLICKHOUSE_REFUSED";
}

function wayOut(code: number | undefined): string {
  if (code === undefined) return "";
  if (WRONG_LOGIN.has(code)) return "; set CLEW_CLICKHOUSE_PASSWORD, and check the user in the address";
  if (NO_RIGHTS.has(code)) return "; grant the user what docs/guides/a-cluster.md lists";
  return NO_TABLE.has(code) ? "; make the tables with clew ship --create" : "";
}

function asClickHouseError(
  error: Error,
  { host, port }: { readonly host: string; readonly port: number },
  timeMs: number,
): ClickHouseError {
  if (error instanceof ClickHouseError) return error;
  const { code } = error as { readonly code?: string };
  if (error.message === TOO_LONG) {
    return new ClickHouseError("CLEW_CLICKHOUSE_AWAY", `${host}:${port} did not answer in ${timeMs / 1000} s`);
  }
  if (code !== undefined && /CERT|SELF_SIGNED|TLS|VERIFY/.test(code)) {
    return new ClickHouseError(
      "CLEW_CLICKHOUSE_CERTIFICATE",
      `Cannot trust ${host}:${port}: ${error.message}; name the authority's certificate in NODE_EXTRA_CA_CERTS`,
    );
  }
  return new ClickHouseError(
    "CLEW_CLICKHOUSE_AWAY",
    `Cannot reach ${host}:${port}: ${code ?? error.message}; check the address, and that the server runs`,
  );
}

/** True for an error that another node, or a later try, may not have. */
function isAway(error: unknown): boolean {
  return error instanceof ClickHouseError && error.code === "CLEW_CLICKHOUSE_AWAY";
}
