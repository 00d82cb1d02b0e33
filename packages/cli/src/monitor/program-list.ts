import type { MonitorGreeting } from "clew/observe";
import { formatDuration } from "clew/render";
import { type AnswerOptions, toLine } from "../output/answer-lines.js";

/** The programs that can be attached to, a line each. */
export function* programLines(
  greetings: readonly MonitorGreeting[],
  isJson: boolean,
  options: AnswerOptions,
): Generator<string> {
  if (isJson) {
    for (const { pid, program, runtime, startedAt } of greetings) {
      yield JSON.stringify({ pid, program, runtime, startedAt });
    }
    return;
  }
  const ups = greetings.map(({ startedAt }) => formatDuration((Date.now() - startedAt) / 1000));
  const width = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const pids = greetings.map(({ pid }) => String(pid));
  const [pidWidth, upWidth] = [width(["PID", ...pids]), width(["UP", ...ups])];
  yield toLine([["heading", `${"PID".padStart(pidWidth)}  ${"UP".padStart(upWidth)}  PROGRAM`]], options);
  for (const [i, { program }] of greetings.entries()) {
    yield toLine(
      [
        ["value", `${(pids[i] as string).padStart(pidWidth)}  `],
        ["duration", `${(ups[i] as string).padStart(upWidth)}  `],
        ["type", program],
      ],
      options,
    );
  }
  yield "";
  yield toLine([["note", "Attach to one with: clew monitor PID"]], options);
}
