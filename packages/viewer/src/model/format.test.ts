import { expect, it } from "vitest";
import { agoWords, withoutFolders } from "./format.js";

it("says how long ago a line was written, and nothing of one of now or of a clock that goes ahead", () => {
  expect([-5, 59, 60, 3599, 3600, 4 * 3600 + 1, 3 * 86_400].map(agoWords)).toEqual([
    undefined,
    undefined,
    "1 min ago",
    "59 min ago",
    "1 h ago",
    "4 h ago",
    "3 d ago",
  ]);
});

it("leaves the folders of files out of their names", () => {
  expect(withoutFolders("/var/log/app/a.log, logs/b.log and 29 more")).toBe("a.log, b.log and 29 more");
});
