// Opens a connection in a request, and logs what becomes of it after that has ended: `node --import clew/auto
// connections-app.mjs CLIENT PORT`. Says when it has asked, waits for a word, and asks once more.

import { once } from "node:events";
import { logMessage, withTask } from "clew";

const [, , client, port] = process.argv;
const hear = (emitter, events) => {
  for (const event of events) emitter.on(event, () => logMessage("heard", { event }));
};
const host = "127.0.0.1";

/** Each gives what asks, opening a connection where there is none. */
const CLIENTS = {
  async ioredis() {
    const { default: Redis } = await import("ioredis");
    const redis = new Redis(+port, { lazyConnect: true, retryStrategy: () => 5 });
    hear(redis, ["connect", "ready", "error", "close", "reconnecting"]);
    return () => redis.get("k");
  },
  async redis() {
    const { createClient } = await import("redis");
    const redis = createClient({ url: `redis://${host}:${port}`, socket: { reconnectStrategy: () => 5 } });
    hear(redis, ["connect", "ready", "error", "reconnecting"]);
    let opening;
    return async () => {
      opening ??= redis.connect();
      await opening;
      await redis.get("k");
    };
  },
  async pg() {
    const { default: pg } = await import("pg");
    const pool = new pg.Pool({ host, port: +port, user: "postgres", max: 1 });
    hear(pool, ["connect", "error", "remove"]);
    return () => pool.query("select 1 as one");
  },
  async mysql2() {
    const { default: mysql } = await import("mysql2");
    const pool = mysql.createPool({ host, port: +port, user: "root", connectionLimit: 1 });
    pool.on("connection", (connection) => hear(connection, ["error", "end"]));
    return () => pool.promise().query("select 1 as one");
  },
  async mariadb() {
    const { createPool } = await import("mariadb");
    const pool = createPool({ host, port: +port, user: "root", connectionLimit: 1, minDelayValidation: 0 });
    hear(pool, ["connection", "release"]);
    return () => pool.query("select 1 as one");
  },
  async postgres() {
    const { default: postgres } = await import("postgres");
    const onclose = () => logMessage("heard", { event: "close" });
    const sql = postgres({ host, port: +port, user: "postgres", database: "postgres", max: 1, onclose });
    return () => sql`select 1 as one`;
  },
};

const ask = await CLIENTS[client]();
await withTask("opener", { id: 1 }, ask);
process.stdout.write("ASKED\n");
await once(process.stdin, "data");
// The connection is gone by now, and a client may be told so by the first who asks again.
for (let i = 0; i < 100; i++) {
  const isAnswered = await withTask("later", { id: 2 }, ask).then(
    () => true,
    () => false,
  );
  if (isAnswered) break;
  await new Promise((resolve) => setTimeout(resolve, 10));
}
process.stdout.write("DONE\n");
process.exit(0);
