import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clickHouseAddress } from "./address.js";
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
