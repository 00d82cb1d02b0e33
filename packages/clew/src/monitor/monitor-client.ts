import type { Socket } from "node:net";
import type { MonitorEvent, MonitorGreeting, MonitorNews, MonitorReply, MonitorRequest } from "../observe/index.js";
import { describeThrown } from "../wire/index.js";
import type { ProgramLink } from "./program-link.js";

/** A request is a line of some dozen bytes. */
const MOST_REQUEST = 64 * 1024;
/** Events that wait for a reader that is slow; beyond it they are dropped and counted. */
const MOST_WAITING_BYTES = 1024 * 1024;
const MOST_MEMBERS = 2_000;

/** One who is attached. */
export class MonitorClient {
  readonly #socket: Socket;
  readonly #link: ProgramLink;
  readonly #onFollow: () => void;
  #text = "";
  #isFollowing = false;
  #dropped = 0;

  constructor(socket: Socket, link: ProgramLink, greeting: MonitorGreeting, onFollow: () => void) {
    this.#socket = socket;
    this.#link = link;
    this.#onFollow = onFollow;
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.#read(text));
    // It is told by its end; nobody else is to be.
    socket.on("error", () => {});
    this.#write(greeting);
  }

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  tell({ events, dropped }: MonitorNews): void {
    if (!this.#isFollowing) return;
    if (this.#socket.writableLength > MOST_WAITING_BYTES) {
      // Nothing more may happen that would tell how many were dropped.
      if (this.#dropped === 0) this.#socket.once("drain", () => this.#tellDropped());
      this.#dropped += dropped + events.length;
      return;
    }
    this.#write({ events, dropped: this.#dropped + dropped } satisfies MonitorNews);
    this.#dropped = 0;
  }

  #tellDropped(): void {
    if (this.#dropped > 0) this.tell({ events: [], dropped: 0 });
  }

  #read(text: string): void {
    this.#text += text;
    const lines = this.#text.split("\n");
    this.#text = lines.pop() as string;
    if (this.#text.length > MOST_REQUEST) this.#socket.destroy();
    for (const line of lines) void this.#serve(line);
  }

  async #serve(line: string): Promise<void> {
    let id = 0;
    try {
      const request = JSON.parse(line) as MonitorRequest;
      id = request.id;
      this.#write({ id, answer: await this.#answer(request) } satisfies MonitorReply);
    } catch (error) {
      this.#write({ id, error: describeThrown(error) } satisfies MonitorReply);
    }
  }

  #answer(request: MonitorRequest): Promise<Extract<MonitorReply, { answer: unknown }>["answer"]> | null {
    switch (request.do) {
      case "look":
        return this.#link.look(wholeNumber(request.most ?? MOST_MEMBERS));
      case "where":
        return this.#link.where(wholeNumber(request.member));
      case "cancel":
        return this.#link.cancel(wholeNumber(request.member), String(request.by));
      case "follow":
        this.#isFollowing = true;
        this.#onFollow();
        return null;
      default:
        throw new TypeError(`There is no request ${JSON.stringify((request as { do?: unknown }).do)}`);
    }
  }

  #write(message: MonitorGreeting | MonitorReply | MonitorNews): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(message)}\n`);
  }
}

/** What comes over the socket reaches the inspector as text, so it must be what it says. */
function wholeNumber(value: unknown): number {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw new TypeError(`${JSON.stringify(value)} is no whole number`);
}

/** An event as a list of one. */
export function newsOf(event: MonitorEvent): MonitorNews {
  return { events: [event], dropped: 0 };
}
