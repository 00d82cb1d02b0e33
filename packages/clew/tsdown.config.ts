import { defineConfig, type UserConfig } from "tsdown";
import { declarationsOnce, smallCode } from "./small-code.mjs";
import { threadCode } from "./thread-code.mjs";

/** Each door that the package's exports name, and the faces that Node and workerd are given instead. */
const DOORS = {
  index: "src/index.ts",
  "index.node": "src/index.node.ts",
  "index.workerd": "src/index.workerd.ts",
  auto: "src/auto.ts",
  instrument: "src/instrument/index.ts",
  scope: "src/scope/index.ts",
  "scope.node": "src/scope.node.ts",
  worker: "src/worker/index.ts",
  observe: "src/observe/index.ts",
  "observe.node": "src/observe.node.ts",
  parse: "src/parse/index.ts",
  render: "src/render/index.ts",
  explain: "src/explain/index.ts",
  live: "src/live/index.ts",
  testing: "src/testing/index.ts",
  "testing/vitest": "src/testing/vitest/index.ts",
  otlp: "src/otlp/index.ts",
  "bridge/console": "src/bridge/console/index.ts",
  "bridge/pino": "src/bridge/pino/index.ts",
  "bridge/winston": "src/bridge/winston/index.ts",
  "bridge/diagnostics-channel": "src/bridge/diagnostics-channel/index.ts",
  "bridge/node-http": "src/bridge/node-http/index.ts",
  "bridge/express": "src/bridge/express/index.ts",
  "bridge/fastify": "src/bridge/fastify/index.ts",
  "bridge/koa": "src/bridge/koa/index.ts",
  "bridge/hono": "src/bridge/hono/index.ts",
  "bridge/nest": "src/bridge/nest/index.ts",
  "bridge/next": "src/bridge/next/index.ts",
  "bridge/lambda": "src/bridge/lambda/index.ts",
  "bridge/fetch": "src/bridge/fetch/index.ts",
  "bridge/otel": "src/bridge/otel/index.ts",
};

const THREADS = "threads";

/** What both formats have in common. */
const COMMON: UserConfig = {
  entry: DOORS,
  platform: "node",
  fixedExtension: false,
  target: "es2022",
  // What a program compiles against has the comments; what it runs is read by engines, and by people in a debugger.
  sourcemap: false,
  outputOptions: { minifyInternalExports: true, comments: { jsdoc: false, annotation: true, legal: true } },
  clean: false,
  treeshake: true,
  report: false,
};

/**
 * What every program that logs loads, a file for each room: each file more is half a millisecond of a program's start. Readers
 * load the written form alone, and browsers nothing of Node.
 */
const GROUPS = [
  { name: "wire", test: /src[\\/]wire[\\/]/, priority: 2 },
  { name: "record", test: /src[\\/]record[\\/]/, priority: 1 },
  { name: "node", test: /src[\\/]node[\\/][^?]*$/ },
];

export default defineConfig([
  {
    ...COMMON,
    format: "cjs",
    dts: true,
    // Declarations name Symbol.dispose; a program whose `lib` lacks it must still compile.
    banner: { dts: '/// <reference lib="esnext.disposable" />' },
    plugins: [threadCode({ sharedIn: THREADS }), smallCode()],
  },
  {
    ...COMMON,
    format: "esm",
    dts: false,
    outputOptions: { ...COMMON.outputOptions, codeSplitting: { groups: GROUPS } },
    plugins: [threadCode({ sharedIn: THREADS }), smallCode(), declarationsOnce(Object.keys(DOORS))],
  },
]);
