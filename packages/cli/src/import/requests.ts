// Which request a line of pino's belongs to. Fastify writes its id as `reqId`, and what was asked for on its first line;
// pino-http writes all of it, as `req`, on each line. Both write `responseTime` on the line that ends it.

import { RecentMap } from "../memory/recent-map.js";
import { isObject, type PinoLine } from "./pino-line.js";

/** What a line tells of the request that it belongs to. */
export interface RequestLine {
  readonly id: string | number;
  /** Tells apart requests of several processes in one log. */
  readonly key: string;
  readonly method: unknown;
  readonly url: unknown;
  /** Whether this is the line with which a request comes in, and no other. */
  readonly begins: boolean;
  /** Seconds; set on the line that ends the request. */
  readonly responseSeconds: number | undefined;
  readonly statusCode: number | undefined;
}

/** What is known of the request that a line belongs to; undefined where it belongs to none. */
export function requestOf({ fields }: PinoLine): RequestLine | undefined {
  const request = asObject(fields.get("req"));
  const ownId = fields.get("reqId");
  const id = isId(ownId) ? ownId : request?.id;
  if (!isId(id)) return undefined;
  const responseTime = fields.get("responseTime");
  const statusCode = asObject(fields.get("res"))?.statusCode;
  return {
    id,
    key: JSON.stringify([id, String(fields.get("pid")), String(fields.get("hostname"))]),
    method: request?.method,
    url: request?.url,
    begins: isId(ownId) && request !== undefined,
    responseSeconds: typeof responseTime === "number" && responseTime >= 0 ? responseTime / 1000 : undefined,
    statusCode: typeof statusCode === "number" ? statusCode : undefined,
  };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) ? value : undefined;
}

function isId(value: unknown): value is string | number {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}

/** A request as the task that it becomes. */
export interface OpenRequest {
  readonly taskUuid: string;
  nextNumber: number;
  isFinished: boolean;
}

/** At least so many are remembered; beyond it those that were silent longest are forgotten. */
const REMEMBERED = 10_000;

/** The requests that lines may still come for. */
export class OpenRequests {
  readonly #requests = new RecentMap<string, OpenRequest>(REMEMBERED);

  /** The request that a line belongs to, if it is known. An id may come again: its first line then begins a new one. */
  find({ key, begins }: RequestLine): OpenRequest | undefined {
    const request = this.#requests.get(key);
    if (request === undefined || (request.isFinished && begins)) return undefined;
    this.#requests.set(key, request);
    return request;
  }

  begin({ key }: RequestLine, taskUuid: string): OpenRequest {
    const request = { taskUuid, nextNumber: 2, isFinished: false };
    this.#requests.set(key, request);
    return request;
  }
}
