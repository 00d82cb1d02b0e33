// Lines that belong together as tasks. The lines of a request are an `http.request`, whose first and last lines are its
// start and its finish; those of other work are a task named by its first line; a line that tells how long something
// took is an action that ended then; any other line is a message by itself.

import type { Message } from "clew/parse";
import { RecentMap } from "../../memory/recent-map.js";
import { isErrorLevel, type LoggedError, type LogRecord } from "../dialects/index.js";
import { lineUuid } from "../line-uuid.js";
import { FinishForm, isRepeated } from "./finish-form.js";
import type { LineOfWork } from "./line-of-work.js";
import { MessageForm } from "./message-form.js";
import { isToldByRequest, WorkReader } from "./request.js";
import { SpanTasks } from "./span-tasks.js";
import { templateOf } from "./template.js";
import type { TimedRecord } from "./timed-record.js";
import { addError, addRecord, beginMessage, type Carried, endMessage, type Fields } from "./to-message.js";
import { WorkPlaces } from "./work-places.js";

const REQUEST = "http.request";

export interface TaskOptions {
  /** Whether lines that belong together become one task. */
  readonly grouped: boolean;
  /** The field whose value tells which lines belong together. */
  readonly taskBy?: string;
}

type Give = (message: Message) => void;

/** Work of which lines may still come. */
interface OpenWork {
  readonly uuid: string;
  /** The key under which its id stands. */
  readonly idKey: string;
  readonly type: string;
  readonly isRequest: boolean;
  readonly method: unknown;
  readonly path: string | undefined;
  /** What its start has as its text. */
  readonly text: unknown;
  /** What its start says of it: what is repeated later need not be said again. Nothing any more once it is over. */
  start: Message | undefined;
  /** The form of starts like that one, where it has one. */
  startForm: MessageForm | undefined;
  next: number;
  /** The error that was logged last. */
  error: LoggedError | undefined;
  /** A line that told the answer and an error; another one may tell how long it took. */
  answer: { readonly line: TimedRecord; readonly work: LineOfWork } | undefined;
  /** Of its last line, until it is over. */
  last: { readonly level: string | undefined; readonly time: number; readonly source: Carried["source"] } | undefined;
}

/** At least this many are remembered; beyond it those that were silent longest are forgotten. */
const REMEMBERED = 10_000;

export class Tasks {
  /** The keys of the ids by which lines were put together. */
  readonly ids = new Set<string>();
  /** Those of them by which requests are told that were answered. */
  readonly #answered = new Set<string>();
  readonly #isGrouped: boolean;
  readonly #work: WorkReader;
  readonly #open: RecentMap<string, OpenWork>;
  readonly #spans = new SpanTasks();
  readonly #places = new WorkPlaces();
  /** The work of the line before: most lines are followed by another one of the same. */
  #last: { readonly place: number; readonly id: unknown; readonly key: string; readonly open: OpenWork } | undefined;
  #lastKey: string | undefined;
  #give: Give = () => {};

  constructor(options: TaskOptions) {
    this.#isGrouped = options.grouped;
    this.#work = new WorkReader(options.taskBy);
    this.#open = new RecentMap(REMEMBERED, (work) => this.#letGo(work));
  }

  /** Gives the messages that a line makes. */
  add(line: TimedRecord, give: Give): void {
    this.#give = give;
    const { record } = line;
    if (!this.#isGrouped) give(messageOf(line, lineUuid(line.text, line.line), [1]));
    else if (record.span !== undefined) this.#spans.add(line, record.span, give);
    else {
      const work = this.#work.read(record, line.alike);
      if (work.id !== undefined) this.#belonging(line, work, work.id, give);
      else this.#alone(line, work, give);
    }
  }

  /** Gives what can be said when no more lines come. */
  end(give: Give): void {
    this.#give = give;
    for (const work of this.#open.values()) this.#letGo(work);
    this.#open.clear();
    this.#last = undefined;
  }

  #alone(line: TimedRecord, work: LineOfWork, give: Give): void {
    const uuid = lineUuid(line.text, line.line);
    if (work.method !== undefined && (work.status !== undefined || work.duration !== undefined)) {
      const start = startOf(line, work, uuid, [1], REQUEST);
      give(start);
      give(finishOf(line, work, start, [2], undefined));
    } else if (work.duration !== undefined) this.#ended(line, work, uuid, [], give);
    else give(messageOf(line, uuid, [1]));
  }

  /** An action that only its last line tells of. */
  #ended(line: TimedRecord, work: LineOfWork, uuid: string, level: readonly number[], give: Give): void {
    const isRequest = work.method !== undefined;
    const type = isRequest ? REQUEST : templateOf(line.record);
    const start = startOf(line, work, uuid, [...level, 1], type, true);
    give(start);
    give(finishOf(line, work, start, [...level, 2], undefined));
  }

