import { describe, expect, test } from "vitest";
import { toLogEntry } from "./index.js";

const place = { task_uuid: "u", task_level: [1], timestamp: 1 };

describe("toLogEntry(message, taken)", () => {
  test.each([
    [{ message_type: "started" }, "info"],
    [{ action_type: "upload", action_status: "started" }, "info"],
    [{ action_type: "upload", action_status: "succeeded" }, "info"],
    [{ action_type: "upload", action_status: "failed" }, "error"],
    [{ message_type: "eliot:traceback" }, "error"],
    [{ message_type: "eliot:destination_failure" }, "warn"],
    [{ message_type: "eliot:serialization_failure" }, "warn"],
    [{ message_type: "clew:ledger" }, "warn"],
    [{ message_type: "quiet", log_level: "debug" }, "debug"],
    [{ action_type: "upload", action_status: "failed", log_level: "info" }, "info"],
  ] as const)("takes %o as %s", (fields, logLevel) => {
    expect(toLogEntry({ ...place, ...fields }, []).logLevel).toBe(logLevel);
  });

  test("says what happened, and renames what the other logger has for itself", () => {
    const entry = toLogEntry({ ...place, action_type: "upload", action_status: "failed", level: 3, log_level: "x" }, [
      "level",
    ]);
    expect(entry.text).toBe("upload failed");
    expect(entry.fields).toEqual({ ...place, action_type: "upload", action_status: "failed", field_level: 3 });
  });
});
