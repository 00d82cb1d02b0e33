import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHead } from "./index.js";

/** A line as clew writes it, or with a space in it, so that only reading it whole tells what it says. */
function lineOf(message: object, isOurs: boolean): string {
  return `${isOurs ? "" : " "}${JSON.stringify(message)}\n`;
}

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('a","action_status":"failed', "\\", 'x"', "u-1", "],", '","task_level":[9]'),
);
const level = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });

describe("readHead(line)", () => {
  test("says of every line what reading it whole says", () => {
    fc.assert(
      fc.property(
        text,
        level,
        fc.double({ min: 0, max: 2e9, noNaN: true }),
        text,
        fc.constantFrom("started", "succeeded", "failed", undefined),
        fc.dictionary(text, text),
        (task_uuid, task_level, timestamp, type, action_status, fields) => {
          const kind = action_status === undefined ? { message_type: type } : { action_type: type, action_status };
          const message = { task_uuid, task_level, timestamp, ...kind, inner: { ...fields, action_status: "failed" } };
          const quick = readHead(lineOf(message, true));
          const messageType = action_status === undefined ? (quick?.messageType as string) : undefined;
          expect(quick).toEqual({
            taskUuid: task_uuid,
            level: task_level.join(","),
            status: action_status,
            messageType,
          });
          expect(readHead(lineOf(message, false))).toMatchObject({ taskUuid: task_uuid, status: action_status });
          if (/^[a-z:-]*$/.test(type) && action_status === undefined) expect(messageType).toBe(type);
        },
      ),
    );
  });

  test("reads the lines of other writers, whose fields stand in another order", () => {
    const line =
      '{"timestamp": 1.5, "action_status": "failed", "task_uuid": "u", "action_type": "a", "task_level": [3, 2]}';
    expect(readHead(line)).toEqual({ taskUuid: "u", level: "3,2", status: "failed", messageType: undefined });
  });

  test.each(["", "null", "3", "[]", "{}", '{"task_uuid":"', '{"task_uuid":"u","task_level":[1', '{"task_uuid":3}'])(
    "gives nothing for what is no line: %j",
    (line) => {
      expect(readHead(line)).toBeUndefined();
    },
  );
});
