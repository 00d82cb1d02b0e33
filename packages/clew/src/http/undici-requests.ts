/**
 * The requests of `fetch` and undici, when they are made and before they are sent. Whoever traces may add a header then;
 * heard is each request behind all of those, also behind those who come later, so that what it says can be put in order.
 */

import { type Channel, type ChannelListener, channel } from "node:diagnostics_channel";
import { keepChannel } from "../node/index.js";
import { shared, TRACEPARENT_HEADER } from "../record/index.js";

/** What undici shows of a request. */
export interface UndiciRequest {
  readonly method: string;
  readonly origin: string | { readonly href: string };
  readonly path: string;
  /** One text, or names and values in turn. */
  headers?: unknown;
  addHeader(name: string, value: string): void;
}

type Hear = (request: UndiciRequest) => void;

const heard = shared("http.undici-requests", () => ({ listeners: new Set<Hear>(), isListening: false }));

/** Begins to hear of requests, of which each has one `traceparent` at most by then: the first, which the program gave. */
export function hearUndiciRequests(listener?: Hear): void {
  if (listener !== undefined) heard.listeners.add(listener);
  if (heard.isListening) return;
  heard.isListening = true;
  listenLast(channel("undici:request:create"), (event) => {
    const { request } = event as { readonly request: UndiciRequest };
    keepFirst(request, TRACEPARENT_HEADER);
    for (const hear of heard.listeners) hear(request);
  });
}

function listenLast(heard: Channel & { subscribe: Channel["subscribe"] }, listener: ChannelListener): void {
  keepChannel(heard);
  heard.subscribe(listener);
  // On the channel itself: its prototype is another one with its first listener and without its last.
  heard.subscribe = function (this: Channel, other) {
    prototypeOf(this).subscribe.call(this, other);
    this.unsubscribe(listener);
    prototypeOf(this).subscribe.call(this, listener);
  };
}

function prototypeOf(object: Channel): Pick<Channel, "subscribe"> {
  return Object.getPrototypeOf(object) as Pick<Channel, "subscribe">;
}

/** The first header of a name, in lower case. */
export function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers === "string") {
    const line = headers.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name}:`));
    return line?.slice(name.length + 1).trim();
  }
  if (!Array.isArray(headers)) return undefined;
  const at = headers.findIndex((each, i) => i % 2 === 0 && String(each).toLowerCase() === name);
  return at < 0 ? undefined : String(headers[at + 1]);
}

function keepFirst(request: UndiciRequest, name: string): void {
  const { headers } = request;
  let isThere = false;
  const isMore = (given: unknown) => {
    if (String(given).toLowerCase() !== name) return false;
    const isSecond = isThere;
    isThere = true;
    return isSecond;
  };
  if (typeof headers === "string") {
    const lines = headers.split("\r\n");
    const kept = lines.filter((line) => !isMore(line.slice(0, Math.max(0, line.indexOf(":")))));
    if (kept.length < lines.length) request.headers = kept.join("\r\n");
  } else if (Array.isArray(headers)) {
    for (let i = 0; i < headers.length; ) {
      if (isMore(headers[i])) headers.splice(i, 2);
      else i += 2;
    }
  }
}
