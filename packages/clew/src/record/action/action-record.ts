/**
 * An action as the library keeps it. It is its own context, so that running its body allocates nothing; the beginning of
 * its lines is the same in all, so that writing one is a concatenation, or the copy of what stands in the last one.
 */

import { fieldNames, formatTaskId, lineStart, names, quote, type TaskLevel } from "../../wire/index.js";
import type { Action, ActionContext, FinishOptions } from "../action.js";
import { type LineBytes, toWords } from "../bytes/index.js";
import { currentContext, enterStretch } from "../current/index.js";
import type { Outlet } from "../destination.js";
import { directLine, emit, endDirectLine } from "../destinations/index.js";
import {
  encodeFailure,
  encodeFields,
  encodeOwnFields,
  extractorFailure,
  type GatheredFields,
  gatherFields,
  isFirstTrace,
  LineKind,
  putFields,
  type TypeTexts,
  tracebackOf,
  typeTexts,
} from "../fields/index.js";
import {
  type AddedFields,
  type Context,
  type GivenTime,
  hub,
  type Stretch,
  secondsText,
  warnOnce,
} from "../hub/index.js";
import { createTaskUuid, putNewTask } from "../task-uuid.js";
import type { ActionDeclaration, DeclaredFields } from "./action-declaration.js";
import { type ActionEnd, actionHooks, askStarting, startForHooks, tellLogged } from "./action-hooks.js";
import { NumberRuns } from "./number-runs.js";

/** A place in a task that was handed out. */
export interface Place {
  readonly taskUuid: string;
  readonly prefix: string;
}

export class ActionRecord implements Action, Context {
  readonly type: string;
  readonly region: unknown;
  readonly fields: AddedFields | undefined;
  /** Set by the neighbour's bridge while the action starts, where the action has a context of the neighbour's own. */
  neighbour: unknown;
  /** The number that the action's next item takes. */
  next = 1;
  startedUs = 0;
  isFinished = false;
  readonly #number: number;
  /** The action that this one is item `#number` of; at depth 0, one that is too deep for items, which it follows from. */
  readonly above: ActionRecord | undefined;
  /** How many actions are above it, as far as this process knows. */
  readonly depth: number;
  #taskUuid: string | undefined;
  #prefix: string | undefined;
  /** What `defineAction` said of the fields. */
  readonly #declaration: ActionDeclaration | undefined;
  #texts: TypeTexts | undefined;
  #successFields: GatheredFields | undefined;
  #finishFields: GatheredFields | undefined;
  #handedOut: NumberRuns | undefined;
  /** Where its last line begins in the memory of a destination, how long its prefix is there, and in which generation. */
  #headAt = 0;
  #headLength = 0;
  #headIn = 0;

  /** Takes the next number of `above`; without one, the action is a task's root, or stands at a `place` of its own. */
  constructor(
    above: ActionRecord | undefined,
    type: string,
    context: Context | undefined,
    place?: Place,
    declaration?: ActionDeclaration,
  ) {
    const parent = above !== undefined && isTooDeep(above) ? undefined : above;
    this.#number = parent === undefined ? 0 : parent.next++;
    this.above = above;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.#taskUuid = place?.taskUuid;
    this.#prefix = place?.prefix;
    this.#declaration = declaration;
    this.#texts = declaration?.texts;
    this.type = type;
    this.region = context?.region;
    this.fields = context?.fields;
    this.neighbour = context?.neighbour;
  }

  get action(): this {
    return this;
  }

  get stretch(): Stretch | undefined {
    return undefined;
  }

