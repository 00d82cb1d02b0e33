// Logs of pino as logs of ours. A line is a message; the lines of one request are one task, whose action begins with the
// first of them and ends with the one that has the response's time.

import type { Message } from "clew/parse";
import type { RawLine } from "../input/index.js";
import type { Importer, ImportOptions } from "./importer.js";
import { lineUuid } from "./line-uuid.js";
import { withFields } from "./message-fields.js";
import { type LoggedError, type PinoLine, readPinoLine } from "./pino-line.js";
import { type OpenRequest, OpenRequests, type RequestLine, requestOf } from "./requests.js";

const REQUEST = "pino:request";

/** Makes an importer of pino's NDJSON. A line without a time has that of the line before it. */
export function importPino(): Importer {
  const requests = new OpenRequests();
  let lastTime: number | undefined;
  return function* (lines: Iterable<RawLine>, { grouped }: ImportOptions): Generator<Message, void, undefined> {
    for (const { text, line, unused } of lines) {
      const read = readPinoLine(text);
      if (typeof read === "string") {
        unused(read);
        continue;
      }
      lastTime = read.time ?? lastTime;
      if (lastTime === undefined) {
        unused("no time, and none on a line before it");
        continue;
      }
      const request = grouped ? requestOf(read) : undefined;
      if (request === undefined) yield messageOf(read, lineUuid(text, line), 1, lastTime);
      else yield* inRequest(read, request, requests, lastTime, () => lineUuid(text, line));
    }
  };
}

function* inRequest(
  line: PinoLine,
  request: RequestLine,
  requests: OpenRequests,
  time: number,
  newUuid: () => string,
): Generator<Message, void, undefined> {
  let open = requests.find(request);
  if (open === undefined) {
    open = requests.begin(request, newUuid());
    yield startOf(request, open, time);
  }
  yield messageOf(line, open.taskUuid, open.nextNumber++, time);
  if (request.responseSeconds === undefined || open.isFinished) return;
  open.isFinished = true;
  yield finishOf(line, request, open, time);
}

function messageOf(
  { level, logger, message, error, fields }: PinoLine,
  taskUuid: string,
  number: number,
  timestamp: number,
): Message {
  const own = {
    task_uuid: taskUuid,
    task_level: [number],
    timestamp,
    message_type: "clew:pino",
    log_level: level,
    logger,
    message,
    ...error,
  };
  return withFields(own, fields);
}

/** Where only the end of a request was logged, its time tells when it began. */
function startOf({ id, method, url, responseSeconds = 0 }: RequestLine, open: OpenRequest, time: number): Message {
  return {
    task_uuid: open.taskUuid,
    task_level: [1],
    timestamp: Math.round((time - responseSeconds) * 1e6) / 1e6,
    action_type: REQUEST,
    action_status: "started",
    request_id: id,
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url }),
  };
}

function finishOf(line: PinoLine, request: RequestLine, open: OpenRequest, timestamp: number): Message {
  const failure = failureOf(line, request);
  return {
    task_uuid: open.taskUuid,
    task_level: [open.nextNumber++],
    timestamp,
    action_type: REQUEST,
    action_status: failure === undefined ? "succeeded" : "failed",
    clew_duration: request.responseSeconds,
    ...(request.statusCode !== undefined && { status_code: request.statusCode }),
    ...failure,
  };
}

function failureOf({ error, message }: PinoLine, { statusCode = 0 }: RequestLine): LoggedError | undefined {
  if (error !== undefined || statusCode < 500) return error;
  return { exception: `HTTP ${statusCode}`, reason: message || `HTTP ${statusCode}`, traceback: undefined };
}