  #belonging(line: TimedRecord, work: LineOfWork, id: NonNullable<LineOfWork["id"]>, give: Give): void {
    const { record } = line;
    if (id.key !== this.#lastKey) this.ids.add(id.key);
    this.#lastKey = id.key;
    const place = this.#places.of(line, id.key);
    const last = this.#last?.place === place && this.#last.id === id.value ? this.#last : undefined;
    const key = last?.key ?? `${place} ${String(id.value)}`;
    let open = last?.open ?? this.#open.renew(key);
    if (open === undefined || (work.begins && isAnother(line, work, id, open))) {
      if (open !== undefined) this.#letGo(open);
      open = this.#begin(line, work, id, give);
      this.#open.set(key, open);
      this.#last = { place, id: id.value, key, open };
      return;
    }
    if (last === undefined) this.#last = { place, id: id.value, key, open };
    if (open.start !== undefined) open.last = lastOf(line);
    const { start } = open;
    if (start !== undefined && open.isRequest && isEnd(work, open)) {
      if (record.error !== undefined && work.duration === undefined) {
        open.answer = { line, work };
        open.error = record.error;
        give(messageOf(line, open.uuid, [open.next++]));
        return;
      }
      open.start = undefined;
      open.last = undefined;
      this.#answered.add(id.key);
      give(finishOf(line, work, start, [open.next++], open.error, open.startForm));
      return;
    }
    if (record.error !== undefined || open.error === undefined) open.error = errorToldBy(record);
    if (work.duration !== undefined) this.#ended(line, work, open.uuid, [open.next++], give);
    else give(messageOf(line, open.uuid, [open.next++]));
  }

  #begin(line: TimedRecord, work: LineOfWork, id: NonNullable<LineOfWork["id"]>, give: Give): OpenWork {
    const { record } = line;
    const uuid = lineUuid(line.text, line.line);
    const isRequest = work.method !== undefined;
    const type = isRequest ? REQUEST : (record.logger ?? templateOf(record));
    const isWhole = isRequest && work.status !== undefined;
    const isOnlyKnown = isRequest && (work.begins || isWhole);
    const start = isOnlyKnown ? startOf(line, work, uuid, [1], type, false, id) : bareStart(line, work, uuid, type, id);
    const startForm = isOnlyKnown && !isWhole ? line.alike?.start : undefined;
    give(start);
    const open = {
      uuid,
      idKey: id.key,
      type,
      isRequest,
      method: start.method,
      path: work.path,
      text: start.message,
      start: isWhole ? undefined : start,
      startForm,
      next: 2,
      error: errorToldBy(record),
      answer: undefined,
      last: isWhole ? undefined : lastOf(line),
    };
    if (isWhole) this.#answered.add(id.key);
    if (isWhole) give(finishOf(line, work, start, [open.next++], undefined));
    else if (!isOnlyKnown) give(messageOf(line, uuid, [open.next++]));
    return open;
  }

  /**
   * No line comes any more. A request without an answer has not ended, in a log that tells of answers; other work, which
   * tells nowhere that it ended, ended with its last line, as far as the log goes.
   */
  #letGo(work: OpenWork): void {
    const { answer, start, last } = work;
    if (start === undefined || last === undefined) return;
    if (answer === undefined && (work.isRequest || this.#answered.has(work.idKey))) return;
    work.start = undefined;
    if (answer !== undefined) {
      const told = { ...answer.line, record: { ...answer.line.record, error: undefined } };
      this.#give(finishOf(told, answer.work, start, [work.next++], work.error));
      return;
    }
    const { level, time, source } = last;
    const failure = isErrorLevel(level) ? work.error : undefined;
    const message = beginMessage({ uuid: work.uuid, level: [work.next++], time });
    message.action_type = work.type;
    message.action_status = failure === undefined ? "succeeded" : "failed";
    if (failure !== undefined) addError(message, failure);
    this.#give(endMessage(message, { source, isPlaced: false }));
  }
}

function lastOf({ record, time, carried }: TimedRecord): OpenWork["last"] {
  return { level: record.level, time, source: carried.source };
}

/**
 * Whether a line that tells what is asked for begins another request with the id of one that is known, as a program does
 * that was started again and counts from the beginning. Some loggers repeat what was asked for on each line.
 */
function isAnother(
  { record }: TimedRecord,
  work: LineOfWork,
  id: NonNullable<LineOfWork["id"]>,
  open: OpenWork,
): boolean {
  if (!open.isRequest) return false;
  if (work.path !== open.path || work.method !== open.method) return true;
  return open.text === undefined ? open.start === undefined && id.key !== "req.id" : record.text === open.text;
}

/** Whether a line ends the request: it tells what came of it, and of no other. */
function isEnd(work: LineOfWork, open: OpenWork): boolean {
  if (work.path !== undefined && open.path !== undefined && work.path !== open.path) return false;
  return work.status !== undefined || (work.duration !== undefined && work.method !== undefined);
}

/** The error of a line: the one that it names, or its text where its level says that it is one. */
function errorToldBy({ error, level, text }: LogRecord): LoggedError | undefined {
  if (error !== undefined) return error;
  return isErrorLevel(level) && text ? { exception: "error", reason: text } : undefined;
}

