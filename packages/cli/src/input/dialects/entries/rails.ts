import { errorOfText, type LoggedError, momentOf } from "../parts/index.js";
import type { Entry, EntryDialect, EntryReader } from "./entry-dialect.js";

const STARTED =
  /^Started (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) "([^"]+)" for (\S+) at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([+-]\d{4})$/;
const COMPLETED = /^Completed (\d{3}) .*?in (\d+(?:\.\d+)?)ms/;
const ERROR = /^((?:[A-Z]\w*::)*[A-Z]\w*) \((.*)\):$/;
const MOST_TRACE_LINES = 1000;

/** The log that Rails writes while it is developed: the lines of a request stand between two of them, and have no time. */
export const rails: EntryDialect = {
  name: "rails",
  lines: "lines of Rails",
  example: 'Started GET "/orders/17" for 127.0.0.1 at 2026-01-02 03:04:05 +0000 ⏎ Completed 200 OK in 12ms',
  begins: (line) => STARTED.test(line),
  open: () => new RailsReader(),
};

class RailsReader implements EntryReader {
  #request = 0;
  #began: number | undefined;
  #isOver = true;
  /** The end of a request that failed, until its error is known. */
  #failed: { readonly entry: Entry; readonly below: string[] } | undefined;

  add(line: string): readonly Entry[] | undefined {
    const started = STARTED.exec(line);
    if (started !== null) return [...this.end(), this.#begin(line, started)];
    if (this.#failed !== undefined) {
      if (this.#failed.below.length >= MOST_TRACE_LINES) return undefined;
      this.#failed.below.push(line);
      return [];
    }
    if (this.#isOver) return undefined;
    const completed = COMPLETED.exec(line);
    if (completed === null) {
      // Without a route nothing is completed: the error is all that follows.
      if (ERROR.test(line)) {
        this.#failed = { entry: this.#entry(line, { status_code: 500 }), below: [line] };
        return [];
      }
      return line.trim() === "" ? [] : [this.#entry(line, {})];
    }
    this.#isOver = true;
    const [, status, took] = completed;
    const entry = this.#entry(line, { status_code: Number(status), duration_ms: Number(took) });
    const time = this.#began === undefined ? undefined : this.#began + Number(took) / 1000;
    const whole = { ...entry, parts: { ...entry.parts, time } };
    if (Number(status) < 500) return [whole];
    this.#failed = { entry: whole, below: [] };
    return [];
  }

  end(): readonly Entry[] {
    const failed = this.#failed;
    this.#failed = undefined;
    this.#isOver = true;
    if (failed === undefined) return [];
    const { entry, below } = failed;
    return [{ ...entry, text: [entry.text, ...below].join("\n"), parts: { ...entry.parts, error: errorIn(below) } }];
  }

  #begin(line: string, [, method, path, client, time, zone]: RegExpExecArray): Entry {
    this.#request++;
    this.#isOver = false;
    this.#began = momentOf(`${time}${zone}`);
    const entry = this.#entry(line, { method, path, remote_ip: client });
    return { ...entry, parts: { ...entry.parts, time: this.#began } };
  }

  #entry(line: string, value: Readonly<Record<string, unknown>>): Entry {
    const text = line.trim();
    return { text: line, value: { request_id: String(this.#request), ...value }, parts: { level: "info", text } };
  }
}

function errorIn(below: readonly string[]): LoggedError | undefined {
  const at = below.findIndex((line) => ERROR.test(line));
  const [, exception = "", reason = ""] = ERROR.exec(below[at] ?? "") ?? [];
  if (exception === "") return undefined;
  const places = below.slice(at + 1).filter((line) => line.trim() !== "");
  const trace = errorOfText([`${exception}: ${reason}`, ...places].join("\n"));
  return {
    exception,
    reason: reason || exception,
    ...(trace.traceback !== undefined && { traceback: trace.traceback }),
  };
}
