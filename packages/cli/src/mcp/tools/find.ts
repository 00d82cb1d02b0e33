import type { WrittenNode } from "clew/parse";
import { z } from "zod";
import { findNodes, neededTasks } from "../../filter/index.js";
import { nodeAnswer } from "../../output/node-json.js";
import { readSeconds, readTo } from "../read-so-far.js";
import { tool } from "./tool.js";

export const find = tool({
  name: "find",
  title: "Messages and actions by their fields",
  description:
    "Finds records by a filter: field=value != ~ (contains, or * and ?) > < >= <=, joined by and, or, not and brackets. " +
    "Fields are the log's (dotted inside), or type, status, duration (>100ms), task, time, exception, reason.",
  input: z.object({
    filter: z.string().min(1).describe("Such as 'status=failed type~http*'."),
    limit: z.number().int().min(1).max(200).default(20),
    seconds: readSeconds,
  }),
  async answer(log, { filter, limit, seconds }) {
    const finder = await findNodes({ filter });
    return log.search(neededTasks(filter), seconds, async (reading) => {
      const found: WrittenNode[] = [];
      let hasMore = false;
      for await (const tree of reading.trees) {
        for (const node of finder?.(tree).fitting ?? []) {
          if (found.length < limit) found.push(node);
          else hasMore = true;
        }
        if (hasMore) break;
      }
      return {
        data: {
          found: found.map(nodeAnswer),
          ...(hasMore
            ? { more: `there are more than ${limit}; narrow the filter, or count them with query` }
            : readTo(reading)),
        },
      };
    });
  },
});
