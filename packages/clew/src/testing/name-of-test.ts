/** What the runner says of the test that runs. */
export interface NameOfTest {
  readonly name: string | undefined;
  readonly file: string;
}

/** Where Vitest keeps its `expect` where tests import it. */
const VITEST_EXPECT = Symbol.for("expect-global");

interface Expect {
  getState?(): { readonly currentTestName?: string; readonly testPath?: string };
}

/** A test or a suite of Vitest, as its context has it. */
interface VitestTask {
  readonly name: string;
  readonly suite?: VitestTask;
  readonly file?: { readonly filepath?: string };
}

/** What `node:test` and Vitest give to a test. */
interface Context {
  readonly task?: VitestTask;
  readonly name?: unknown;
  readonly fullName?: unknown;
  readonly filePath?: unknown;
}

/**
 * The name of the running test: by what `node:test` and Vitest give to it, which is right for tests that run at the same time
 * too, or by what the `expect` of Vitest and Jest says.
 */
export function nameOfTest([context]: readonly unknown[]): NameOfTest {
  const { task, name, fullName, filePath } = (context ?? {}) as Context;
  if (task !== undefined) return { name: pathOf(task).join(" > "), file: task.file?.filepath ?? "" };
  if (typeof name === "string") return { name: String(fullName ?? name), file: String(filePath ?? "") };
  const known = globalThis as { readonly expect?: Expect; readonly [VITEST_EXPECT]?: Expect };
  const state = (known[VITEST_EXPECT] ?? known.expect)?.getState?.();
  return { name: state?.currentTestName || undefined, file: state?.testPath ?? "" };
}

/** The suites that a test stands in, and itself. */
function pathOf(task: VitestTask): string[] {
  const path: string[] = [];
  for (let each: VitestTask | undefined = task; each !== undefined; each = each.suite) path.unshift(each.name);
  return path;
}
