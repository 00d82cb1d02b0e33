/** A request of the Web platform: a handler is given a `Request` and gives a `Response`, with no more to listen to. */

import { type BrokenBy, type OpenRequest, openRequest, requestOf } from "./open-request.js";
import type { LogRequestsOptions } from "./request-options.js";

/** What is needed of a `Request`. */
export interface WebRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: object;
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/**
 * Runs what answers a `Request` as its action, and ends it when the response is there: whoever sends its body tells of
 * it no more. A request that is open, or to be left alone, is only answered.
 */
export async function answerWebRequest<R, T>(
  request: WebRequest,
  options: LogRequestsOptions<R>,
  asked: R,
  answer: (open: OpenRequest | undefined) => T | PromiseLike<T>,
  statusOf: (answered: Awaited<T>) => number | undefined,
): Promise<Awaited<T>> {
  const { method, url, headers } = request;
  if (requestOf(request) !== undefined) return await answer(undefined);
  const open = openRequest(request, { method, url, headers }, options, asked);
  if (open === undefined) return await answer(undefined);
  try {
    const answered = await open.action.run(async () => await answer(open));
    open.end(statusOf(answered), brokenBy(request));
    return answered;
  } catch (error) {
    open.noteError(error);
    open.end(undefined, brokenBy(request));
    throw error;
  }
}

function brokenBy({ signal }: WebRequest): BrokenBy | undefined {
  return signal?.aborted === true ? "asker" : undefined;
}
