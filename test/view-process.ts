// `clew view` as it is installed, and what a page asks of it.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type EventsListener, HttpLogSource, type LogNews } from "@clew/log";

const clew = fileURLToPath(new URL("../packages/cli/bin/clew.js", import.meta.url));

/** A running `clew view`. */
export class ViewProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  stdout = "";
  stderr = "";
  readonly #ended: Promise<number | null>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [clew, "view", "--no-open", ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, XDG_CONFIG_HOME: "/nowhere", NO_COLOR: "1", ...env },
    });
    this.child.stdout.on("data", (chunk) => (this.stdout += String(chunk)));
    this.child.stderr.on("data", (chunk) => (this.stderr += String(chunk)));
    this.#ended = once(this.child, "close").then(([status]) => status as number | null);
  }

  /** The address that it prints, with the token. */
  async address(): Promise<string> {
    while (!this.stdout.includes("\n")) {
      const more = await Promise.race([once(this.child.stdout, "data"), this.#ended.then(() => undefined)]);
      if (more === undefined) throw new Error(`clew view ended without an address: ${this.stderr}`);
    }
    return this.stdout.split("\n", 1)[0] as string;
  }

  /** A page of it, as far as questions and news go. */
  async open(): Promise<OpenedView> {
    const [base = "", token = ""] = (await this.address()).split("/#token=");
    let cookie = "";
    const abort = new AbortController();
    const source = new HttpLogSource({
      fetch: async (address, request) => {
        const answer = await fetch(base + address, { ...request, headers: { cookie } });
        cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
        return answer;
      },
      openEvents: (address, listener) => {
        void read(base + address, cookie, abort.signal, listener);
        return () => abort.abort();
      },
    });
    await source.enter(token);
    return { source, close: () => abort.abort() };
  }

  end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal !== undefined) this.child.kill(signal);
    return this.#ended;
  }
}

export interface OpenedView {
  readonly source: HttpLogSource;
  close(): void;
}

/** Listens, does something once it does, and goes on until enough was heard. */
export function heardAfter(
  source: HttpLogSource,
  act: () => void,
  isEnough: (news: LogNews) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = source.follow((news) => {
      if (news.kind === "connection" && news.state === "open") act();
      if (!isEnough(news)) return;
      stop();
      resolve();
    });
  });
}

async function read(address: string, cookie: string, signal: AbortSignal, listener: EventsListener) {
  try {
    const { body } = await fetch(address, { headers: { cookie }, signal });
    listener.opened();
    let text = "";
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (text + piece).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const [, data] = /^data: ([^\n]*)$/m.exec(event) ?? [];
        if (data !== undefined) listener.message(data);
      }
    }
  } catch {
    // It was closed.
  }
}
