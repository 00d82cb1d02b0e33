/**
 * The libraries that have no channels, by the files that are patched when they are loaded. A package of another major
 * version, or in which a file is not where it was, is left alone, and that is said once.
 */

import type { PartName } from "../part.js";
import {
  patchHonoRouter,
  patchKoa,
  patchLayer,
  patchNest,
  patchNextRoutes,
  patchRoute,
  patchRouter,
} from "./frameworks.js";
import { patchBottleneck, patchPQueue } from "./limiters.js";
import { patchMariadb } from "./mariadb.js";
import { patchMongodbClient, patchMongodbConnection } from "./mongodb.js";
import { patchPgClient, patchPgPool } from "./pg.js";
import { patchPostgresQuery } from "./postgres.js";
import { patchAmqpChannel, patchBullmqQueue, patchBullmqWorker, patchKafka } from "./queues.js";
import { patchBetterSqlite3 } from "./sqlite.js";

/** What is done to what a file gives; each file is known to give what its patch takes, and a patch that fails is said. */
export type Patch = (exports: never) => void;

export interface KnownLibrary {
  readonly part: PartName;
  /** The major versions that were tried or read. */
  readonly majors: readonly number[];
  /** Files, by their paths in the package. */
  readonly files: { readonly [file: string]: Patch };
  /**
   * Whether one file of each group is enough: packages that come twice, as CommonJS and as modules, load one of them.
   * A file that must be there for the library's own channels to be, has no patch.
   */
  readonly needs?: { readonly file: string; readonly why: string };
  /** Whether its files, or some of them, are ES modules. */
  readonly isOfModules?: boolean;
  /** Whether it is installed by many who do not use it: what counts then is that the program's own package names it. */
  readonly isToBeNamed?: boolean;
}

const nothing: Patch = () => {};

/** Next has a file for each kind of route, each bundler and each use. */
function nextRoutes(): string[] {
  return ["app-page", "app-route", "pages", "pages-api"].flatMap((kind) =>
    ["", "-experimental", "-turbo", "-turbo-experimental"].flatMap((form) =>
      ["dev", "prod"].map((use) => `dist/compiled/next-server/${kind}${form}.runtime.${use}.js`),
    ),
  );
}

export const LIBRARIES: { readonly [name: string]: KnownLibrary } = {
  express: {
    part: "express",
    majors: [4, 5],
    // Version 5 stands on the package router.
    files: {
      "lib/router/index.js": patchRouter,
      "lib/router/layer.js": patchLayer,
      "lib/router/route.js": patchRoute,
    },
  },
  router: {
    part: "express",
    majors: [2],
    files: { "index.js": patchRouter, "lib/layer.js": patchLayer, "lib/route.js": patchRoute },
  },
  koa: { part: "koa", majors: [2, 3], files: { "lib/application.js": patchKoa } },
  hono: {
    part: "hono",
    majors: [4],
    isOfModules: true,
    files: {
      "dist/router/smart-router/router.js": patchHonoRouter,
      "dist/cjs/router/smart-router/router.js": patchHonoRouter,
    },
  },
  "@nestjs/core": {
    part: "nest",
    majors: [9, 10, 11, 12],
    isOfModules: true,
    files: { "exceptions/exceptions-handler.js": patchNest },
  },
  next: {
    part: "next",
    majors: [16],
    files: Object.fromEntries(nextRoutes().map((file) => [file, patchNextRoutes])),
  },
  pg: { part: "pg", majors: [8], files: { "lib/client.js": patchPgClient } },
  "pg-pool": { part: "pg", majors: [3], files: { "index.js": patchPgPool } },
  postgres: {
    part: "postgres",
    majors: [3],
    isOfModules: true,
    files: { "src/query.js": patchPostgresQuery, "cjs/src/query.js": patchPostgresQuery },
  },
  mysql2: {
    part: "mysql",
    majors: [3],
    files: { "lib/tracing.js": nothing },
    needs: { file: "lib/tracing.js", why: "this version has no tracing channels; 3.20 and later have" },
  },
  mariadb: {
    part: "mariadb",
    majors: [3],
    isOfModules: true,
    files: { "lib/connection-promise.js": patchMariadb, "lib/pool-promise.js": patchMariadb },
  },
  "better-sqlite3": { part: "sqlite", majors: [9, 10, 11, 12, 13], files: { "lib/database.js": patchBetterSqlite3 } },
  mongodb: {
    part: "mongodb",
    majors: [5, 6, 7],
    files: { "lib/cmap/connection.js": patchMongodbConnection, "lib/mongo_client.js": patchMongodbClient },
  },
  ioredis: {
    part: "redis",
    majors: [5, 6],
    files: { "built/tracing.js": nothing },
    needs: { file: "built/tracing.js", why: "this version has no tracing channels; 5.11 and later have" },
  },
  "@redis/client": {
    part: "redis",
    majors: [5, 6],
    files: { "dist/lib/client/tracing.js": nothing },
    needs: { file: "dist/lib/client/tracing.js", why: "this version has no tracing channels; 5.12 and later have" },
  },
  amqplib: {
    part: "amqp",
    majors: [0, 1, 2],
    files: { "lib/channel_model.js": patchAmqpChannel, "lib/callback_model.js": patchAmqpChannel },
  },
  kafkajs: { part: "kafka", majors: [2], files: { "src/index.js": patchKafka } },
  bullmq: {
    part: "bullmq",
    majors: [5, 6],
    isOfModules: true,
    files: {
      "dist/cjs/classes/queue.js": patchBullmqQueue,
      "dist/esm/classes/queue.js": patchBullmqQueue,
      "dist/cjs/classes/worker.js": patchBullmqWorker,
      "dist/esm/classes/worker.js": patchBullmqWorker,
    },
  },
  "p-queue": {
    part: "limiters",
    majors: [6, 7, 8, 9, 10],
    isOfModules: true,
    isToBeNamed: true,
    files: { "dist/index.js": patchPQueue },
  },
  bottleneck: { part: "limiters", majors: [2], files: { "lib/Bottleneck.js": patchBottleneck } },
};
