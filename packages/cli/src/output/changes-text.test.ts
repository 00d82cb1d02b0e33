import type { Change, ChangeReport, DiffReport } from "clew/explain";
import { describe, expect, test } from "vitest";
import { changesText } from "./changes-text.js";

const failed = (value: string): Change => ({
  actionPath: ["job", "attempt"],
  kind: "failed",
  item: undefined,
  a: { yes: 0, of: 40 },
  b: { yes: 20, of: 40 },
  p: 1e-9,
  confidence: 0.95,
  sure: true,
  extraSecondsPerTask: 0,
  value,
  drift: undefined,
  example: undefined,
});
const suspect = (value: string) => ({ field: "service", value, score: 9, confidence: 0.95, because: [] });

const textOf = (changes: readonly Change[], first: string) => {
  const changed: ChangeReport = { changes, mix: [], suspects: [suspect(first)], between: [], tasks: { a: 40, b: 40 } };
  const none = { first: undefined, differences: [], pairedTasks: 0 };
  const report: DiffReport = { mode: "changes", changed, improved: [], same: false, ...none };
  return [...changesText(report, changed, "", { width: 200 })].join("\n").replaceAll("\n", " ");
};

describe("what changed, as text", () => {
  test("describes a change of who is named first, and says whose each is", () => {
    const text = textOf([failed("mailer"), failed("ledger")], "ledger");
    expect(text).toContain("It surely began in ledger: job > attempt failed in 20 of 40, before in 0 of 40.");
    expect(text).toContain("job > attempt of mailer failed");
    expect(text).toContain("job > attempt of ledger failed");
  });

  test("says whose change it tells, where none that is sure is of who is named first", () => {
    expect(textOf([failed("mailer")], "ledger")).toContain(
      "It surely began in ledger: job > attempt of mailer failed in 20 of 40",
    );
  });
});
