// Lines that are written like some before, as they stand in a log or as Docker carries them: what would be found by
// parsing them is found by reading their values.

import { type LogRecord, readRecord } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";
import type { LineText } from "../line-uuid.js";
import { dockerLine, dockerPattern, FIRST_WRAPPER } from "../wrappers/index.js";
import { Alike } from "./alike.js";
import { type Around, aroundOf, NOTHING_AROUND } from "./around.js";
import { rolesOf } from "./roles.js";
import { isOfDialect, type Shape } from "./shapes.js";
import { WrittenForm } from "./written-form.js";

/** A line, and what a parser of JSON would make of it. */
export interface KnownLine {
  readonly record: LogRecord;
  /** The lines that are like it, where some may be. */
  readonly alike: Alike | undefined;
  readonly text: LineText;
  readonly around: Around;
  /** Where the line ends. */
  readonly end: number;
}

/** A program logs in many forms, and a few of them most of the time. */
const MOST_REMEMBERED = 32;
/** Beyond so many, to parse a line costs no more. */
const MOST_TRIED = 4;
/** Once nothing was new in so many lines, only one of so many is looked at. */
const MOST_IN_VAIN = 64;

export class KnownLines {
  /** Those that were seen last stand first. */
  readonly #forms: LineForm[] = [];
  #last: LineForm | undefined;
  #inVain = 0;

  /** The line that begins here, if it is written like some before. */
  find(text: string, at: number): KnownLine | undefined {
    const expected = this.#last?.next;
    const found = expected?.read(text, at);
    if (found !== undefined) {
      this.#last = expected;
      return found;
    }
    const most = Math.min(this.#forms.length, MOST_TRIED);
    for (let i = 0; i < most; i++) {
      const form = this.#forms[i] as LineForm;
      const other = form === expected ? undefined : form.read(text, at);
      if (other === undefined) continue;
      this.#isNow(form, i);
      return other;
    }
    this.#last = undefined;
    return undefined;
  }

  /** Learns how lines like the one that has this value are written. */
  learn(value: JsonObject, shape: Shape, { wrappers }: Around): void {
    const isInDocker = wrappers.length === 1 && wrappers[0] === FIRST_WRAPPER;
    if (!isInDocker && wrappers.length > 0) return;
    if (this.#inVain >= MOST_IN_VAIN && ++this.#inVain % MOST_IN_VAIN > 0) return;
    const form = WrittenForm.of(value, isInDocker);
    const isNew = form !== undefined && !this.#forms.some((each) => each.isOf(form, isInDocker));
    this.#inVain = isNew ? 0 : this.#inVain + 1;
    if (!isNew) return;
    this.#forms.push(new LineForm(form, shape, isInDocker));
    this.#isNow(this.#forms.at(-1) as LineForm, this.#forms.length - 1);
    if (this.#forms.length > MOST_REMEMBERED) this.#forms.pop();
  }

  #isNow(form: LineForm, at: number): void {
    if (at > 0) {
      this.#forms.splice(at, 1);
      this.#forms.unshift(form);
    }
    if (this.#last !== undefined) this.#last.next = form;
    this.#last = form;
  }
}

/** How a line is written. */
class LineForm {
  /** The form of the line that followed one of this form. */
  next: LineForm | undefined;
  readonly #form: WrittenForm;
  readonly #shape: Shape;
  readonly #isInDocker: boolean;
  readonly #pattern: RegExp;
  /** The lines that are like the last one. */
  #alike: Alike | undefined;

  constructor(form: WrittenForm, shape: Shape, isInDocker: boolean) {
    this.#form = form;
    this.#shape = shape;
    this.#isInDocker = isInDocker;
    this.#pattern = new RegExp(`${isInDocker ? dockerPattern(form.pattern) : form.pattern}(?![^\\n])`, "y");
  }

  isOf({ pattern }: WrittenForm, isInDocker: boolean): boolean {
    return this.#form.pattern === pattern && this.#isInDocker === isInDocker;
  }

  read(text: string, at: number): KnownLine | undefined {
    this.#pattern.lastIndex = at;
    const found = this.#pattern.exec(text);
    if (found === null) return undefined;
    const value = this.#form.read(found);
    if (!isOfDialect(value, this.#shape)) {
      this.#alike = undefined;
      return undefined;
    }
    const record = this.#recordOf(value);
    const alike = this.#alike;
    const end = this.#pattern.lastIndex;
    if (!this.#isInDocker) return { record, alike, text: found[0] as string, around: NOTHING_AROUND, end };
    const { groups } = this.#form;
    const carrier = dockerLine(found[groups + 1] as string, found[groups + 2] as string);
    const around = aroundOf(NOTHING_AROUND, FIRST_WRAPPER, carrier.unwrapped);
    const quoted = { within: text, start: at + carrier.before, end: end - carrier.behind };
    return { record, alike, text: quoted, around, end };
  }

  #recordOf(value: JsonObject): LogRecord {
    const again = this.#alike?.read(value, this.#form.varying);
    if (again !== undefined) return again;
    this.#form.varying.clear();
    const { dialect, keys } = this.#shape;
    const record = readRecord(dialect, value, undefined, keys);
    const roles = rolesOf(record);
    this.#alike = roles && new Alike(record, roles);
    return record;
  }
}
