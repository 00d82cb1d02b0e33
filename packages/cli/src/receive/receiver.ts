// An endpoint of OTLP over HTTP. A request is answered when what it holds is in the log; what cannot be taken of it is
// told in the answer, and the rest is kept. It trusts nobody: bodies have bounds, and pages of other sites are refused.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJson, type Message } from "clew/parse";
import { logLine } from "../input/index.js";
import { allowedHosts, inAddress, isLoopback, isStrongToken, Pass, refusalOf } from "../server/index.js";
import { countMetrics, type Json, messagesOfLogs, messagesOfTraces, objectIn, type Refused } from "../tracers/index.js";
import { type RejectedName, type Taken, takenAnswer, wrongAnswer } from "./otlp-answer.js";
import { decodeRequest, type RequestKind } from "./otlp-protobuf.js";
import { BodyError, type BodyLimits, readBody } from "./read-body.js";
import { ReceiveError } from "./receive-error.js";
import type { ReceivedLog } from "./received-log.js";

export interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  /** Senders must give it as `Authorization: Bearer`; needed where others than this machine reach the server. */
  readonly token?: string | undefined;
  /** Is told what came, after it was written. */
  readonly onReceived?: (received: Received) => void;
  readonly limits?: BodyLimits;
}

/** What one request held. */
export interface Received {
  readonly kind: "spans" | "log records" | "metrics";
  readonly items: number;
  readonly rejected: number;
}

const LIMITS: BodyLimits = { sentBytes: 16 * 2 ** 20, plainBytes: 64 * 2 ** 20 };

/** Bodies that are read at once may not fill the memory together. */
const MOST_AT_ONCE = 16;

/** When a sender that was refused may come again. */
const RETRY_AFTER_SECONDS = "1";

interface Signal {
  readonly request: RequestKind;
  readonly kind: Received["kind"];
  readonly rejected: RejectedName;
  readonly messages: (request: Json, refused: Refused) => Iterable<Message>;
}

const SIGNALS: Readonly<Record<string, Signal>> = {
  "/v1/traces": { request: "TracesRequest", kind: "spans", rejected: "rejectedSpans", messages: messagesOfTraces },
  "/v1/logs": { request: "LogsRequest", kind: "log records", rejected: "rejectedLogRecords", messages: messagesOfLogs },
  "/v1/metrics": { request: "MetricsRequest", kind: "metrics", rejected: "rejectedDataPoints", messages: () => [] },
};

export class Receiver {
  readonly #log: ReceivedLog;
  readonly #options: ReceiverOptions;
  readonly #pass: Pass | undefined;
  readonly #server: Server;
  #hosts: ReadonlySet<string> = new Set();
  #reading = 0;

