import { expect, test } from "vitest";
import { withTables } from "./asked-tables.js";

const TABLES = new Map([
  ["messages", "SELECT line FROM db.messages"],
  ["tasks", "SELECT uuid FROM db.task_parts"],
]);

test.each([
  ["SELECT count() FROM tasks", "SELECT count() FROM (SELECT uuid FROM db.task_parts) AS tasks"],
  [
    "SELECT t.uuid FROM tasks AS t WHERE t.uuid = 'from messages'",
    "SELECT t.uuid FROM (SELECT uuid FROM db.task_parts) AS t WHERE t.uuid = 'from messages'",
  ],
  ["select line from messages m limit 2;", "select line from (SELECT line FROM db.messages) m limit 2"],
  [
    "SELECT 1 FROM tasks -- from messages\n WHERE uuid IN (SELECT line FROM messages)",
    "SELECT 1 FROM (SELECT uuid FROM db.task_parts) AS tasks -- from messages\n WHERE uuid IN (SELECT line FROM (SELECT line FROM db.messages) AS messages)",
  ],
  ["SELECT 1 WHERE 2 IN (2, 3)", "SELECT 1 WHERE 2 IN (2, 3)"],
  [
    "SELECT a FROM tasks ARRAY JOIN [1, 2] AS a, [3, 4] AS b",
    "SELECT a FROM (SELECT uuid FROM db.task_parts) AS tasks ARRAY JOIN [1, 2] AS a, [3, 4] AS b",
  ],
])("%s reads the tables of the log", (sql, meant) => {
  expect(withTables(sql, TABLES)).toBe(meant);
});

test.each([
  ["DROP TABLE messages", "it is not a SELECT"],
  ["SELECT 1; DROP TABLE messages", "several statements"],
  ["SELECT * FROM system.users", 'no table "system"'],
  ["SELECT * FROM `system`.users", 'no table "system"'],
  ["SELECT * FROM messages, system.users", 'no table "system"'],
  ["SELECT * FROM messages AS m, (SELECT 1) AS n, system.users", 'no table "system"'],
  ["SELECT * FROM tasks JOIN other USING uuid", 'no table "other"'],
  ["SELECT * FROM url('http://127.0.0.1/', TSV, 'a String')", 'no table "url"'],
  ["SELECT * FROM remote('127.0.0.1', system.users)", 'no table "remote"'],
  ["SELECT (SELECT 1 FROM numbers(3))", 'no table "numbers"'],
  ["SELECT * FROM/* */file('/etc/passwd')", 'no table "file"'],
  ["SELECT dictGetString('d', 'a', 1)", "may not call dictGetString"],
  ["SELECT joinGet('j', 'a', 1)", "may not call joinGet"],
  ["SELECT 1 IN system.users", "behind IN"],
  ["SELECT 1 IN (system.users)", "behind IN"],
  ["SELECT 1 IN ((users))", "behind IN"],
  ["SELECT in(1, users)", "behind IN"],
  ["SELECT notIn(1, users)", "may not call notIn"],
  ["SELECT users.name", 'nothing named "users"'],
  ["SELECT 1 WHERE 1 AND in(1, users)", "behind IN"],
  ["SELECT 1 INTO OUTFILE 'out.csv'", "may not say INTO"],
  ["SELECT 1 FORMAT Native", "may not say FORMAT"],
  ["SELECT 1 SETTINGS readonly = 0", "may not say SETTINGS"],
  ["SELECT 1 FROM tasks, `a`", 'no table "a"'],
  ["SELECT 'open", "cannot be read"],
  ["SELECT $$ x $$", "cannot be read"],
  ["", "it is not a SELECT"],
])("%s is refused: %s", (sql, why) => {
  expect(() => withTables(sql, TABLES)).toThrow(why);
});
