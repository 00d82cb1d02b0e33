/**
 * What runs in each thread: it calls the functions that it is asked to call, in a scope that heeds the caller's cancel
 * and in the caller's task, and sends every line to the caller at once, so that a termination loses none of them.
 */

import { parentPort, workerData } from "node:worker_threads";
import { installCarrier } from "../node/index.js";
import { addDestination, continueTask, currentContext } from "../record/index.js";
import { Cancelled, type Scope, withScope } from "../scope/index.js";
import { cancelRegion, checkFunction, type Region, rootRegion } from "../scope/internal.js";
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

/** The scope of what runs here; one function at a time. */
let current: Scope | undefined;
let lastName = "a worker";
/** A cancel may come before the function was called. */
let isCancelAsked = false;

port.on("message", (request: Request) => {
  if (request.kind === "run") void run(request);
  else if (request.kind === "end") void flushed().then(() => port.postMessage({ kind: "flushed" } satisfies Reply));
  else {
    isCancelAsked = true;
    // Quietly, so that what a rollback throws is the outcome, and not the cancel.
    if (current !== undefined) cancelRegion(current as Scope & Region, asked());
  }
});

const asked = (): Cancelled => new Cancelled({ source: "parent", message: "Cancelled with the child that runs this" });

async function run({ module, name, input, taskId }: RunRequest): Promise<void> {
  const moved: object[] = [];
  isCancelAsked = false;
  lastName = name;
  const body = (): Promise<unknown> =>
    withScope({ name }, async (scope) => {
      current = scope;
      const fn = FUNCTIONS.get(module) ?? (await load(module, name));
      if (isCancelAsked) throw asked();
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
    if (hasOutput()) await flushed();
    try {
      port.postMessage({ kind: "done", value } satisfies Reply, moved as never);
    } catch (error) {
      throw new NotCloneableError("result", name, error);
    }
  } catch (error) {
    await flushed();
    port.postMessage({ kind: "failed", error: carryError(error) } satisfies Reply);
  } finally {
    current = undefined;
  }
}

/** Whether something that was written to standard output or error is still on its way. */
function hasOutput(): boolean {
  return process.stdout.writableLength > 0 || process.stderr.writableLength > 0;
}

/** Waits until what was written to standard output and error has been received: a result must not overtake it. */
async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write("", resolve));
  }
}

process.on("uncaughtException", (error) => {
  const culprit = jobHere();
  if (current === undefined || (culprit !== undefined && culprit !== current)) {
    port.postMessage({ kind: "late", error: carryError(error), of: culprit?.name ?? lastName } satisfies Reply);
    return;
  }
  // Nobody knows what state the thread is in: what runs in it has failed with it, as in a thread without this handler.
  port.postMessage({ kind: "failed", error: carryError(error) } satisfies Reply);
  process.exit(1);
});

/** The scope of the job in whose context this runs, also where that job has ended: the outermost one. */
function jobHere(): Scope | undefined {
  let region = currentContext()?.region as Region | undefined;
  while (region !== undefined && region.parent !== rootRegion()) region = region.parent;
  return region as (Scope & Region) | undefined;
}

type WorkerFunction = (input: never, context: WorkerContext) => unknown;

const FUNCTIONS = new Map<string, WorkerFunction>();

async function load(module: string, name: string): Promise<WorkerFunction> {
  const loaded = (await import(module)) as Partial<WorkerModule>;
  // CommonJS that was made from a module keeps its default export one level deeper.
  const fn: unknown = (loaded.default as { readonly default?: unknown } | undefined)?.default ?? loaded.default;
  if (typeof fn === "function") {
    const checked = checkFunction(`run as the worker ${name}`, fn as WorkerFunction);
    FUNCTIONS.set(module, checked);
    return checked;
  }
  throw new TypeError(
    `Cannot run the worker ${name}: the default export of ${module} is ${fn === null ? "null" : typeof fn}; ` +
      "export default (input, { signal }) => result",
  );
}
