import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clickHouseAddress } from "../../address/index.js";
import { ClickHouseClient } from "./client.js";

/** A certificate that nobody trusts, for 127.0.0.1, and its key, which is used nowhere else. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUdKWcjBDCgmSmKWSd7w67jHb+Io4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJY2xldyB0ZXN0MCAXDTI2MTEyOTA5NDEwMloYDzIxMjYxMTA1
MDk0MTAyWjAUMRIwEAYDVQQDDAljbGV3IHRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASAOCxGDidW9IiyfaXtzugEbr+HkwAHGvv8SR6fENmajZCxpA0OsIcx
YQ+cGZTX4Y2J6XDPovrHYM0SHlW13BpMo2QwYjAdBgNVHQ4EFgQUqyX6TJ5S5pbs
CxlKtqGRwHrSxeswHwYDVR0jBBgwFoAUqyX6TJ5S5pbsCxlKtqGRwHrSxeswDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQCk+aOFridjnnZkYTx9p1XVK8TqgN0wQVfTfsYd8niMHgIgSVzveD9221hhjVB+
OdYQxgc64i+sKUk0qcNU1AM6eH4=
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjWzXgXi1lXnA9jBv
keCTacGyt8FqCwfk0od4Lfvfy2KhRANCAASAOCxGDidW9IiyfaXtzugEbr+HkwAH
Gvv8SR6fENmajZCxpA0OsIcxYQ+cGZTX4Y2J6XDPovrHYM0SHlW13BpM
-----END PRIVATE KEY-----
`;

test("a server whose certificate is not trusted is asked nothing, and the way out is said", async () => {
  let asked = 0;
  const server = createServer({ cert: CERTIFICATE, key: KEY }, (_, answer) => {
    asked++;
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new ClickHouseClient(clickHouseAddress(`clickhouses://u:secret-word@127.0.0.1:${port}/x`, {}));
  try {
    const error = await client.text("SELECT 1").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "CLEW_CLICKHOUSE_CERTIFICATE" });
    expect(String(error)).toContain("NODE_EXTRA_CA_CERTS");
    expect(String(error)).not.toContain("secret-word");
    expect(asked).toBe(0);
  } finally {
    client.close();
    server.close();
  }
});

/** Asks two nodes, of which the first answers as it is told, and the second rightly. */
async function asked(answerBadly: (answer: ServerResponse) => void) {
  const servers = [answerBadly, (answer: ServerResponse) => answer.end('{"n":1}\n{"n":2}\n')].map((reply) =>
    createHttpServer((question, answer) => question.resume().on("end", () => reply(answer))),
  );
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hosts = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  const client = new ClickHouseClient(clickHouseAddress(`clickhouse://${hosts.join(",")}/x`, {}));
  try {
    return await client.rows("SELECT n").catch((thrown: unknown) => thrown);
  } finally {
    client.close();
    for (const server of servers) server.close();
  }
}

const BOTH = [{ n: 1 }, { n: 2 }];

test.each<[string, (answer: ServerResponse) => void]>([
  ["of a known length", (answer) => answer.writeHead(200, { "content-length": 100 }).write('{"n":1}\n')],
  ["in pieces", (answer) => answer.write('{"n":1}\n')],
])("half an answer %s is none, and the next node is asked", async (_how, begin) => {
  const cut = (answer: ServerResponse) => {
    begin(answer);
    setImmediate(() => answer.destroy());
  };
  expect(await asked(cut)).toEqual(BOTH);
});

test.each([
  "Code: 241, e.displayText() = DB::Exception: Memory limit exceeded, e.what() = DB::Exception",
  "__exception__\r\nCode: 241. DB::Exception: Memory limit exceeded",
])("rows that end with an error of the server are no answer: %s", async (error) => {
  expect(await asked((answer) => answer.end(`{"n":1}\n${error}\n`))).toMatchObject({
    code: "CLEW_CLICKHOUSE_REFUSED",
    serverCode: 241,
  });
});

test("a server that answers nothing is given up for the next one", async () => {
  expect(await asked((answer) => answer.destroy())).toEqual(BOTH);
});
