import { expect, test } from "vitest";
import { differences } from "./same-lines-for-tests.js";

/** `CLEW_PROGRAMS=100000` is the whole of it, some minutes long. */
const PROGRAMS = Number(process.env.CLEW_PROGRAMS ?? 10_000);

test(`lines made as bytes are those made as texts, in ${PROGRAMS} random programs`, {
  timeout: 60 * 60_000,
}, async () => {
  expect(await differences(1_000_000, PROGRAMS)).toEqual([]);
});
