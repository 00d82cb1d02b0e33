import { pathJson } from "@clew/log";
import { findPath } from "clew/explain";
import { z } from "zod";
import { compileFilter } from "../../filter/index.js";
import { readSeconds, readTo } from "../read-so-far.js";
import { tool } from "./tool.js";

export const path = tool({
  name: "path",
  title: "What made it take this way",
  description: "Sets the actions in which something happened apart from those in which it could have and did not.",
  input: z.object({
    filter: z.string().min(1).describe("The way: an action or a message, such as 'type=cache.miss'; see find."),
    seconds: readSeconds,
  }),
  async answer(log, { filter, seconds }) {
    const matches = compileFilter(filter);
    const reading = await log.trees(seconds);
    const report = await findPath(reading.trees, { matches });
    return { data: { ...pathJson(report), ...readTo(reading) } };
  },
});
