import type { ForeignSpan } from "../../wire/index.js";
import type { ReportedModule, ReportedSuite, ReportedTest } from "./reported.js";

/** What the reporter has seen itself, in milliseconds since the epoch. */
export interface SeenTimes {
  readonly startMs: number;
  readonly endMs: number;
  /** When the tests of a file began and ended. */
  readonly began: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
}

/** An action of the run, before it has ids. */
interface Stretch {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly failed?: boolean;
  readonly said?: string | undefined;
  readonly within: readonly Stretch[];
}

/** A run of Vitest as spans, the run first: its files, the phases of each, their suites and tests. */
export function spansOfRun(modules: readonly ReportedModule[], seen: SeenTimes): ForeignSpan[] {
  const files = modules.map((module) => stretchOfModule(module, seen));
  const run: Stretch = {
    name: "test-run",
    // The first file's phases may have begun before Vitest says that the run has.
    startMs: Math.min(seen.startMs, ...files.map(({ startMs }) => startMs)),
    endMs: Math.max(seen.endMs, ...files.map(({ endMs }) => endMs)),
    attributes: { files: modules.length },
    ...failureOf(files),
    within: files,
  };
  const traceId = crypto.randomUUID().replaceAll("-", "");
  const spans: ForeignSpan[] = [];
  const open: [Stretch, string | undefined][] = [[run, undefined]];
  for (const [{ name, startMs, endMs, attributes = {}, failed = false, said, within }, parentSpanId] of open) {
    const spanId = (spans.length + 1).toString(16).padStart(16, "0");
    const [startNanos, endNanos] = [nanosOf(startMs), nanosOf(Math.max(startMs, endMs))];
    spans.push({
      traceId,
      spanId,
      parentSpanId,
      name,
      startNanos,
      endNanos,
      attributes,
      failed,
      statusMessage: said,
      events: [],
      links: [],
    });
    for (const each of within) open.push([each, spanId]);
  }
  return spans;
}

function stretchOfModule(module: ReportedModule, seen: SeenTimes): Stretch {
  const { environmentSetupDuration, prepareDuration, setupDuration, collectDuration, duration } = module.diagnostic();
  const children = [...module.children].flatMap(stretchOf);
  const first = Math.min(...children.map(({ startMs }) => startMs));
  const began = seen.began.get(module.moduleId) ?? (Number.isFinite(first) ? first : seen.endMs);
  // Vitest says how long each phase took, and in which order they come: they end where the tests begin.
  const phases: Stretch[] = [];
  let at = Math.min(began, first);
  for (const [name, length] of [
    ["import", collectDuration],
    ["setup files", setupDuration],
    ["environment", environmentSetupDuration],
    ["prepare", prepareDuration],
  ] as const) {
    if (length > 0) phases.unshift({ name, startMs: at - length, endMs: at, within: [] });
    at -= length;
  }
  const ended = seen.ended.get(module.moduleId) ?? began + duration;
  const [error] = module.errors();
  return {
    name: module.relativeModuleId,
    startMs: at,
    endMs: Math.max(ended, ...children.map(({ endMs }) => endMs)),
    ...(error === undefined ? failureOf(children) : { failed: true, said: error.message }),
    within: [...phases, ...children],
  };
}

/** Nothing for what did not run. */
function stretchOf(child: ReportedSuite | ReportedTest): readonly Stretch[] {
  if (child.type === "suite") {
    const within = [...child.children].flatMap(stretchOf);
    if (within.length === 0) return [];
    const startMs = Math.min(...within.map((each) => each.startMs));
    return [
      { name: child.name, startMs, endMs: Math.max(...within.map((each) => each.endMs)), ...failureOf(within), within },
    ];
  }
  const took = child.diagnostic();
  if (took === undefined) return [];
  const { state, errors } = child.result();
  return [
    {
      name: child.name,
      startMs: took.startTime,
      endMs: took.startTime + took.duration,
      attributes: took.retryCount > 0 ? { retries: took.retryCount, flaky: took.flaky } : {},
      failed: state === "failed",
      // What follows is the tree of what was logged, where clew/testing has added it.
      said: errors?.[0]?.message.split("\n", 1)[0],
      within: [],
    },
  ];
}

/** What holds something that failed has failed with it. */
function failureOf(within: readonly Stretch[]): Pick<Stretch, "failed" | "said"> {
  const failed = within.filter((each) => each.failed);
  return { failed: failed.length > 0, said: `${failed.length} of ${within.length} failed` };
}

function nanosOf(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1e3)) * 1_000n;
}
