/**
 * What objects of the web platform hold: it is in no properties of their own, so `{}` would say that they are empty. They
 * are known by their tags, which polyfills and other realms share, and asked for the few things that tell what they are.
 */

import { errorText } from "./value-kind.js";

/** The most pairs that are looked at. */
const MOST_PAIRS = 10_000;

/** What stands in the log for an object of the platform; `undefined` where it is none that is known. */
export function platformValue(object: object, tag: string): unknown {
  const tell = TELLING[tag];
  return tell?.(object as never);
}

interface Described {
  readonly [name: string]: unknown;
}

const TELLING: Readonly<Record<string, (object: never) => unknown>> = {
  Headers: pairs,
  URLSearchParams: pairs,
  FormData: pairs,
  Request: ({ method, url, headers }: Described) => ({ method, url, headers }),
  Response: ({ status, statusText, url, headers }: Described) => ({
    status,
    ...(statusText !== "" && { statusText }),
    ...(url !== "" && { url }),
    headers,
  }),
  Blob: ({ type, size }: Described) => `[Blob${type === "" ? "" : ` ${String(type)}`}, ${String(size)} bytes]`,
  File: ({ name, type, size }: Described) =>
    `[File ${JSON.stringify(name)}${type === "" ? "" : ` ${String(type)}`}, ${String(size)} bytes]`,
  AbortSignal: ({ aborted, reason }: Described) =>
    aborted === true ? `[AbortSignal, aborted: ${errorText(reason)}]` : "[AbortSignal]",
  AbortController: ({ signal }: Described) => ({ signal }),
  URL: ({ href }: Described) => href,
  // Not every runtime says which kind of event it is.
  Event: toldOfEvent,
  CustomEvent: toldOfEvent,
  MessageEvent: toldOfEvent,
  ErrorEvent: toldOfEvent,
  CloseEvent: toldOfEvent,
};

/** What events of some kind say besides their type. */
const EVENT_MEMBERS = ["detail", "data", "message", "error", "code", "reason"];

function toldOfEvent(event: Described): object {
  const told = EVENT_MEMBERS.filter((name) => event[name] !== undefined && event[name] !== null);
  return { type: event.type, ...Object.fromEntries(told.map((name) => [name, event[name]])) };
}

/** Names and values, as they are gone through; several of one name are a list. */
function pairs(object: Iterable<readonly [unknown, unknown]>): object {
  const values = new Map<string, unknown[]>();
  let count = 0;
  for (const [name, value] of object) {
    if (++count > MOST_PAIRS) {
      values.set("[cut]", [`more than ${MOST_PAIRS} pairs`]);
      break;
    }
    const of = values.get(String(name));
    if (of === undefined) values.set(String(name), [value]);
    else of.push(value);
  }
  return new Map([...values].map(([name, of]) => [name, of.length === 1 ? of[0] : of]));
}