  get taskUuid(): string {
    if (this.#taskUuid === undefined) this.#settle();
    return this.#taskUuid as string;
  }

  /** `{"task_uuid":"…","task_level":[2,3,`: a number and a bracket are all that a line's beginning still needs. */
  get prefix(): string {
    if (this.#prefix === undefined) this.#settle();
    return this.#prefix as string;
  }

  get taskLevel(): TaskLevel {
    const numbers = this.prefix.slice(this.prefix.lastIndexOf("[") + 1, -1);
    return numbers === "" ? [] : numbers.split(",").map(Number);
  }

  get taskId(): string {
    return formatTaskId(this.taskUuid, this.taskLevel);
  }

  serializeTaskId(): string {
    const number = this.next++;
    this.#handedOut ??= new NumberRuns();
    this.#handedOut.add(number);
    return formatTaskId(this.taskUuid, [...this.taskLevel, number]);
  }

  /** Logs the start. `extra` are fields of clew's own. */
  start(fields: object | undefined, given: object | undefined): void {
    const parent = this.depth === 0 ? undefined : this.above;
    const clewFields = parent === this.above ? given : followingToo((this.above as ActionRecord).taskId, given);
    const told = startForHooks(parent, fields, clewFields);
    const extra = told === undefined ? clewFields : askStarting(this, told, clewFields);
    if (hub.isListening) {
      this.#texts ??= typeTexts(this.type);
      const own = extra === undefined ? "" : encodeOwnFields(extra);
      this.#write(this.#texts.started, own, fields, this.fields, this.#declaration?.start);
    } else {
      this.next++;
      if (told !== undefined) this.startedUs = hub.clock.read();
    }
    if (told !== undefined) for (const hook of actionHooks("actionStarted") ?? []) hook(this, told);
    if (hub.validates) this.#declaration?.start.check(fields, this);
  }

  log(type: string, fields?: object): void {
    if (!hub.isListening) {
      this.next++;
      return;
    }
    this.#write(typeTexts(type).message, "", fields, hub.hasAddedFields ? currentContext()?.fields : undefined);
    if (hub.hooks.messageLogged !== undefined) tellLogged(this, type, fields);
  }

  /** Logs a message whose fields are declared. */
  logDeclared(
    kind: LineKind,
    declared: DeclaredFields,
    fields: object | undefined,
    added: AddedFields | undefined,
  ): void {
    this.#write(kind, "", fields, added, declared);
  }

  /** Logs a line of which the end is written already. */
  logTail(tail: string): void {
    this.#write(WRITTEN, tail, undefined, undefined);
  }

  addSuccessFields(fields: object): void {
    this.#successFields = gatherFields(this.#successFields, fields);
  }

  addFields(fields: object): void {
    this.#finishFields = gatherFields(this.#finishFields, fields);
  }

  finish(error?: unknown, options?: FinishOptions): void {
    if (error === undefined) this.succeed(undefined, options);
    else this.fail(error, undefined, options);
  }

  /** Whether anybody is to be told of the end. */
  get isWatched(): boolean {
    return hub.isListening || hub.hooks.actionFinished !== undefined;
  }

  /** Logs success. `extra` are fields of clew's own. */
  succeed(extra?: object, options?: FinishOptions): void {
    if (this.isFinished) return;
    if (hub.validates) this.#declaration?.success.check(this.#successFields, this);
    this.isFinished = true;
    const end = options === undefined ? undefined : endOf(options);
    if (hub.isListening) this.#logSuccess(extra, end);
    else this.next++;
    if (hub.hooks.actionFinished !== undefined) this.#finished("succeeded", undefined, options, end);
  }

  /** Logs failure, also of what is `undefined`. `extra` are fields of clew's own. */
  fail(error: unknown, extra?: object, options?: FinishOptions): void {
    if (this.isFinished) return;
    this.isFinished = true;
    if (typeof error === "object" && error !== null && !hub.thrownIn.has(error)) hub.thrownIn.set(error, this);
    const end = options === undefined ? undefined : endOf(options);
    if (hub.isListening) this.#logFailure(error, extra ?? cancelFields(error), options, end);
    else this.next++;
    if (hub.hooks.actionFinished !== undefined) this.#finished("failed", error, options, end);
  }

  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    return hub.carrier.run(this.#contextHere(), fn, ...args);
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
    return (...args) => this.run(fn, ...args);
  }

  context(): ActionContext {
    const leave = enterStretch(this.#contextHere(), () => {
      this.report(names.CONTEXT_LEFT_OPEN, {
        reason: `The context of action ${quote(this.type)} was still open when its synchronous stretch ended, and was closed there; use action.run(fn), which holds across awaits`,
      });
    });
    return { action: this, [Symbol.dispose]: leave };
  }

  [Symbol.dispose](): void {
    if (this.isFinished) return;
    const error = new Error(`Action ${quote(this.type)} was disposed before finish() was called`);
    error.name = names.UNFINISHED;
    this.fail(error);
  }

  /** Logs what happened to a message of this action, where it happened. */
  report(type: string, fields: object, except?: Outlet): void {
    if (!hub.isListening) return;
    const { text } = typeTexts(type).message;
    const time = hub.clock.stamp();
    const head = this.prefix + this.next++ + time;
    emit(`${head}${text}${encodeFields(fields, undefined)}}\n`, this, except);
  }

  /** This action, with the scope and the fields of the place where it is made current; a neighbour's context is its own. */
  #contextHere(): Context {
    const here = currentContext();
    if (here?.region === this.region && here?.fields === this.fields) return this;
    return {
      action: this,
      region: here?.region,
      fields: here?.fields,
      neighbour: this.neighbour,
      stretch: undefined,
    };
  }

