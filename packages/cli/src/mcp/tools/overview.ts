import { z } from "zod";
import { tool } from "./tool.js";

const MOST_TYPES = 15;

export const overview = tool({
  name: "overview",
  title: "The log at a glance",
  description: "Counts, times, how tasks ended, and the action types that took most time of their own. Ask this first.",
  input: z.object({}),
  async answer(log) {
    const { name, live: _, ...summary } = await log.summary();
    const types = await log.ask((store) => store.types());
    return {
      data: { name, ...summary, types: types.slice(0, MOST_TYPES), more_types: Math.max(0, types.length - MOST_TYPES) },
      next: [...(summary.failedTasks > 0 ? [{ tool: "why", with: {} }] : []), { tool: "slow", with: {} }],
    };
  },
});
