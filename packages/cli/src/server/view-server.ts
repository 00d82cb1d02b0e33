// The server of the page, on node:http. What every request must be is looked at first; then its path is looked up as it
// stands, in a list: nothing is decoded, joined or searched for.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type LogNews, type Questions, ROUTES } from "@clew/log";
import type { PageFiles } from "../page/index.js";
import { type AnswerLimits, Answers } from "./answer.js";
import { allowedHosts, inAddress, isLoopback, type Refusal, refusalOf } from "./guard.js";
import { HEADERS } from "./headers.js";
import { type NewsLimits, NewsStreams } from "./news-streams.js";
import { bodyOf, MOST_FILE_BYTES, ownLinesOf } from "./read-file.js";
import { NO_BASELINE } from "./served-questions.js";
import type { ShownLog } from "./shown-log.js";
import { chosenToken, newToken, Pass } from "./token.js";
import { ViewError } from "./view-error.js";

export interface ViewServerOptions {
  readonly page: PageFiles;
  /** The loopback address unless another is given, which needs a token that somebody chose. */
  readonly host?: string;
  /** Any that is free, if not given. */
  readonly port?: number;
  readonly token?: string;
  readonly limits?: Partial<ViewLimits>;
}

export interface ViewLimits extends AnswerLimits, NewsLimits {
  /** Of a file that is given to the page. */
  readonly fileBytes: number;
}

const LIMITS: ViewLimits = {
  timeMs: 30_000,
  longTimeMs: 300_000,
  mostAtOnce: 32,
  answerBytes: 256 * 1024 * 1024,
  mostClients: 32,
  backlogBytes: 512 * 1024,
  history: 256,
  fileBytes: MOST_FILE_BYTES,
};

const MOST_CONNECTIONS = 256;
const MOST_HEAD_BYTES = 16 * 1024;
/** No token is longer. */
const MOST_BODY_BYTES = 256;
const SESSION_METHOD = "POST";
/** The address of the page itself, which asks for its other files. */
const PAGE = "/";

const QUESTIONS: ReadonlyMap<string, keyof Questions> = new Map(
  Object.entries(ROUTES).flatMap(([name, path]) =>
    name === "session" || name === "events" || name === "read" ? [] : [[path, name as keyof Questions]],
  ),
);

/** Serves the page to whoever has the token. Until `show` is called, questions are put off. */
export class ViewServer {
  readonly #server: Server;
  readonly #page: PageFiles;
  readonly #pass: Pass;
  readonly #answers: Answers;
  readonly #news: NewsStreams;
  readonly #fileBytes: number;
  #isReading = false;
  #hosts: ReadonlySet<string> = new Set();
  #host = "";
  #port = 0;
  #log: ShownLog | undefined;

  constructor(page: PageFiles, token: string, limits: ViewLimits) {
    this.#page = page;
    this.#pass = new Pass(token);
    this.#answers = new Answers(limits);
    this.#news = new NewsStreams(limits);
    this.#fileBytes = limits.fileBytes;
    this.#server = createServer(
      { maxHeaderSize: MOST_HEAD_BYTES, headersTimeout: 10_000, requestTimeout: 20_000 },
      (request, response) => {
        this.#respond(request, response).catch((error: unknown) => response.destroy(error as Error));
      },
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** Rejects with the error of the system. */
  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#host = host;
    this.#hosts = allowedHosts(host, this.#port);
  }

  get port(): number {
    return this.#port;
  }

