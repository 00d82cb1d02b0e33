import { type Dialect, levelOf, momentOf } from "../parts/index.js";

/** MySQL names each error, and the part of the server; MariaDB and older ones do not. */
const LINE =
  /^(\d{4}-\d\d-\d\d)[T ] ?(\d{1,2}:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)? (\d+) \[(System|Note|Warning|ERROR)\] (?:\[(MY-\d+)\] \[(\w+)\] )?(.*)$/s;

/** The error log of MySQL and of MariaDB. */
export const mysql: Dialect = {
  name: "mysql",
  lines: "MySQL's lines",
  example: "2026-01-02T03:04:05.006789Z 0 [System] [MY-010931] [Server] ready for connections",
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, day, clock = "", zone = "Z", thread, level = "", code, logger, said] = found;
    return {
      value: { thread: Number(thread), ...(code !== undefined && { code }) },
      parts: {
        time: momentOf(`${day}T${clock.padStart(8, "0")}${zone}`),
        level: level === "System" || level === "Note" ? "info" : levelOf(level),
        logger,
        text: said,
      },
    };
  },
};
