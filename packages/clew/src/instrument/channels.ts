/** The libraries that tell of their calls themselves, by TracingChannels. */

import { type FromTracingChannelOptions, fromTracingChannel } from "../bridge/diagnostics-channel/index.js";
import { type RoutedRequest, requestOf } from "../http/index.js";
import { listenToChannel } from "../node/index.js";
import { currentAction } from "../record/index.js";
import type { PartName } from "./part.js";
import { sqlField, withoutValues } from "./sql-text.js";

/** Starts to listen; gives what ends it. */
type Listen = () => () => void;

type Fields = NonNullable<FromTracingChannelOptions["fields"]>;

const mysqlFields: Fields = (traced) => {
  const { query, values, database, serverAddress } = traced as { [name: string]: unknown };
  // Where values were given, the text has them in it by now.
  const isFilled = typeof query === "string" && values !== undefined && values !== null;
  const text = isFilled ? withoutValues(query) : query;
  return { ...sqlField("mysql", text), database: database || undefined, host: serverAddress };
};

/** A prepared statement's text never has its values in it. */
const preparedFields: Fields = (traced) => {
  const { query, database, serverAddress } = traced as { [name: string]: unknown };
  return { ...sqlField("mysql", query), database: database || undefined, host: serverAddress };
};

const redisFields: Fields = (traced) => {
  const { command, args, database, serverAddress } = traced as { [name: string]: unknown };
  const key = keyOf(command, args);
  if (key === undefined) return { command, database, host: serverAddress };
  return { command, key, database, host: serverAddress };
};

/** What asks about the server, or who is there: its first argument is no key. */
const ABOUT_THE_SERVER = new Set("auth hello client config acl eval evalsha script info ping echo select".split(" "));

/** The first argument is the key, behind the command's own name where that is one of them. Values are never logged. */
function keyOf(command: unknown, args: unknown): string | number | undefined {
  if (typeof command !== "string" || !Array.isArray(args)) return undefined;
  const name = command.toLowerCase();
  if (ABOUT_THE_SERVER.has(name)) return undefined;
  const [first, second] = args as unknown[];
  const isNamed = typeof first === "string" && first.length === name.length && first.toLowerCase() === name;
  const key = isNamed ? second : first;
  return typeof key === "string" || typeof key === "number" ? key : undefined;
}

/** A connection's own talk, before anybody asks anything, is nobody's. */
const isAsked = () => currentAction() !== undefined;

const hostFields: Fields = (traced) => {
  const { serverAddress, database } = traced as { [name: string]: unknown };
  return { host: serverAddress, database: database || undefined };
};

export const CHANNELS: { readonly [P in PartName]?: readonly Listen[] } = {
  mysql: [
    () =>
      fromTracingChannel(["mysql2:query"], { actionType: "mysql.query", fields: mysqlFields, successFields: rowsOf }),
    () =>
      fromTracingChannel(["mysql2:execute"], {
        actionType: "mysql.query",
        fields: preparedFields,
        successFields: rowsOf,
      }),
    () =>
      fromTracingChannel(["mysql2:connect"], {
        actionType: "mysql.connect",
        fields: hostFields,
        detached: true,
        where: isAsked,
      }),
    // Followed for the sake of who asks: without it a query belongs to whoever freed its connection. A new one is opened in
    // it, before its own channel tells so, and is nobody's: the caller is kept for what is called back.
    () => fromTracingChannel(["mysql2:pool:connect"], { logged: false, detached: true }),
  ],
  redis: [
    () =>
      fromTracingChannel(["ioredis:command", "node-redis:command"], {
        actionType: "redis.command",
        fields: redisFields,
        where: isAsked,
      }),
    () =>
      fromTracingChannel(["ioredis:batch", "node-redis:batch"], {
        actionType: "redis.batch",
        fields: redisBatch,
        where: isAsked,
      }),
    () =>
      fromTracingChannel(["ioredis:connect", "node-redis:connect"], {
        actionType: "redis.connect",
        fields: hostFields,
        detached: true,
        where: isAsked,
      }),
  ],
  mongodb: [
    () =>
      fromTracingChannel(
        [
          "mongoose:query",
          "mongoose:aggregate",
          "mongoose:model:save",
          "mongoose:insertMany",
          "mongoose:bulkWrite",
          "mongoose:cursor:next",
        ],
        { actionType: "mongoose.operation", fields: ofMongoose },
      ),
  ],
  graphql: [
    () =>
      fromTracingChannel(["graphql:execute", "graphql:subscribe"], {
        actionType: "graphql.execute",
        fields: (traced) => {
          const { operationName, operationType } = traced as { [name: string]: unknown };
          return { operation: operationName, kind: operationType };
        },
      }),
  ],
  fastify: [listenToFastify],
  express: [listenToExpress],
};

function rowsOf(traced: object): object {
  const { result } = traced as { readonly result?: unknown };
  if (Array.isArray(result)) return { rows: result.length };
  const { affectedRows } = (result ?? {}) as { readonly affectedRows?: unknown };
  return typeof affectedRows === "number" ? { rows: affectedRows } : {};
}

function redisBatch(traced: object): object {
  const { batchSize, batchMode, serverAddress, database } = traced as { [name: string]: unknown };
  return { commands: batchSize, mode: batchMode, host: serverAddress, database };
}

function ofMongoose(traced: object): object {
  const { operation, collection } = traced as { [name: string]: unknown };
  return { operation, collection };
}

/**
 * Express' router tells of errors too. It makes something for each layer where anybody listens, so that this is only for
 * where its files cannot be patched.
 */
function listenToExpress(): () => void {
  if (!("Bun" in globalThis) && !("Deno" in globalThis)) return () => {};
  const note = (event: unknown) => {
    const { req, error } = event as { readonly req?: RoutedRequest; readonly error?: unknown };
    const open = requestOf(req);
    if (open === undefined || req === undefined) return;
    open.noteError(error);
    const path = (req.route as { readonly path?: unknown } | undefined)?.path;
    // Where the router is mounted is restored soon.
    if (path !== undefined) open.noteRoute(`${req.baseUrl ?? ""}${String(path)}`);
  };
  return listenToChannel("tracing:express.router.request:error", note);
}

interface FastifyRequest {
  readonly raw: object;
  readonly routeOptions?: { readonly url?: string };
}

type Hook = (request: FastifyRequest, reply: unknown, ...rest: never[]) => void;

/** Fastify shows each instance when it is made, and hooks are all that is needed. */
function listenToFastify(): () => void {
  let isOn = true;
  const greet = (message: unknown) => {
    const { fastify } = message as { readonly fastify: { addHook(name: string, hook: Hook): unknown } };
    fastify.addHook("onRequest", (request, _reply, done: () => void) => {
      const route = request.routeOptions?.url;
      if (isOn && route !== undefined) requestOf(request.raw)?.noteRoute(route);
      done();
    });
    fastify.addHook("onError", (request, _reply, error: unknown, done: () => void) => {
      if (isOn) requestOf(request.raw)?.noteError(error);
      done();
    });
  };
  const end = listenToChannel("fastify.initialization", greet);
  return () => {
    isOn = false;
    end();
  };
}
