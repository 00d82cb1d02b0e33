import { expect, test } from "vitest";
import { differences } from "./same-lines-for-tests.js";

test("lines made as bytes are those made as texts, whatever fields do while they are written", () => {
  expect(differences(1, 300)).toEqual([]);
});
