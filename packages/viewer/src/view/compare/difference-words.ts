import type { DiffMark } from "../../model/index.js";

export const DIFFERENCE_WORDS: Readonly<Record<DiffMark, string>> = {
  missing: "only in A",
  extra: "only in B",
  status: "ended differently",
  field: "another value",
  order: "another order",
  duration: "several times as long",
};
