/** Calls by `node:http` and `https`, whatever client stands on them. */

import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import { type CallOptions, endCall, isPartOfCall, type OpenCall, startCall } from "../../http/index.js";
import { listenToChannel } from "../../node/index.js";
import { shared } from "../../record/index.js";
import type { InstrumentHttpOptions } from "../options.js";
import { partOf } from "../part.js";
import { endWithRequest } from "./end-with-request.js";

const calls = shared("instrument.http-calls", () => new WeakMap<ClientRequest, OpenCall>());

/** Begins to hear of calls, once a process. */
export function patchHttpClient(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const hasChannel = major > 22 || (major === 22 && minor >= 12);
  const isNode = !("Bun" in globalThis) && !("Deno" in globalThis);
  if (isNode && hasChannel) {
    listenToChannel("http.client.request.created", (event) =>
      begin((event as { readonly request: ClientRequest }).request),
    );
  } else {
    for (const client of [http, https]) patchRequest(client);
    syncBuiltinESMExports();
  }
}

type Request = (...args: unknown[]) => ClientRequest;

function patchRequest(client: { request: unknown; get: unknown }): void {
  const request = client.request as Request;
  const logged = function (this: unknown, ...args: unknown[]) {
    const made = request.apply(this, args);
    begin(made);
    return made;
  };
  const get = function (this: unknown, ...args: unknown[]) {
    const made = logged.apply(this, args);
    made.end();
    return made;
  };
  for (const [replaced, original] of [
    [logged, client.request],
    [get, client.get],
  ] as const) {
    const { name, length } = original as Request;
    Object.defineProperties(replaced, { name: { value: name }, length: { value: length } });
  }
  client.request = logged;
  client.get = get;
}

function begin(request: ClientRequest): void {
  const part = partOf("http");
  // A client of clients, and what OpenTelemetry sends its spans by, are not calls of their own.
  if (part.users === 0 || calls.has(request) || isPartOfCall()) return;
  const url = `${request.protocol}//${request.getHeader("host") ?? request.host}${request.path}`;
  const { ignoreCall } = part.options as InstrumentHttpOptions;
  const options: CallOptions = ignoreCall === undefined ? {} : { ignore: ignoreCall };
  // One that the program set itself, or OpenTelemetry, is kept.
  const named = request.getHeader("traceparent");
  const started = startCall(request.method, url, options, typeof named === "string" ? named : undefined);
  if (started === undefined) return;
  const { call, headers } = started;
  calls.set(request, call);
  // Headers that were given as an array are sent already.
  if (!request.headersSent) {
    for (const [name, value] of Object.entries(headers)) {
      if (request.getHeader(name) === undefined) request.setHeader(name, value);
    }
  }
  request.prependOnceListener("response", (response: IncomingMessage) => {
    call.status = response.statusCode;
    endWithRequest(call);
    // An answer that is cut off was begun all the same.
    response.once("close", () => {
      if (response.complete) endCall(call);
      else endCall(call, { gone: "the answer broke off" });
    });
  });
  // Without taking part: a listener of errors would change what becomes of them.
  const { emit } = request;
  request.emit = function (this: ClientRequest, event: string | symbol, ...args: unknown[]) {
    if (event === "error") endCall(call, { error: args[0] });
    // The connection is the program's from here on: it has been given what it asked for.
    if (event === "upgrade" || event === "connect") {
      call.status = (args[0] as IncomingMessage).statusCode;
      endCall(call);
    }
    if (event === "close" && call.status === undefined)
      endCall(call, { gone: "it was given up before it was answered" });
    return emit.call(this, event, ...args);
  };
}
