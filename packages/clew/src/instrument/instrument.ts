/** Switches the parts on and off. Each is installed once a process, however many ask for it. */

import { hub } from "../record/index.js";
import { CHANNELS } from "./channels.js";
import { patchServers } from "./incoming.js";
import { watchLoading } from "./loading/index.js";
import { type InstrumentOptions, readAuto, wantedParts } from "./options.js";
import { patchFetch, patchHttpClient } from "./outgoing/index.js";
import { PARTS, type PartName, partOf, warnOfLeftAlone } from "./part.js";
import { describe } from "./traced-call.js";

/** What is patched by itself, and not when a file is loaded. */
const PATCHES: { readonly [P in PartName]?: () => void } = {
  http() {
    patchServers();
    patchHttpClient();
  },
  fetch: patchFetch,
};

/**
 * Makes what a program does with the world actions, without its code being touched: requests that come in to any server
 * (`http.request`), calls that go out (`http.call`), queries of databases, commands of Redis, messages of queues, with
 * the routes and errors of frameworks. `options` say what is wanted; by default all of it. Gives the function that ends it.
 *
 * Packages that have tracing channels are heard through them. Others are patched when they are loaded, so that this is
 * to be called before they are: `clew/auto` does, from the environment. What cannot be instrumented is said once each, and the
 * program goes on.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { addDestination } from "clew";
 * import { instrument } from "clew/instrument";
 *
 * addDestination(({ action_type, action_status }) => console.log(action_type, action_status));
 * const stop = instrument({ http: { ignore: (request) => request.url === "/health" } });
 * const server = createServer((_request, response) => response.end("hello"));
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const address = server.address();
 * await (await fetch(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`)).text();
 * stop();
 * server.close();
 * ```
 *
 * ```text output
 * http.call started
 * http.request started
 * http.request succeeded
 * http.call succeeded
 * ```
 */
export function instrument(options: InstrumentOptions = {}): () => void {
  const wanted = wantedParts(options);
  const ends: (() => void)[] = [];
  for (const [name, own] of wanted) {
    const part = partOf(name);
    part.options = own;
    part.users++;
    ends.push(() => part.users--);
    if (part.users === 1) ends.push(...listen(name));
    install(name);
  }
  watchLoading();
  let isEnded = false;
  return () => {
    if (isEnded) return;
    isEnded = true;
    for (const end of ends) end();
  };
}

function install(name: PartName): void {
  const patch = PATCHES[name];
  const part = partOf(name);
  if (patch === undefined || part.isInstalled) return;
  part.isInstalled = true;
  try {
    patch();
  } catch (error) {
    warnOfLeftAlone(name, describe(error));
  }
}

function listen(name: PartName): (() => void)[] {
  try {
    return (CHANNELS[name] ?? []).map((begin) => begin());
  } catch (error) {
    warnOfLeftAlone(name, describe(error));
    return [];
  }
}

let isAutomatic = false;

/** What `CLEW_AUTO` asks for, once a process. */
export function instrumentFromEnv(env: Readonly<Record<string, string | undefined>>): void {
  if (isAutomatic || PARTS.some((name) => partOf(name).users > 0)) return;
  isAutomatic = true;
  const options = readAuto(env.CLEW_AUTO, (word) => {
    hub.warn(`CLEW_AUTO names ${JSON.stringify(word)}, which is none of ${PARTS.join(", ")}.`, "CLEW_NOT_INSTRUMENTED");
  });
  if (options !== undefined) instrument(options);
}