function messageOf(line: TimedRecord, uuid: string, level: readonly number[]): Message {
  const { record, time, carried, alike } = line;
  const place = { uuid, level, time };
  const again = alike?.message?.begin(place, record);
  if (again !== undefined) return endMessage(again, carried);
  const message = beginMessage(place);
  message.message_type = `clew:${record.dialect.name}`;
  addRecord(message, record);
  const made = endMessage(message, carried);
  if (alike !== undefined) alike.message = new MessageForm(made, alike);
  return made;
}

/** The start, from the line that tells it; where only the end was logged, its duration tells when it began. */
function startOf(
  line: TimedRecord,
  work: LineOfWork,
  uuid: string,
  level: readonly number[],
  type: string,
  isBare = false,
  id?: LineOfWork["id"],
): Message {
  const { record, time, carried } = line;
  const isAll = !isBare && work.status === undefined;
  const alike = isAll && id !== undefined ? line.alike : undefined;
  const again = alike?.start?.begin({ uuid, level, time }, record);
  if (again !== undefined && isAskedAlike(again, work)) {
    again.request_id = id?.value;
    addAsked(again, work);
    return endMessage(again, carried);
  }
  const message = beginMessage({ uuid, level, time: isAll ? time : rounded(time - (work.duration ?? 0)) });
  message.action_type = type;
  message.action_status = "started";
  if (id !== undefined) message.request_id = id.value;
  addAsked(message, work);
  if (isAll) addRecord(message, record, isToldByRequest);
  const made = endMessage(message, carried);
  if (alike !== undefined) alike.start = new MessageForm(made, alike);
  return made;
}

/** The start of work whose first line says something else: that line is its first message. */
function bareStart(
  line: TimedRecord,
  work: LineOfWork,
  uuid: string,
  type: string,
  id: NonNullable<LineOfWork["id"]>,
): Message {
  const message = beginMessage({ uuid, level: [1], time: line.time });
  message.action_type = type;
  message.action_status = "started";
  message[work.method === undefined ? id.key : "request_id"] = id.value;
  addAsked(message, work);
  return endMessage(message, line.carried);
}

/** Whether a start tells what was asked for under the same names as one that was made. */
function isAskedAlike(start: Fields, { url, path, route }: LineOfWork): boolean {
  return (start.url !== undefined) === (url !== path) && (start.route !== undefined) === (route !== undefined);
}

function addAsked(message: Fields, { method, path, url, route }: LineOfWork): void {
  if (method === undefined) return;
  message.method = method;
  message.path = path;
  if (route !== undefined) message.route = route;
  if (url !== path) message.url = url;
}

/** The finish: the line that tells it, with the error that made the request fail. */
function finishOf(
  line: TimedRecord,
  work: LineOfWork,
  start: Message,
  level: readonly number[],
  errorBefore: LoggedError | undefined,
  startForm?: MessageForm,
): Message {
  const { record, time, carried, alike } = line;
  const { status } = work;
  const place = { uuid: start.task_uuid, level, time };
  const failure = failureOf(record, status, errorBefore);
  const form = failure === undefined ? startForm : undefined;
  const again = form && alike?.finish?.begin(place, record, start, form);
  if (again !== undefined && isToldAlike(again, work)) {
    addTold(again, work);
    return endMessage(again, carried);
  }
  const message = beginMessage(place);
  message.action_type = start.action_type;
  message.action_status = failure === undefined ? "succeeded" : "failed";
  addTold(message, work);
  if (failure !== undefined) addError(message, failure);
  // The same error twice is one.
  const rest = failure === undefined ? record : { ...record, error: undefined };
  addRecord(message, rest, (key, value) => isToldByRequest(key, value) || isToldByStart(key, value, start));
  const made = endMessage(message, carried);
  if (form !== undefined && alike !== undefined) alike.finish = FinishForm.of(made, alike, record, start, form);
  return made;
}

/** Whether a finish tells what came of it under the same names as one that was made. */
function isToldAlike(finish: Fields, { status, duration }: LineOfWork): boolean {
  return (
    (finish.status !== undefined) === (status !== undefined) &&
    (finish.clew_duration !== undefined) === (duration !== undefined)
  );
}

function addTold(message: Fields, { status, duration }: LineOfWork): void {
  if (duration !== undefined) message.clew_duration = rounded(duration);
  if (status !== undefined) message.status = status;
}

function isToldByStart(key: string, value: unknown, start: Message): boolean {
  return key === "status" || key === "method" || key === "path" || isRepeated(key, value, start);
}

/** Below 500 the request was answered as it was meant to be. */
function failureOf(
  record: LogRecord,
  status: number | undefined,
  before: LoggedError | undefined,
): LoggedError | undefined {
  if (status === undefined) return record.error ?? (isErrorLevel(record.level) ? before : undefined);
  if (status < 500) return undefined;
  const own = record.error;
  // The server's own error says no more than the status.
  if (own !== undefined && !(before !== undefined && GENERAL.test(own.reason))) return own;
  return before ?? own ?? { exception: `HTTP ${status}`, reason: record.text || `HTTP ${status}` };
}

const GENERAL =
  /^(?:failed with status code \d{3}|Internal Server Error|HTTP \d{3}|Request failed with status code \d{3})$/i;

function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
