import { type Dialect, levelOf, momentOf } from "../parts/index.js";

const LINE = /^[DIWEFA], \[(\d{4}-\d\d-\d\dT[\d:.]+)(?: #|#)(\d+)\] +(\w+) -- ([^:]*): (.*)$/s;
const TAGGED = /^\[([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\] /;
const STARTED = /^Started (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) "([^"]+)" for (\S+)/;
const COMPLETED = /^Completed (\d{3}) .*? in (\d+(?:\.\d+)?)ms/;

/** Ruby's Logger; of Rails, with the request's id as a tag, the lines with which a request begins and ends. */
export const ruby: Dialect = {
  name: "ruby",
  lines: "lines of Ruby's Logger",
  example: "I, [2026-01-02T03:04:05.006789 #7]  INFO -- : listening",
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time, pid, level, program, said = ""] = found;
    const tag = TAGGED.exec(said);
    const rest = tag === null ? said : said.slice(tag[0].length);
    const started = STARTED.exec(rest);
    const completed = COMPLETED.exec(rest);
    return {
      value: {
        pid: Number(pid),
        ...(tag !== null && { request_id: tag[1] }),
        ...(started !== null && { method: started[1], path: started[2], remote_ip: started[3] }),
        ...(completed !== null && { status_code: Number(completed[1]), duration_ms: Number(completed[2]) }),
      },
      parts: {
        time: momentOf(time),
        level: levelOf(level === "ANY" ? undefined : level),
        logger: program === "" ? undefined : program,
        text: rest,
      },
    };
  },
};
