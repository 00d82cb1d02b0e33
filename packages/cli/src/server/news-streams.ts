// Streams of news to the pages that watch. Each page holds a stream of Server-Sent Events open; what it does not take is kept for it up to a bound,
// and beyond it the page is told how much it missed, once it listens again.

import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { LogNews } from "@clew/log";

export interface NewsLimits {
  /** So many pages may listen at once. */
  readonly mostClients: number;
  /** So much may wait for a page. */
  readonly backlogBytes: number;
  /** So many news are kept for a page that connects again. */
  readonly history: number;
}

/** Proxies and sleeping machines cut what is silent. */
const BEAT_MS = 20_000;

/** The streams of one run. */
export class NewsStreams {
  /** Stands before each number, so that what a page heard from another run is not taken for ours. */
  readonly #run = randomBytes(6).toString("hex");
  readonly #limits: NewsLimits;
  readonly #clients = new Set<Client>();
  readonly #beat: NodeJS.Timeout;
  #history: { readonly number: number; readonly text: string }[] = [];
  #last = 0;

  constructor(limits: NewsLimits) {
    this.#limits = limits;
    this.#beat = setInterval(() => {
      for (const client of this.#clients) client.beat();
    }, BEAT_MS).unref();
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#limits.mostClients;
  }

  /** Tells everybody. */
  publish(news: LogNews): void {
    this.#last++;
    const text = this.#event(this.#last, news);
    this.#history.push({ number: this.#last, text });
    if (this.#history.length > this.#limits.history) this.#history.shift();
    for (const client of this.#clients) client.send(text);
  }

  /** Takes a listener in, whose head was sent. `lastHeard` is what the page heard last, where it was here before. */
  add(response: ServerResponse, lastHeard: string | undefined): void {
    const gap = (missed: number) => this.#event(this.#last, { kind: "gap", missed });
    const client = new Client(response, this.#limits.backlogBytes, gap);
    this.#clients.add(client);
    response.on("close", () => this.#clients.delete(client));
    response.write("retry: 1000\n\n");
    if (lastHeard !== undefined) this.#catchUp(client, lastHeard, gap);
  }

  close(): void {
    clearInterval(this.#beat);
    for (const client of this.#clients) client.end();
  }

  #catchUp(client: Client, lastHeard: string, gap: (missed: number) => string): void {
    const [run, number] = lastHeard.split("-");
    const heard = run === this.#run && /^\d{1,15}$/.test(number ?? "") ? Math.min(Number(number), this.#last) : 0;
    const missed = this.#last - heard;
    if (run === this.#run && missed <= this.#history.length) {
      for (const { number: of, text } of this.#history) if (of > heard) client.send(text);
    } else client.send(gap(missed));
  }

  #event(number: number, news: LogNews): string {
    return `id: ${this.#run}-${number}\ndata: ${JSON.stringify(news)}\n\n`;
  }
}

class Client {
  readonly #response: ServerResponse;
  readonly #backlogBytes: number;
  readonly #gap: (missed: number) => string;
  #missed = 0;

  constructor(response: ServerResponse, backlogBytes: number, gap: (missed: number) => string) {
    this.#response = response;
    this.#backlogBytes = backlogBytes;
    this.#gap = gap;
    response.on("drain", () => this.#tellMissed());
  }

  send(text: string): void {
    // News after a gap wait until the reader has been told of the gap.
    if (this.#missed === 0 && this.#response.writableLength + text.length <= this.#backlogBytes) {
      this.#response.write(text);
      return;
    }
    this.#missed++;
    if (!this.#response.writableNeedDrain) this.#tellMissed();
  }

  beat(): void {
    if (!this.#response.writableNeedDrain) this.#response.write(": still here\n\n");
  }

  end(): void {
    this.#response.end();
  }

  #tellMissed(): void {
    if (this.#missed === 0) return;
    const missed = this.#missed;
    this.#missed = 0;
    this.#response.write(this.#gap(missed));
  }
}