  /** An address that opens the page once, for a command line that others could read. */
  addressOnce(): string {
    return this.addressWith(this.#pass.issueTicket());
  }

  addressWith(token: string): string {
    return `http://${inAddress(this.#host)}:${this.#port}/#token=${token}`;
  }

  show(log: ShownLog): void {
    this.#log = log;
    log.explanations.expectPage();
  }

  /** Tells all pages. */
  publish(news: LogNews): void {
    this.#news.publish(news);
  }

  async close(): Promise<void> {
    this.#news.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusalOf(request, this.#hosts);
    if (refused !== undefined) return refuse(response, refused);
    const target = request.url ?? "";
    const path = target.split("?", 1)[0] as string;
    if (path === ROUTES.session) return this.#enter(request, response);
    if (path === ROUTES.read) return this.#read(request, response);
    if (request.method !== "GET") return refuse(response, NOT_ALLOWED, { allow: "GET" });
    if (hasBody(request)) return refuse(response, { status: 413, error: "A question has no body." });
    const file = this.#page.get(path);
    if (file !== undefined) {
      response.writeHead(200, { ...HEADERS, "content-type": file.type }).end(file.bytes);
      // What was worked out at first is old where the log has grown.
      if (path === PAGE) this.#log?.explanations.expectPage();
      return;
    }
    const name = QUESTIONS.get(path);
    if (name === undefined && path !== ROUTES.events) {
      return refuse(response, { status: 404, error: "There is nothing at this address." });
    }
    if (!this.#pass.isInCookies(request.headers.cookie, this.#port)) return refuse(response, UNKNOWN);
    if (name === undefined) return this.#listenTo(request, response);
    return this.#ask(name, target.slice(path.length), response);
  }

  async #ask(name: keyof Questions, query: string, response: ServerResponse): Promise<void> {
    if (this.#log === undefined) {
      return refuse(
        response,
        { status: 503, error: "The log is still being read; ask again." },
        { "retry-after": "1" },
      );
    }
    const params = new URLSearchParams(query);
    const log = params.get("log") === "baseline" ? this.#log.explanations.pair?.baseline : this.#log;
    if (log === undefined) return refuse(response, { status: 400, error: NO_BASELINE });
    const answer = await this.#answers.answer(log, name, params.get("ask") ?? "{}");
    if ("error" in answer) return refuse(response, answer);
    response.writeHead(200, { ...HEADERS, "content-type": `${answer.type}; charset=utf-8` }).end(answer.text);
  }

  /** One file at a time: each may take as much memory as a page may. */
  async #read(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== FILE_METHOD) return refuse(response, NOT_ALLOWED, { allow: FILE_METHOD });
    if (!this.#pass.isInCookies(request.headers.cookie, this.#port)) return refuse(response, UNKNOWN);
    if (this.#isReading) return refuse(response, { status: 503, error: "Another file is being read; ask again." });
    this.#isReading = true;
    try {
      const body = await bodyOf(request, this.#fileBytes);
      if ("error" in body) return refuse(response, body);
      response.writeHead(200, { ...HEADERS, "content-type": "text/plain; charset=utf-8" });
      for await (const lines of ownLinesOf(body)) {
        if (response.destroyed) return;
        if (!response.write(lines)) await Promise.race([once(response, "drain"), once(response, "close")]);
      }
      response.end();
    } finally {
      this.#isReading = false;
    }
  }

  #listenTo(request: IncomingMessage, response: ServerResponse): void {
    if (this.#news.isFull) {
      refuse(response, { status: 503, error: "Too many pages listen; close one." });
      return;
    }
    response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
    response.flushHeaders();
    const lastHeard = request.headers["last-event-id"];
    this.#news.add(response, typeof lastHeard === "string" ? lastHeard : undefined);
  }

  async #enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== SESSION_METHOD) return refuse(response, NOT_ALLOWED, { allow: SESSION_METHOD });
    if (!isShort(request)) return refuse(response, { status: 413, error: "That is too long for a token." });
    let token = "";
    for await (const piece of request.setEncoding("utf8")) token += piece;
    if (!this.#pass.isToken(token) && !this.#pass.redeem(token)) return refuse(response, UNKNOWN);
    response.writeHead(204, { ...HEADERS, "set-cookie": this.#pass.setCookie(this.#port) }).end();
  }
}

const FILE_METHOD = "POST";
const NOT_ALLOWED: Refusal = { status: 405, error: "This address is not asked in that way." };
const UNKNOWN: Refusal = {
  status: 401,
  error: "This page needs the token of its run: open the whole address that clew view printed.",
};

/** Starts a server, and gives the address that a person opens, with the token. */
export async function startViewServer(
  options: ViewServerOptions,
): Promise<{ readonly server: ViewServer; readonly address: string }> {
  const { host = "127.0.0.1", port = 0 } = options;
  if (!isLoopback(host) && options.token === undefined) {
    throw new ViewError(
      "CLEW_VIEW_HOST",
      `Cannot listen on ${JSON.stringify(host)}: others could reach it; set a token of yours in CLEW_VIEW_TOKEN for ` +
        "that, or leave --host out",
    );
  }
  const token = options.token === undefined ? newToken() : chosenToken(options.token);
  const server = new ViewServer(options.page, token, { ...LIMITS, ...options.limits });
  try {
    await server.listen(host, port);
  } catch (error) {
    await server.close();
    throw cannotListen(host, port, error);
  }
  return { server, address: server.addressWith(token) };
}

function cannotListen(host: string, port: number, error: unknown): ViewError {
  const { code } = error as { readonly code?: unknown };
  if (code === "EADDRINUSE") {
    return new ViewError("CLEW_VIEW_PORT", `Cannot listen on port ${port}: another program does; give another --port`);
  }
  if (code === "EACCES") {
    return new ViewError(
      "CLEW_VIEW_PORT",
      `Cannot listen on port ${port}: this user may not; give a --port above 1023`,
    );
  }
  return new ViewError("CLEW_VIEW_HOST", `Cannot listen on ${JSON.stringify(host)}: ${code}; give another --host`);
}

function refuse(
  response: ServerResponse,
  { status, error }: Refusal,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...HEADERS, ...more, "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify({ error }));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

/** True for a request that declares a short body; node:http enforces the declared length. */
function isShort({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= MOST_BODY_BYTES;
}
