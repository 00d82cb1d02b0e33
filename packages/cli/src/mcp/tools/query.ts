import { z } from "zod";
import { viewsText } from "../../store/index.js";
import { tool } from "./tool.js";

export const query = tool({
  name: "query",
  title: "SQL over the log",
  description: `One SELECT in DuckDB's SQL; fields of messages are JSON (fields->>'route'). Where the log is a clickhouse:// database, in ClickHouse's SQL, and messages have line in place of fields. The tables:\n${viewsText()}`,
  input: z.object({
    sql: z.string().min(1),
    rows: z.number().int().min(1).max(1_000).default(50),
    seconds: z.number().positive().max(60).default(10).describe("The longest it may take."),
  }),
  async answer(log, { sql, rows: mostRows, seconds }) {
    let data: unknown;
    await log.query(sql, mostRows, seconds, async ({ columns, rows, hasMore }) => {
      const all: unknown[] = [];
      for await (const some of rows) {
        for (const row of some) all.push(Object.fromEntries(columns.map((name, i) => [name, row[i]])));
      }
      data = { rows: all, ...(hasMore() && { more: `there are more than ${mostRows} rows` }) };
    });
    return { data };
  },
});