  /** Makes out where the action stands; from then on it needs its parent no more. */
  #settle(): void {
    // Not by recursion: the place may be asked for first at the end of a long chain.
    const chain: ActionRecord[] = [];
    let open: ActionRecord | undefined = this;
    // An action of another copy of the package keeps its private members to itself, and settles itself.
    while (open !== undefined && #prefix in open && open.#prefix === undefined) {
      chain.push(open);
      open = open.depth === 0 ? undefined : open.above;
    }
    for (let action = chain.pop(); action !== undefined; action = chain.pop()) {
      const parent = action.depth === 0 ? undefined : action.above;
      action.#taskUuid ??= parent === undefined ? createTaskUuid() : parent.taskUuid;
      action.#prefix = parent === undefined ? rootPrefix(action.#taskUuid) : `${parent.prefix}${action.#number},`;
    }
  }

  /** Logs success with its fields, those for any outcome, and those that stand around. */
  #logSuccess(extra: object | undefined, end: GivenTime | undefined): void {
    const kind = (this.#texts ?? typeTexts(this.type)).succeeded;
    const added = hub.hasAddedFields ? currentContext()?.fields : undefined;
    const own = this.#successFields;
    const any = this.#finishFields;
    const declared = this.#declaration?.success;
    if (any === undefined) this.#write(kind, "", own, added, declared, extra, end);
    else {
      const fields = { ...any, ...(own === undefined ? own : (declared?.serialized(own) ?? own)) };
      this.#write(kind, "", fields, added, undefined, extra, end);
    }
  }

  #logFailure(error: unknown, extra: object | undefined, options?: FinishOptions, end?: GivenTime): void {
    const added = hub.hasAddedFields ? currentContext()?.fields : undefined;
    const { text, extractorError } = encodeFailure(error, this.#finishFields, added);
    if (extractorError !== undefined) this.report(names.TRACEBACK, extractorFailure(error, extractorError));
    const trace =
      options?.stack !== false && isFirstTrace(error) ? `,"${fieldNames.TRACEBACK}":${quote(tracebackOf(error))}` : "";
    const kind = (this.#texts ?? typeTexts(this.type)).failed;
    this.#write(kind, text + trace, undefined, undefined, undefined, extra, end);
  }

  /** Writes this action's next line: what its kind says, what is written `already`, its fields, and of a finish the end. */
  #write(
    kind: LineKind,
    already: string,
    fields: object | undefined,
    added: AddedFields | undefined,
    declared?: DeclaredFields,
    extra?: object,
    end?: GivenTime,
  ): void {
    const number = this.next++;
    const line = directLine();
    if (line === undefined || !this.#put(line, number, kind, already, fields, added, declared, extra, end)) {
      // The time comes first: the id of a task is made of it.
      const time = end === undefined ? hub.clock.stamp() : end.text;
      const head = this.prefix + number + time + kind.text + already;
      const own = declared === undefined ? encodeFields(fields, added) : declared.encode(fields, added);
      if (kind.isStart) this.startedUs = hub.clock.monotonicUs;
      emit(`${head}${own}${kind.isEnd ? this.#ending(extra, end) : ""}}\n`, this);
    }
  }

  /** The same as bytes; gives whether that could be done. Whatever fails here, the line is written as a text. */
  #put(
    line: LineBytes,
    number: number,
    kind: LineKind,
    already: string,
    fields: object | undefined,
    added: AddedFields | undefined,
    declared: DeclaredFields | undefined,
    extra: object | undefined,
    end: GivenTime | undefined,
  ): boolean {
    // Before the line is begun, for a jump of the clock logs; and before the id of a task is made, which is made of it.
    const microseconds = end === undefined ? hub.clock.tick() : 0;
    try {
      this.#putPrefix(line);
      line.number(number);
      if (end === undefined) line.time(hub.clock.millisecond, microseconds);
      else line.text(end.text);
      line.words(kind.words);
      if (already !== "") line.text(already);
      if (declared !== undefined) declared.put(line, fields, added);
      else putFields(line, kind, fields, added);
      if (kind.isEnd) this.#putEnding(line, extra, end);
      line.words(LINE_END);
    } catch {
      line.cut(0);
      return false;
    }
    if (kind.isStart) this.startedUs = hub.clock.monotonicUs;
    this.#rememberHead(line);
    endDirectLine(line, this);
    return true;
  }

  /** Puts what each line of this action begins with. */
  #putPrefix(line: LineBytes): void {
    if (this.#headIn === line.generation) {
      line.copy(this.#headAt, this.#headLength);
      return;
    }
    const parent = this.#parentHere;
    if (parent !== undefined) {
      if (parent.#headIn === line.generation) line.copy(parent.#headAt, parent.#headLength);
      else {
        line.text(parent.prefix);
        parent.#headLength = line.length;
      }
      line.number(this.#number);
      line.words(COMMA);
    } else if (this.depth === 0 && this.#taskUuid === undefined) this.#taskUuid = putNewTask(line);
    else line.text(this.prefix);
    this.#headLength = line.length;
  }

  /** Remembers where the line that is being written begins: so do the next lines of this action, and those of its children. */
  #rememberHead(line: LineBytes): void {
    const { generation, at } = line;
    if (this.#headIn === generation) return;
    this.#headIn = generation;
    this.#headAt = at;
    const parent = this.#parentHere;
    if (parent === undefined || parent.#headIn === generation) return;
    parent.#headIn = generation;
    parent.#headAt = at;
  }

  /** The parent, where its beginning is that of this action too and this copy of the package has made it. */
  get #parentHere(): ActionRecord | undefined {
    const { above } = this;
    return this.depth > 0 && above !== undefined && #prefix in above ? above : undefined;
  }

  #putEnding(line: LineBytes, extra: object | undefined, end: GivenTime | undefined): void {
    const us = this.#durationUs(end);
    line.words(DURATION_WORDS);
    line.seconds(us);
    if (this.#handedOut !== undefined) line.text(this.#handedOutText());
    if (extra !== undefined) line.text(encodeOwnFields(extra));
  }

  #ending(extra: object | undefined, end: GivenTime | undefined): string {
    let text = DURATION + secondsText(this.#durationUs(end));
    if (this.#handedOut !== undefined) text += this.#handedOutText();
    return extra === undefined ? text : text + encodeOwnFields(extra);
  }

  #handedOutText(): string {
    return `,"${fieldNames.HANDED_OUT}":[${this.#handedOut?.text}]`;
  }

  /** The time from the start to the finish that was just written, or to the time that it was given. */
  #durationUs(end: GivenTime | undefined): number {
    const us = hub.clock.monotonicUs - this.startedUs;
    return end === undefined ? us : Math.max(0, us - end.agoUs);
  }

  #finished(
    status: ActionEnd["status"],
    error: unknown,
    options: FinishOptions | undefined,
    given: GivenTime | undefined,
  ): void {
    if (!hub.isListening) hub.clock.read();
    const own = status === "succeeded" ? this.#successFields : undefined;
    const end: ActionEnd = {
      status,
      ...(status === "failed" && { error }),
      fields: gatherFields(gatherFields(undefined, own), this.#finishFields),
      durationSeconds: this.#durationUs(given) / 1e6,
      ...(given !== undefined && options?.endedAtMs !== undefined && { endedAtMs: options.endedAtMs }),
    };
    for (const hook of actionHooks("actionFinished") ?? []) hook(this, end);
  }
}

/** What stands before the number of seconds in each finish. */
const DURATION = `,"${fieldNames.DURATION}":`;
const DURATION_WORDS = toWords(DURATION);
/** Lines of which all is written but their beginning. */
const WRITTEN = new LineKind("");
const COMMA = toWords(",");
const LINE_END = toWords("}\n");

/** The time that a finish was given; none where it is no time. */
function endOf(options: FinishOptions): GivenTime | undefined {
  const ms = options.endedAtMs;
  return typeof ms === "number" && ms >= 0 && ms < LAST_MS ? hub.clock.stampAt(ms) : undefined;
}

/** The last time that JavaScript's own dates know. */
const LAST_MS = 8.64e15;

/** An action that has finished has no items so deep: a poll that begins its next round from its last would never end. */
const DEEPEST_AFTER_FINISH = 200;
/** No action has items deeper than this; each line of one says its whole place. */
const DEEPEST = 5_000;

function isTooDeep(parent: ActionRecord): boolean {
  if (parent.depth < DEEPEST_AFTER_FINISH) return false;
  if (parent.isFinished) return true;
  if (parent.depth < DEEPEST) return false;
  warnOnce(
    "deep actions",
    `Actions stand within actions ${DEEPEST} deep; what is deeper is a task of its own that follows from them. Use withTask for what begins again and again.`,
    "CLEW_DEEP",
  );
  return true;
}

/** The fields of a start, with one more cause. */
function followingToo(taskId: string, fields: object | undefined): object {
  const others: unknown = (fields as Record<string, unknown> | undefined)?.[fieldNames.FOLLOWS_FROM];
  return { ...fields, [fieldNames.FOLLOWS_FROM]: Array.isArray(others) ? [taskId, ...others] : [taskId] };
}

/** The beginning of the lines of a task's root action. */
function rootPrefix(taskUuid: string): string {
  const prefix = lineStart(taskUuid);
  // Reading a character makes one string of the pieces, once and not again with each line of the task.
  prefix.charCodeAt(0);
  return prefix;
}

/** What a `Cancelled` says of its cause; other errors say nothing. Known by its code: scopes are another room. */
export function cancelFields(error: unknown): object | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  try {
    const { code, source, by } = error as { readonly code?: unknown; readonly source?: unknown; readonly by?: unknown };
    return code === "CLEW_CANCELLED"
      ? { [fieldNames.CANCEL_SOURCE]: source, [fieldNames.CANCELLED_BY]: by }
      : undefined;
  } catch {
    return undefined;
  }
}
