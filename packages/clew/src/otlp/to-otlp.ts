// A destination that sends actions as spans over OTLP/HTTP, while the program runs and when it ends.

import { type ExitFlush, exitHooks } from "../node/index.js";
import {
  addDestination,
  choiceOf,
  type DestinationChoice,
  type LineDestination,
  removeDestination,
} from "../record/index.js";
import { decodeJson, describeThrown, type Message } from "../wire/index.js";
import { type Completed, OpenActions } from "./open-actions.js";
import { logsRequest, sendOtlp, tracesRequest } from "./otlp-request.js";
import { type LastRequest, sendNow } from "./send-at-exit.js";

/** How `toOtlp` sends. */
export interface ToOtlpOptions extends DestinationChoice {
  /** Headers of each request, such as a token; by default those of `OTEL_EXPORTER_OTLP_HEADERS`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The service of actions without a field `service`; by default `OTEL_SERVICE_NAME`, else the name of the program. */
  readonly service?: string;
  /** What has ended waits for so long to be sent with others; by default 1,000. */
  readonly flushAfterMs?: number;
  /** So many lines may wait to be sent; beyond it the oldest are dropped and counted. By default 50,000. */
  readonly maxWaitingLines?: number;
  /** So many actions may be open; of more, those that began first are sent as they are. By default 10,000. */
  readonly maxOpenActions?: number;
}

/** A destination that sends. */
export interface OtlpDestination extends LineDestination {
  readonly name: string;
  writeLine(line: string): void;
  /** Resolves when all that has ended is sent, or is lost and counted. Lines of actions that are open stay pending. */
  flush(): Promise<void>;
  /** Sends also what is open, as it is, and takes the destination out. Can be called again. */
  close(): Promise<void>;
  /** How many lines were acknowledged, and how many lost. */
  counts(): { readonly written: number; readonly dropped: number };
}

/**
 * Makes a destination that sends actions as spans, and messages outside of them as log records, to an endpoint of OTLP
 * over HTTP; adds it, and returns it.
 *
 * A span is sent when its action has ended, with the ids that the log format says, so that log and backend agree. What
 * waits is bounded and counted in `ledger()`: a line is written when the receiver has acknowledged it. At every exit
 * that a program can catch the rest is sent, by a process of its own that is waited for.
 *
 * `url` is the endpoint, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it.
 *
 * @example
 * ```ts
 * import { toOtlp } from "clew/otlp";
 *
 * const otlp = toOtlp("http://127.0.0.1:4318", { service: "shop" });
 * console.log(otlp.name); // OTLP at http://127.0.0.1:4318
 * await otlp.close();
 * ```
 */
export function toOtlp(url: string, options: ToOtlpOptions = {}): OtlpDestination {
  const destination = Object.assign(new OtlpSender(url, options), choiceOf(options));
  addDestination(destination);
  return destination;
}

const MOST_ITEMS = 512;
/** Closing settles within five seconds, whatever the receiver does; what it has not taken then is counted as lost. */
const CLOSE_PATIENCE_MS = 4_000;

