// Lines that are alike: written in one form, with the same values but for their time, level and text, and for those that
// become fields as they are. What was found of one of them, and the messages that were made of it, are those of the next
// one, with other values in a few places.

import { type LogRecord, levelOf, momentOf } from "../dialects/index.js";
import type { LineBlock } from "../line-blocks.js";
import type { TextInBlock } from "../line-uuid.js";
import { FIRST_WRAPPER, type Wrapper } from "../wrappers/index.js";
import { alone, NOTHING_AROUND } from "./around.js";
import type { DockerPlaces } from "./docker-places.js";
import type { FinishForm } from "./finish-form.js";
import type { ChangesOfWork, LineOfWork, WorkOfAlike } from "./line-of-work.js";
import type { Differing, MessageForm } from "./message-form.js";
import type { Place } from "./place.js";
import { type Roles, rolesOf } from "./roles.js";
import type { Shape } from "./shapes.js";
import type { Carried } from "./to-message.js";
import { type Part, placesIn, valueIn, type WrittenForm } from "./written-form.js";

/** Lines that are alike; as a line, it is the one that was read last, until the next one is. */
export class Alike implements WorkOfAlike, Differing {
  readonly record: LogRecord;
  readonly carried: Carried = { source: undefined, isPlaced: false };
  readonly wrappers: readonly Wrapper[];
  line = 0;
  /** Where it ends in its block. */
  end = 0;
  /** The keys of fields, and of what tells of work, that have not the same value in all of them. */
  readonly varyingFields: readonly string[];
  readonly varyingOfWork: readonly string[];
  readonly #roles: Roles;
  /** The parts that vary, and the places in them. */
  readonly #parts: readonly Part[];
  readonly #places: readonly Place[];
  /** Other places that vary: where one does, it decides what its line is. */
  readonly #deciding: readonly Place[];
  readonly #docker: DockerPlaces | undefined;
  #block: LineBlock | undefined;
  #start = 0;
  work: LineOfWork | undefined;
  changes: ChangesOfWork | undefined;
  /** The place of work that the last one named, if all of them name the same. */
  workPlace: readonly unknown[] | undefined;
  /** What one of them became as a message, as the start of a request, and as the finish of one. */
  message: MessageForm | undefined;
  start: MessageForm | undefined;
  finish: FinishForm | undefined;

  private constructor(record: LogRecord, roles: Roles, parts: readonly Part[], docker: DockerPlaces | undefined) {
    const withRole = (...wanted: readonly string[]) =>
      parts.filter(({ key }) => wanted.includes(roles.keys.get(key) as string));
    const varying = withRole("part", "field", "work");
    const keysOf = (some: readonly Part[]) => some.map(({ key }) => key);
    this.record = record;
    this.wrappers = docker === undefined ? NOTHING_AROUND.wrappers : alone(FIRST_WRAPPER);
    this.#docker = docker;
    this.#roles = roles;
    this.#parts = varying;
    this.#places = varying.flatMap(placesIn).filter(({ varies }) => varies);
    this.#deciding = withRole("decides")
      .flatMap(placesIn)
      .filter(({ varies }) => varies);
    this.varyingFields = keysOf(withRole("field", "work"));
    this.varyingOfWork = keysOf(withRole("work"));
  }

  /** Lines like the one that was read so, in this form; `undefined` where none would be. */
  static of(record: LogRecord, shape: Shape, { parts }: WrittenForm, docker?: DockerPlaces): Alike | undefined {
    const { dialect, time, error, span } = record;
    // Others may be kept, and read when the next line has taken their place.
    if (time === undefined || error !== undefined || span !== undefined || dialect.ofText !== undefined)
      return undefined;
    const roles = rolesOf(record, shape);
    const varying = parts.filter((part) => placesIn(part).some(({ varies }) => varies));
    return roles && new Alike(record, roles, varying, docker);
  }

  /** Whether all of them have the same value under a key. */
  isSame(key: string): boolean {
    return !this.#parts.some((part) => part.key === key);
  }

  get levelVaries(): boolean {
    return this.#roles.level !== undefined && !this.isSame(this.#roles.level);
  }

  get textVaries(): boolean {
    return this.#roles.text !== undefined && !this.isSame(this.#roles.text);
  }

  get time(): number {
    return this.record.time as number;
  }

  get text(): TextInBlock {
    const block = this.#block as LineBlock;
    const docker = this.#docker;
    if (docker === undefined) return { block, start: this.#start, end: this.end, isQuoted: false };
    return { block, start: this.#start + docker.before, end: this.end - docker.behind, isQuoted: true };
  }

  /** As a line, it is like itself. */
  get alike(): Alike {
    return this;
  }

  /** Reads the next line, in which a stencil found the places that vary. Gives whether it is alike. */
  read(block: LineBlock, start: number, end: number): boolean {
    for (const place of this.#deciding) if (place.foundIn(block) !== place.written) return false;
    for (const place of this.#places) place.take(block);
    const record = this.record as Changing<LogRecord>;
    const value = record.reading.value as Record<string, unknown>;
    const { time, level, text } = this.#roles;
    for (const part of this.#parts) {
      const { key, place } = part;
      const next = place === undefined ? valueIn(part) : place.value;
      value[key] = next;
      if (key === time) record.time = momentOf(next);
      else if (key === level) record.level = levelOf(next, record.dialect.levels);
      else if (key === text) record.text = next as string;
    }
    if (record.time === undefined || (level !== undefined && record.level === undefined)) return false;
    this.#block = block;
    this.#start = start;
    this.end = end;
    if (this.#docker !== undefined) {
      this.#docker.take(block);
      (this.carried as Changing<Carried>).source = this.#docker.source;
    }
    return true;
  }
}

type Changing<Type> = { -readonly [Key in keyof Type]: Type[Key] };
