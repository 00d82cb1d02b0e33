// The engine of a newer ClickHouse, which npm has as a library, behind as much of the server's HTTP interface as clew speaks:
// node serve.mjs FOLDER prints its port when it listens. It has no users, no other nodes, and no settings of a session.
import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Session } from "chdb";

const folder = String(process.argv[2]);
const engine = new Session(join(folder, "data"));
const OF_REQUEST = new Set(["query", "database", "query_id"]);
const INSERT = /^\s*INSERT INTO (.+) FORMAT (\w+)\s*$/is;
const FORMAT = /\sFORMAT\s+(\w+)\s*$/i;
/** The engine reads and writes for one at a time. @type {Promise<unknown>} */
let before = Promise.resolve();
let inserts = 0;

/** @param {URLSearchParams} search @param {Buffer} body */
async function answer(search, body) {
  const settings = [...search].filter(([name]) => !OF_REQUEST.has(name)).map(([name, value]) => `${name}='${value}'`);
  const set = settings.length === 0 ? "" : ` SETTINGS ${settings.join(", ")}`;
  const [, table, format] = INSERT.exec(search.get("query") ?? "") ?? [];
  if (table !== undefined) {
    const file = join(folder, `insert-${inserts++}`);
    await writeFile(file, body);
    try {
      return await engine.queryAsync(`INSERT INTO ${table} FROM INFILE '${file}'${set} FORMAT ${format}`);
    } finally {
      rmSync(file);
    }
  }
  const sql = body.toString();
  const [, form] = FORMAT.exec(sql) ?? [];
  const select = form === undefined ? sql : sql.replace(FORMAT, "");
  const isQuestion = /^\s*(SELECT|WITH)/i.test(select);
  return engine.queryAsync(`${select}${isQuestion ? set : ""}`, { format: form ?? "TabSeparated" });
}

const server = createServer(async (request, response) => {
  const body = await buffer(request);
  const { searchParams } = new URL(String(request.url), "http://engine");
  const mine = before.then(() => answer(searchParams, body));
  before = mine.catch(() => {});
  try {
    response.end((await mine).bytes());
  } catch (error) {
    response.statusCode = 500;
    response.end(error instanceof Error ? error.message : String(error));
  }
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
