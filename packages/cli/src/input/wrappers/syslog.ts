import { isLevelWord } from "../dialects/index.js";
import type { Wrapper } from "./wrapper.js";

const OLD =
  /^(?:\d+ )?(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) ([^\s{"]+) ([^\s:[\]{"]+)(?:\[(\d+)\])?: ?(.*)$/s;
const RSYSLOG =
  /^(?:<\d{1,3}>)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) ([^\s{"]+) ([^\s:[\]{"]+)(?:\[(\d+)\])?: (.*)$/s;
/** On a stream the count of its bytes stands before a line, files may lack the priority, and Heroku's router the data. */
const NEW =
  /^(?:(?:\d+ )?<\d{1,3}>)?1 (\d{4}-\d\d-\d\dT\S+|-) (\S+) (\S+) (\S+) (\S+)(?: (?:-|(?:\[(?:[^"\]\\]|"(?:[^"\\]|\\.)*")*\])+))?(?: \uFEFF?(.*))?$/s;

/** Syslog of RFC 3164 and of RFC 5424, rsyslog's files, and `journalctl -o short`, which looks like the first. */
export const syslog: Wrapper = {
  kind: "syslog",
  lines: "syslog's",
  example: '<134>1 2026-01-02T03:04:05.006Z web-1 shop 7 - - {"level":30,…}',
  isCertain: true,
  ofText: (text) => {
    const recent = NEW.exec(text);
    if (recent !== null) {
      const [, time = "", host = "", app = "", , , inner = ""] = recent;
      return { inner, source: { kind: "syslog", host, app, time }, time };
    }
    const found = OLD.exec(text) ?? RSYSLOG.exec(text);
    if (found === null) return undefined;
    const [, time = "", host = "", app = "", , inner = ""] = found;
    // It is a line of a logger that has a time, and its level next.
    if (isLevelWord(host.replace(/[[\]]/g, "")) || isLevelWord(app)) return undefined;
    return { inner, source: { kind: "syslog", host, app, time }, time };
  },
};
