import { type EntryDialect, headed } from "./entry-dialect.js";

const FIELD = /^([A-Z_][A-Z0-9_]*)=(.*)$/s;

/** `journalctl -o export`: a field a line, the cursor first. Fields of several lines are given with their length, and left out. */
export const journalExport: EntryDialect = {
  name: "journal",
  lines: "the journal's export",
  example: "__CURSOR=s=… ⏎ __REALTIME_TIMESTAMP=1767323045006789 ⏎ _SYSTEMD_UNIT=shop.service ⏎ MESSAGE=listening",
  begins: (line) => line.startsWith("__CURSOR="),
  open: headed({
    begins: (line) => line.startsWith("__CURSOR="),
    continues: (line) => FIELD.test(line) && !line.startsWith("__CURSOR="),
    read: (lines) => {
      const object: Record<string, string> = {};
      for (const line of lines) {
        const [, name = "", value = ""] = FIELD.exec(line) ?? [];
        if (name !== "__proto__") object[name] = value;
      }
      return { object };
    },
  }),
};
