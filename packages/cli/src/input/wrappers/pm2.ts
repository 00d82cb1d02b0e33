import type { Wrapper } from "./wrapper.js";

const LINE = /^(\d+)\|([^|]*?) *\| (?:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^ ]*?): )?(.*)$/s;

/** `pm2 logs`, and PM2's own JSON of lines. */
export const pm2: Wrapper = {
  kind: "pm2",
  lines: "PM2's",
  example: '0|web  | {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, , name = "", time, inner = ""] = found;
    return { inner, source: { kind: "pm2", name, ...(time !== undefined && { time }) }, time };
  },
  ofObject: ({ message, timestamp, type, process_id, app_name }) => {
    if (typeof message !== "string" || typeof app_name !== "string" || process_id === undefined) return undefined;
    const stream = type === "out" ? "stdout" : type === "err" ? "stderr" : undefined;
    return {
      inner: message.replace(/\n$/, ""),
      source: { kind: "pm2", name: app_name, ...(stream !== undefined && { stream }) },
      time: timestamp,
    };
  },
};
