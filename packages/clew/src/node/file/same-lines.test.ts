import { expect, test } from "vitest";
import { differences } from "./same-lines-for-tests.js";

test("lines made as bytes are those made as texts, whatever fields do while they are written", async () => {
  expect(await differences(1, 300)).toEqual([]);
});
