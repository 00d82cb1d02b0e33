/**
 * What runs in each thread: it calls the functions that it is asked to call, in a scope that heeds the caller's cancel
 * and in the caller's task, and sends every line to the caller at once, so that a termination loses none of them.
 */

import { parentPort, workerData } from "node:worker_threads";
import { installCarrier } from "../node/index.js";
import { addDestination, continueTask } from "../record/index.js";
import { Cancelled, type Scope, withScope } from "../scope/index.js";
import { carryError } from "./carried-error.js";
import { LineFlow } from "./line-flow.js";
import type { Reply, Request, RunRequest, ThreadData } from "./protocol.js";
import { NotCloneableError } from "./worker-errors.js";
import type { WorkerContext, WorkerModule } from "./worker-module.js";

if (parentPort === null) {
  throw new Error("Cannot run worker-thread by itself: it is what spawnWorker runs in a thread; call spawnWorker");
}
const port = parentPort;
const { flow: shared } = workerData as ThreadData;

installCarrier();
if (shared !== undefined) {
  const flow = new LineFlow(shared);
  addDestination({
    name: "the thread that spawned this one",
    writeLine(line) {
      flow.send(line);
      port.postMessage({ kind: "line", line } satisfies Reply);
    },
  });
}

/** What runs here; one function at a time. */
let current: Scope | undefined;

port.on("message", (request: Request) => {
  if (request.kind === "run") void run(request);
  else current?.cancel(new Cancelled({ source: "parent", message: "Cancelled with the child that runs this" }));
});

async function run({ module, name, input, taskId }: RunRequest): Promise<void> {
  const moved: object[] = [];
  const body = (): Promise<unknown> =>
    withScope({ name }, async (scope) => {
      current = scope;
      const fn = FUNCTIONS.get(module) ?? (await load(module, name));
      return fn(input as never, {
        // Made only where it is asked for.
        get signal() {
          return scope.signal;
        },
        transfer: (...objects) => void moved.push(...objects),
      });
    });
  try {
    const value = await (taskId === undefined ? body() : continueTask(taskId, body));
    try {
      port.postMessage({ kind: "done", value } satisfies Reply, moved as never);
    } catch (error) {
      throw new NotCloneableError("result", name, error);
    }
  } catch (error) {
    port.postMessage({ kind: "failed", error: carryError(error) } satisfies Reply);
  }
}

type WorkerFunction = (input: never, context: WorkerContext) => unknown;

const FUNCTIONS = new Map<string, WorkerFunction>();

async function load(module: string, name: string): Promise<WorkerFunction> {
  const loaded = (await import(module)) as Partial<WorkerModule>;
  // CommonJS that was made from a module keeps its default export one level deeper.
  const fn: unknown = (loaded.default as { readonly default?: unknown } | undefined)?.default ?? loaded.default;
  if (typeof fn === "function") {
    FUNCTIONS.set(module, fn as WorkerFunction);
    return fn as WorkerFunction;
  }
  throw new TypeError(
    `Cannot run the worker ${name}: the default export of ${module} is ${fn === null ? "null" : typeof fn}; ` +
      "export default (input, { signal }) => result",
  );
}
