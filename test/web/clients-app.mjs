// Asks a server through a client, as many requests at once do: `node --import clew/auto clients-app.mjs CLIENT PORT`. Each
// request has a task of its own and asks for its own number, by promises and by callbacks. Says that it is done.

import { once } from "node:events";
import { logMessage, withTask } from "clew";

const [, , client, port] = process.argv;
const REQUESTS = 40;
const byCallback = (call) =>
  new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result)));
  });

/** Each gives what one request does, and what ends the client. */
const CLIENTS = {
  async pg() {
    const { default: pg } = await import("pg");
    const pool = new pg.Pool({ host: "127.0.0.1", port: +port, user: "postgres", max: 2 });
    return {
      async ask(id) {
        await pool.query(`select ${id} as id`);
        await byCallback((done) => pool.query(`select ${id} as again`, done));
        const held = await pool.connect();
        await held.query("select $1::int as third", [id]).finally(() => held.release());
      },
      end: () => pool.end(),
    };
  },
  async mysql2() {
    const { default: mysql } = await import("mysql2");
    const pool = mysql.createPool({ host: "127.0.0.1", port: +port, user: "root", connectionLimit: 2 });
    return {
      async ask(id) {
        await pool.promise().query(`select ${id} as id`);
        await byCallback((done) => pool.query(`select ${id} as again`, done));
        await byCallback((done) => pool.execute("select ? as third", [id], done));
      },
      end: () => pool.promise().end(),
    };
  },
  async mariadb() {
    const { createPool } = await import("mariadb");
    const pool = createPool({ host: "127.0.0.1", port: +port, user: "root", connectionLimit: 2 });
    return {
      async ask(id) {
        await pool.query(`select ${id} as id`);
        const held = await pool.getConnection();
        await held.query(`select ${id} as again`).finally(() => held.release());
        await pool.execute("select ? as third", [id]);
      },
      end: () => pool.end(),
    };
  },
  async postgres() {
    const { default: postgres } = await import("postgres");
    const sql = postgres({ host: "127.0.0.1", port: +port, user: "postgres", database: "postgres", max: 2 });
    return {
      async ask(id) {
        await sql.unsafe(`select ${id} as id`);
        await sql.begin((tx) => tx.unsafe(`select ${id} as again`));
        await sql`select ${id}::int as third`;
      },
      end: () => sql.end(),
    };
  },
  async "better-sqlite3"() {
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(":memory:");
    return {
      async ask(id) {
        database.prepare(`select ${id} as id`).all();
        database.prepare("select ? as again").get(id);
        await null;
        database.transaction(() => database.prepare(`select ${id} as third`).all())();
      },
      end: () => database.close(),
    };
  },
  async "node:sqlite"() {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(":memory:");
    return {
      async ask(id) {
        for (const what of ["id", "again", "third"]) database.prepare(`select ${id} as ${what}`).all();
      },
      end: () => database.close(),
    };
  },
  async ioredis() {
    const { default: Redis } = await import("ioredis");
    const redis = new Redis(+port, { lazyConnect: true });
    await redis.connect();
    return {
      async ask(id) {
        await redis.get(`k${id}`);
        await byCallback((done) => redis.get(`k${id}`, done));
        await redis.set(`k${id}`, "secret");
      },
      end: () => redis.quit(),
    };
  },
  async redis() {
    const { createClient } = await import("redis");
    const redis = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
    return {
      async ask(id) {
        await Promise.all([redis.get(`k${id}`), redis.get(`k${id}`)]);
        await redis.set(`k${id}`, "secret");
      },
      end: () => redis.close(),
    };
  },
  async amqplib() {
    const { connect } = await import("amqplib");
    const connection = await connect(`amqp://127.0.0.1:${port}`);
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue("", { exclusive: true });
    let waiting = REQUESTS;
    let arrived = () => {};
    const all = new Promise((resolve) => {
      arrived = resolve;
    });
    await channel.consume(queue, (message) => {
      logMessage("consumed", { id: Number(message.content.toString()) });
      channel.ack(message);
      if (--waiting === 0) arrived();
    });
    return {
      ask: async (id) => channel.sendToQueue(queue, Buffer.from(String(id))),
      end: () => all.then(() => connection.close()),
    };
  },
  async kafkajs() {
    const { Kafka, logLevel } = await import("kafkajs");
    const kafka = new Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId: "orders" });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: "orders", messages: [{ value: "0" }] });
    await consumer.connect();
    await consumer.subscribe({ topic: "orders", fromBeginning: true });
    let waiting = REQUESTS;
    let arrived = () => {};
    const all = new Promise((resolve) => {
      arrived = resolve;
    });
    await consumer.run({
      async eachMessage({ message }) {
        const id = Number(message.value.toString());
        // One was sent to have the topic there.
        if (id === 0) return;
        await null;
        logMessage("consumed", { id });
        if (--waiting === 0) arrived();
      },
    });
    return {
      ask: (id) => producer.send({ topic: "orders", messages: [{ key: "k", value: String(id) }] }),
      async end() {
        await all;
        await producer.disconnect();
        await consumer.disconnect();
      },
    };
  },
  async bullmq() {
    const { Queue, Worker } = await import("bullmq");
    const connection = { host: "127.0.0.1", port: +port };
    const queue = new Queue("orders", { connection });
    let waiting = REQUESTS;
    let arrived = () => {};
    const all = new Promise((resolve) => {
      arrived = resolve;
    });
    const worker = new Worker(
      "orders",
      async ({ data }) => {
        await null;
        logMessage("consumed", { id: data.id });
        if (--waiting === 0) setTimeout(arrived, 200);
      },
      { connection, concurrency: 5 },
    );
    await worker.waitUntilReady();
    return {
      ask: (id) => queue.add("order", { id }),
      async end() {
        await all;
        await worker.close();
        await queue.close();
      },
    };
  },
};

const { ask, end } = await CLIENTS[client]();
await Promise.all(
  Array.from({ length: REQUESTS }, (_, i) =>
    withTask("request", { id: 1000 + i }, async () => {
      await ask(1000 + i);
      logMessage("answered", { id: 1000 + i });
    }),
  ),
);
await end();
process.stdout.write("DONE\n");
await Promise.race([once(process.stdout, "drain"), null]);
process.exit(0);