class OtlpSender implements OtlpDestination, ExitFlush {
  readonly name: string;
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #service: string;
  readonly #flushAfterMs: number;
  readonly #mostWaiting: number;
  readonly #open: OpenActions;
  readonly #leaveExit: () => void;
  #waiting: Completed[] = [];
  #waitingLines = 0;
  /** What is being sent, and would be sent again at an exit meanwhile: a receiver takes it once. */
  #sending: readonly Completed[] = [];
  #written = 0;
  #dropped = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(url: string, options: ToOtlpOptions) {
    this.#url = url.replace(/\/+$/, "");
    this.name = `OTLP at ${this.#url}`;
    this.#headers = options.headers ?? headersIn(process.env.OTEL_EXPORTER_OTLP_HEADERS);
    this.#service = options.service ?? process.env.OTEL_SERVICE_NAME ?? nameOfProgram();
    this.#flushAfterMs = options.flushAfterMs ?? 1_000;
    this.#mostWaiting = options.maxWaitingLines ?? 50_000;
    this.#open = new OpenActions(options.maxOpenActions ?? 10_000);
    this.#leaveExit = exitHooks.join(this, { signals: true });
  }

  writeLine(line: string): void {
    const completed = this.#open.add(decodeJson(line) as Message);
    if (completed === undefined) return;
    this.#keep(completed);
    if (this.#waiting.length >= MOST_ITEMS) this.#work();
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#work(), this.#flushAfterMs);
      this.#timer.unref?.();
    }
  }

  #keep(completed: Completed): void {
    this.#waiting.push(completed);
    this.#waitingLines += completed.lines;
    while (this.#waitingLines > this.#mostWaiting) this.#drop(this.#waiting.splice(0, 1));
  }

  #drop(lost: readonly Completed[]): void {
    const lines = linesOf(lost);
    this.#waitingLines -= lines;
    this.#dropped += lines;
  }

  #work(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#working ??= this.#sendAll().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_ITEMS);
      this.#waitingLines -= linesOf(batch);
      this.#sending = batch;
      for (const kind of ["span", "log"] as const)
        await this.#send(
          kind,
          batch.filter((completed) => completed.kind === kind),
        );
      this.#sending = [];
    }
  }

  async #send(kind: Completed["kind"], batch: readonly Completed[]): Promise<void> {
    if (batch.length === 0) return;
    const lines = linesOf(batch);
    try {
      const { rejected } = await sendOtlp(this.#urlOf(kind), this.#request(kind, batch), { headers: this.#headers });
      // The answer counts items, not lines, and does not say which.
      const lost = Math.min(lines, Math.ceil((lines * rejected) / batch.length));
      this.#dropped += lost;
      this.#written += lines - lost;
    } catch (error) {
      this.#dropped += lines;
      this.#complain(describeThrown(error));
    }
  }

  #urlOf(kind: Completed["kind"]): string {
    return `${this.#url}/v1/${kind === "span" ? "traces" : "logs"}`;
  }

  #request(kind: Completed["kind"], batch: readonly Completed[]): object {
    const items = batch.map(({ item }) => item);
    return kind === "span" ? tracesRequest(items, this.#service) : logsRequest(items, this.#service);
  }

  #isComplained = false;

  #complain(why: string): void {
    if (this.#isComplained) return;
    this.#isComplained = true;
    process.stderr.write(`clew: spans were lost, and more may be: ${why}; ledger() counts them\n`);
  }

  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#working !== undefined) await this.#work();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    void removeDestination(this);
    for (const completed of this.#open.takeAll()) this.#keep(completed);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_PATIENCE_MS);
    });
    await Promise.race([this.flush(), patience]);
    clearTimeout(timer);
    this.#drop(this.#waiting.splice(0));
    this.#leaveExit();
  }

  counts(): { readonly written: number; readonly dropped: number } {
    return { written: this.#written, dropped: this.#dropped };
  }

  flushAtExit(): void {
    for (const completed of this.#open.takeAll()) this.#keep(completed);
    this.flushAtSignal();
  }

  /** Sends what has ended: what is open may end yet. */
  flushAtSignal(): void {
    const left = [...this.#sending, ...this.#waiting];
    this.#waiting = [];
    this.#waitingLines = 0;
    this.#sending = [];
    const requests: (LastRequest & { readonly lines: number })[] = [];
    for (let at = 0; at < left.length; at += MOST_ITEMS) {
      for (const kind of ["span", "log"] as const) {
        const batch = left.slice(at, at + MOST_ITEMS).filter((completed) => completed.kind === kind);
        if (batch.length === 0) continue;
        const headers = { "content-type": "application/json", ...this.#headers };
        const body = JSON.stringify(this.#request(kind, batch));
        requests.push({ url: this.#urlOf(kind), body, headers, lines: linesOf(batch) });
      }
    }
    const taken = sendNow(requests.map(({ url, body, headers }) => ({ url, body, headers })));
    requests.forEach(({ lines }, i) => {
      if (taken[i]) this.#written += lines;
      else this.#dropped += lines;
    });
    if (taken.includes(false)) this.#complain("nobody took them when the process ended");
  }

  goOn(): void {
    // The process goes on, and so does what was begun: nothing was changed for the signal.
  }
}

function linesOf(batch: readonly Completed[]): number {
  return batch.reduce((sum, { lines }) => sum + lines, 0);
}

/** As OpenTelemetry writes them: `name=value,name=value`, percent-encoded. */
function headersIn(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? "").split(",").map((pair) => pair.split(/=(.*)/s));
  const named = pairs.filter(([name, value]) => name?.trim() && value !== undefined);
  return Object.fromEntries(named.map(([name, value]) => [name?.trim().toLowerCase(), decoded(value?.trim() ?? "")]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function nameOfProgram(): string {
  const name = process.argv[1]
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.[cm]?[jt]s$/, "");
  return name === undefined || name === "" ? "unknown_service" : name;
}