  private constructor(log: ReceivedLog, options: ReceiverOptions) {
    this.#log = log;
    this.#options = options;
    this.#pass = options.token === undefined ? undefined : new Pass(options.token);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Begins to listen. Throws a `ReceiveError` where that cannot be. */
  static async start(log: ReceivedLog, options: ReceiverOptions): Promise<Receiver> {
    const { host, port, token } = options;
    if (token !== undefined && !isStrongToken(token)) {
      throw new ReceiveError(
        "CLEW_RECEIVE_WEAK_TOKEN",
        "Cannot use the token in CLEW_RECEIVE_TOKEN: it must be 22 or more letters, digits, - or _, and hard to guess; " +
          "openssl rand -hex 16 makes one",
      );
    }
    if (token === undefined && !isLoopback(host)) {
      throw new ReceiveError(
        "CLEW_RECEIVE_HOST",
        `Cannot listen on ${host} without a token, since others than this machine reach it: set CLEW_RECEIVE_TOKEN, ` +
          'and give senders OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer TOKEN"',
      );
    }
    const receiver = new Receiver(log, options);
    await receiver.#listen(host, port);
    return receiver;
  }

  #listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error) => {
        const way = "choose another with --port, and give it to the senders in OTEL_EXPORTER_OTLP_ENDPOINT";
        reject(new ReceiveError("CLEW_RECEIVE_PORT", `Cannot listen on ${host}:${port}: ${error.message}; ${way}`));
      });
      this.#server.listen(port, host, () => {
        this.#hosts = allowedHosts(host, this.port);
        resolve();
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What senders take as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get address(): string {
    return `http://${inAddress(this.#options.host)}:${this.port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isBinary = /^application\/(x-)?protobuf\b/.test(request.headers["content-type"] ?? "");
    const wrong = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) => {
      send(response, status, isBinary, wrongAnswer(isBinary, message), headers);
      // What is still on its way of a body is not waited for.
      if (!request.complete) request.destroy();
    };
    const again = { "Retry-After": RETRY_AFTER_SECONDS };
    try {
      const refusal = refusalOf(request, this.#hosts);
      if (refusal !== undefined) return wrong(refusal.status, refusal.error);
      const signal = SIGNALS[(request.url ?? "").split("?", 1)[0] as string];
      if (signal === undefined) return wrong(404, `There is nothing here but ${Object.keys(SIGNALS).join(", ")}.`);
      if (request.method !== "POST") return wrong(405, "Send it with POST.", { Allow: "POST" });
      if (!this.#mayCome(request))
        return wrong(401, "The token is missing or wrong.", { "WWW-Authenticate": "Bearer" });
      if (!isBinary && !/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
        return wrong(415, "The body must be application/json or application/x-protobuf.");
      }
      if (this.#log.isFull || this.#reading >= MOST_AT_ONCE) {
        return wrong(429, "The disk, or this receiver, is slower than its senders; come again.", again);
      }
      const taken = await this.#take(request, signal, isBinary);
      send(response, 200, isBinary, takenAnswer(isBinary, signal.rejected, taken));
    } catch (error) {
      if (error instanceof BodyError) wrong(error.status, error.message);
      else wrong(503, `It could not be written: ${error instanceof Error ? error.message : error}`, again);
    }
  }

  #mayCome({ headers }: IncomingMessage): boolean {
    if (this.#pass === undefined) return true;
    const [, token] = /^Bearer (.+)$/i.exec(headers.authorization ?? "") ?? [];
    return token !== undefined && this.#pass.isToken(token);
  }

  async #take(incoming: IncomingMessage, signal: Signal, isBinary: boolean): Promise<Taken> {
    const reasons = new Map<string, number>();
    const lines: string[] = [];
    let items = 0;
    let request: Json;
    this.#reading++;
    try {
      const body = await readBody(incoming, this.#options.limits ?? LIMITS);
      request = readRequest(signal.request, body, isBinary);
      const refused: Refused = (reason) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      for (const message of signal.messages(request, refused)) {
        lines.push(`${logLine(message)}\n`);
        if (signal.kind === "log records" || message.action_status === "started") items++;
      }
    } finally {
      this.#reading--;
    }
    await this.#log.write(lines.join(""));
    const metrics = signal.kind === "metrics" ? countMetrics(request) : 0;
    const rejected = metrics + [...reasons.values()].reduce((sum, count) => sum + count, 0);
    this.#options.onReceived?.({ kind: signal.kind, items, rejected });
    return { rejected, message: metrics > 0 ? "clew keeps no metrics" : describe(reasons) };
  }

  /** Takes no more, and settles when all that came is answered. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }
}

function readRequest(kind: RequestKind, body: Buffer, isBinary: boolean): Json {
  let request: Json | undefined;
  try {
    request = isBinary ? decodeRequest(kind, body) : objectIn(decodeJson(body.toString("utf8")));
  } catch (error) {
    const what = isBinary ? "Protocol Buffers" : "JSON";
    throw new BodyError(400, `The body is no ${what}: ${error instanceof Error ? error.message : error}`);
  }
  if (request === undefined) throw new BodyError(400, "The body is not an object.");
  return request;
}

const MOST_REASONS = 5;

function describe(reasons: ReadonlyMap<string, number>): string {
  const told = [...reasons]
    .slice(0, MOST_REASONS)
    .map(([reason, count]) => (count > 1 ? `${reason} (${count} times)` : reason));
  const more = reasons.size - told.length;
  return [...told, ...(more > 0 ? [`${more} more reasons`] : [])].join("; ");
}

function send(
  response: ServerResponse,
  status: number,
  isBinary: boolean,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const type = isBinary ? "application/x-protobuf" : "application/json";
  response.writeHead(status, { "Content-Type": type, "Content-Length": body.length, ...headers });
  response.end(body);
}
