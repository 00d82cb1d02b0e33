// Where lines come from, as far as they and what carried them say so: ids of work are unique in one such place only.

import { RecentMap } from "../../memory/recent-map.js";
import type { LogRecord } from "../dialects/index.js";
import type { TimedRecord } from "./timed-record.js";
import type { Carried } from "./to-message.js";

/** The keys of a line that say where it comes from. */
const SAID_IN = ["pid", "hostname", "host"];
/** At least this many are remembered. */
const REMEMBERED = 10_000;

export class WorkPlaces {
  readonly #numbers = new RecentMap<string, number>(REMEMBERED);
  #next = 0;
  /** That of the line before: most come from the same place. */
  #last: readonly unknown[] = [];
  #lastNumber = 0;

  /** The number of the place of a line, among those whose ids stand under this key. */
  of({ record, carried, alike }: TimedRecord, key: string): number {
    if (alike !== undefined && alike.workPlace === this.#last && this.#last[0] === key) return this.#lastNumber;
    const number = this.#placeOf(record, carried, key);
    if (alike !== undefined && SAID_IN.every((each) => alike.isSame(each))) alike.workPlace = this.#last;
    return number;
  }

  #placeOf(record: LogRecord, carried: Carried, key: string): number {
    const { pid, hostname, host } = record.reading.value;
    const { pod, container, name } = carried.source ?? {};
    const machine = typeof hostname === "string" ? hostname : typeof host === "string" ? host : "";
    const last = this.#last;
    if (
      last[0] === key &&
      last[1] === pid &&
      last[2] === machine &&
      last[3] === pod &&
      last[4] === container &&
      last[5] === name
    )
      return this.#lastNumber;
    const parts = [key, pid, machine, pod, container, name];
    const written = parts.map((part) => String(part ?? "")).join("\n");
    const number = this.#numbers.renew(written) ?? this.#next++;
    this.#numbers.set(written, number);
    this.#last = parts;
    this.#lastNumber = number;
    return number;
  }
}
