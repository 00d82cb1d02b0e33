// A log of which every answer is known, and requests that no browser sends, for the tests of the server.

import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { type LogNews, type LogStore, type LogSummary, ROUTES } from "@clew/log";
import type { ShownLog } from "./shown-log.js";

export const SUMMARY: LogSummary = {
  name: "app.log",
  messages: 3,
  tasks: 1,
  failedTasks: 0,
  unusedLines: 0,
  firstTime: 1,
  lastTime: 2,
  live: false,
};

/** Answers what it was asked, or with what is given. */
export function shownLog(store: Partial<LogStore> = {}): ShownLog {
  return {
    summary: async () => SUMMARY,
    store: {
      summary: async () => SUMMARY,
      tasks: async () => ({ total: 0, rows: [] }),
      facets: async () => ({ types: [], statuses: [], fields: [] }),
      histogram: async () => ({ from: 0, to: 1, buckets: [] }),
      heatmap: async () => ({ from: 0, to: 1, columns: 1, cells: [] }),
      groups: async () => ({ groups: [], more: 0 }),
      fieldNames: async () => [],
      nearest: async () => null,
      taskUuids: async () => [],
      search: async () => [],
      types: async () => [],
      taskLines: async (taskUuid) => `{"task_uuid": ${JSON.stringify(taskUuid)}}\n`,
      linesOf: async (taskUuids) => taskUuids.map((uuid) => `{"task_uuid": ${JSON.stringify(uuid)}}\n`).join(""),
      ...store,
    },
    explanations: {
      expectPage: () => {},
      why: async () => '{"failures":[]}',
      slow: async () => '{"tasks":0}',
      origin: async () => "null",
      diff: async (a, b) => JSON.stringify({ a, b }),
      path: async () => "{}",
      apart: async (these, among) => JSON.stringify({ these, among }),
      compare: async (a, b) => JSON.stringify({ a, b }),
      told: async ({ like, ...query }) => (like === undefined ? query : { ...query, taskUuids: [like] }),
    },
    recordings: [{ id: "r1", name: "sc-logs.json", sizeBytes: 2, read: async () => "{}" }],
  };
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends one request, with exactly these headers. */
export function ask(port: number, path: string, { method = "GET", headers = {}, body }: Asking = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece) => (text += piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Sends bytes as they are, and gives all that comes back until the server closes. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (piece) => (text += piece));
    socket.on("end", () => resolve(text));
    socket.on("close", () => resolve(text));
    // The server may close before everything was sent.
    socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNRESET" ? resolve(text) : reject(error)));
  });
}

/** A news, with the id by which a page says where it was. */
export interface HeardNews {
  readonly id: string;
  readonly news: LogNews;
}

/** Listens to the news of a server as a page does. While it is paused, nothing is taken from the server. */
export class Listener {
  readonly #request: ClientRequest;
  readonly #heard: HeardNews[] = [];
  #response: IncomingMessage | undefined;
  #onHeard: () => void = () => {};
  #text = "";

  private constructor(sent: ClientRequest) {
    this.#request = sent;
  }

  static async open(port: number, cookie: string, lastHeard?: string): Promise<Listener> {
    const headers = { cookie, ...(lastHeard !== undefined && { "last-event-id": lastHeard }) };
    const sent = request({ host: "127.0.0.1", port, path: ROUTES.events, headers, agent: false });
    const listener = new Listener(sent);
    const opened = new Promise<IncomingMessage>((resolve, reject) => sent.on("response", resolve).on("error", reject));
    sent.end();
    const response = await opened;
    listener.#response = response;
    response.setEncoding("utf8");
    response.on("data", (piece: string) => listener.#read(piece));
    response.on("error", () => {});
    return listener;
  }

  get status(): number {
    return this.#response?.statusCode ?? 0;
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  /** Everything that was heard, once `isEnough` of it was. */
  async hear(isEnough: (heard: readonly HeardNews[]) => boolean): Promise<readonly HeardNews[]> {
    while (!isEnough(this.#heard)) await new Promise<void>((resolve) => (this.#onHeard = resolve));
    return this.#heard;
  }

  close(): void {
    this.#request.destroy();
  }

  #read(piece: string): void {
    const events = (this.#text + piece).split("\n\n");
    this.#text = events.pop() ?? "";
    for (const event of events) {
      const [, id, data] = /^id: ([^\n]*)\ndata: ([^\n]*)$/.exec(event) ?? [];
      if (id !== undefined && data !== undefined) this.#heard.push({ id, news: JSON.parse(data) as LogNews });
    }
    this.#onHeard();
  }
}
