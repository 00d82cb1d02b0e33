// Lines that are written like some before, as they stand in a log or as Docker carries them: what would be found by
// parsing them is found by reading their values.

import { type LogRecord, readRecord } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";
import type { LineBlock } from "../line-blocks.js";
import type { LineText } from "../line-uuid.js";
import { FIRST_WRAPPER } from "../wrappers/index.js";
import { Alike } from "./alike.js";
import { type Around, aroundOf, NOTHING_AROUND } from "./around.js";
import { DockerPlaces } from "./docker-places.js";
import type { Place } from "./place.js";
import { isOfDialect, type Shape } from "./shapes.js";
import { Stencil } from "./stencil.js";
import { WrittenForm } from "./written-form.js";

/** A line, and what a parser of JSON would make of it. */
export interface KnownLine {
  readonly record: LogRecord;
  /** The lines that are like it, where some may be. */
  readonly alike: Alike | undefined;
  readonly text: LineText;
  readonly around: Around;
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

  /** Reads the line that begins here, if it is like one before. */
  readAlike(block: LineBlock, at: number): Alike | undefined {
    const expected = this.#last?.next;
    const found = expected?.readAlike(block, at);
    if (found !== undefined) {
      this.#last = expected;
      return found;
    }
    const most = Math.min(this.#forms.length, MOST_TRIED);
    for (let i = 0; i < most; i++) {
      const form = this.#forms[i] as LineForm;
      const other = form === expected ? undefined : form.readAlike(block, at);
      if (other === undefined) continue;
      this.#isNow(form, i);
      return other;
    }
    return undefined;
  }

  /** Reads a line, if it is written like some before. */
  read(text: string): KnownLine | undefined {
    const most = Math.min(this.#forms.length, MOST_TRIED);
    for (let i = -1; i < most; i++) {
      const form = i === -1 ? this.#last?.next : this.#forms[i];
      const found = form?.read(text);
      if (found === undefined) continue;
      this.#isNow(form as LineForm, i);
      return found;
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
  /** What Docker tells of the line, if it carries it. */
  readonly #docker: DockerPlaces | undefined;
  /** All places in a line, in their order. */
  readonly #places: readonly Place[];
  readonly #pattern: string;
  readonly #regExp: RegExp;
  /** The lines that are like the last one, and what they have in common with all that were read. */
  #alike: Alike | undefined;
  #stencil: Stencil | undefined;

  constructor(form: WrittenForm, shape: Shape, isInDocker: boolean) {
    this.#form = form;
    this.#shape = shape;
    this.#docker = isInDocker ? new DockerPlaces() : undefined;
    this.#places = [...form.places, ...(this.#docker?.all ?? [])];
    this.#pattern = `^${this.#docker?.pattern(form.pattern) ?? form.pattern}$`;
    this.#regExp = new RegExp(this.#pattern);
  }

  isOf({ pattern }: WrittenForm, isInDocker: boolean): boolean {
    return this.#form.pattern === pattern && (this.#docker !== undefined) === isInDocker;
  }

  /** Reads a line that differs from the last one where such lines differed before. */
  readAlike(block: LineBlock, at: number): Alike | undefined {
    const alike = this.#alike;
    const end = alike === undefined ? -1 : (this.#stencil as Stencil).fit(block, at);
    return end !== -1 && alike?.read(block, at, end) === true ? alike : undefined;
  }

  read(text: string): KnownLine | undefined {
    const found = this.#regExp.exec(text);
    if (found === null) return undefined;
    for (const [i, place] of this.#places.entries()) place.note(found[i + 1] as string);
    const value = this.#form.object;
    this.#alike = undefined;
    if (!isOfDialect(value, this.#shape)) return undefined;
    const { dialect, keys } = this.#shape;
    const record = readRecord(dialect, value, undefined, keys);
    const alike = Alike.of(record, this.#shape, this.#form, this.#docker);
    if (alike !== undefined) this.#cut(text);
    this.#alike = alike;
    if (this.#docker === undefined) return { record, alike, text, around: NOTHING_AROUND };
    const { source, before, behind } = this.#docker;
    const around = aroundOf(NOTHING_AROUND, FIRST_WRAPPER, { inner: "", source, time: source.time });
    return { record, alike, text: unquoted(text.slice(before, -behind)), around };
  }

  /** Cuts out of a line of the form what varies, unless that was done. */
  #cut(text: string): void {
    const varying = this.#places.filter(({ varies }) => varies);
    if (this.#stencil?.holes === varying.length) return;
    const { indices = [] } = new RegExp(this.#pattern, "d").exec(text) as RegExpExecArray;
    const ends = varying.map((place) => indices[this.#places.indexOf(place) + 1] as [number, number]);
    this.#stencil = new Stencil(text, varying, ends);
  }
}

/** The text that stands in a text of JSON, where nothing in it is escaped but quotes. */
function unquoted(text: string): string {
  return text.replaceAll('\\"', '"');
}
