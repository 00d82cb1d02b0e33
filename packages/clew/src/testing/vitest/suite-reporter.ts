import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { findSlow } from "../../explain/index.js";
import { Parser } from "../../parse/index.js";
import { formatDuration, visible } from "../../render/index.js";
import { encodeValue, type ForeignSpan, type Message, messagesOfSpan } from "../../wire/index.js";
import type { ReportedModule } from "./reported.js";
import { spansOfRun } from "./spans-of-run.js";

/** Options of `SuiteReporter`. */
export interface SuiteReporterOptions {
  /** Where the log of the suite is written, anew by each run; `clew-tests.log` unless given. */
  readonly file?: string;
  /** How many places are printed: 5 unless given. */
  readonly places?: number;
}

/**
 * A reporter for Vitest, 3 or later, that shows where the time of a suite went. It writes a log of its own, with an action for
 * each file, each phase of a file, each suite and each test, and prints what was waited for: the critical path, as
 * `clew slow` gives it. `reporters: ["default", new SuiteReporter()]`, in the configuration.
 *
 * @example
 * ```ts
 * import { SuiteReporter } from "clew/testing/vitest";
 *
 * const test = { reporters: ["default", new SuiteReporter({ file: "tests.log" })] };
 * console.log(test.reporters.length); // 2
 * ```
 */
export class SuiteReporter {
  readonly #file: string;
  readonly #places: number;
  #startMs = 0;
  readonly #began = new Map<string, number>();
  readonly #ended = new Map<string, number>();

  constructor({ file = "clew-tests.log", places = 5 }: SuiteReporterOptions = {}) {
    this.#file = file;
    this.#places = places;
  }

  /** Called by Vitest. @internal */
  onTestRunStart(): void {
    this.#startMs = Date.now();
    this.#began.clear();
    this.#ended.clear();
  }

  /** Called by Vitest. @internal */
  onTestModuleStart({ moduleId }: ReportedModule): void {
    this.#began.set(moduleId, Date.now());
  }

  /** Called by Vitest. @internal */
  onTestModuleEnd({ moduleId }: ReportedModule): void {
    this.#ended.set(moduleId, Date.now());
  }

  /** Called by Vitest. @internal */
  async onTestRunEnd(modules: readonly ReportedModule[]): Promise<void> {
    const endMs = Date.now();
    const spans = spansOfRun(modules, { startMs: this.#startMs, endMs, began: this.#began, ended: this.#ended });
    const messages = spans.flatMap(messagesOfSpan);
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(this.#file, messages.map((message) => `${encodeValue(message)}\n`).join(""));
    } catch (error) {
      console.warn(`clew: cannot write ${this.#file}: ${String(error)}`);
    }
    console.log(await this.#said(messages, spans));
  }

  async #said(messages: readonly Message[], [run]: readonly ForeignSpan[]): Promise<string> {
    const parser = new Parser();
    for (const message of messages) parser.add(message);
    const { actions } = await findSlow(parser.end());
    const seconds = Number((run?.endNanos ?? 0n) - (run?.startNanos ?? 0n)) / 1e9;
    const rows = actions.slice(0, this.#places).map(({ share, criticalSelfSeconds, actionPath }) => {
      const percent = `${Math.round(share * 100)}%`.padStart(5);
      return `  ${percent}  ${formatDuration(criticalSelfSeconds).padStart(7)}  ${visible(actionPath.slice(1).join(" > ") || "between the files")}`;
    });
    return [
      `Of the ${formatDuration(seconds)} of this suite was waited for:`,
      ...rows,
      `  More: clew slow ${this.#file}`,
      "",
    ].join("\n");
  }
}
