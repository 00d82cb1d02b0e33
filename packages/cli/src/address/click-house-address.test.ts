import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clickHouseAddress, isClickHouse } from "./index.js";

describe("clickHouseAddress(text)", () => {
  test("knows nodes, user, database and time", () => {
    const address = clickHouseAddress(
      "clickhouses://re%40d@ch-1,ch-2:9440,[2001:db8::1]:1/logs?since=2026-11-28T14:00",
      {},
    );
    expect(address).toMatchObject({
      isTls: true,
      hosts: [
        { host: "ch-1", port: 8443 },
        { host: "ch-2", port: 9440 },
        { host: "2001:db8::1", port: 1 },
      ],
      user: "re@d",
      database: "logs",
      window: { from: Date.UTC(2026, 10, 28, 14) / 1000 },
      shown: "clickhouses://re%40d@ch-1,ch-2:9440,[2001:db8::1]:1/logs",
    });
  });

  test("has a default for all but the host", () => {
    const address = clickHouseAddress("clickhouse://127.0.0.1", {});
    expect(address).toMatchObject({ user: "default", password: "", database: "clew", window: {}, isTls: false });
    expect(address.hosts).toEqual([{ host: "127.0.0.1", port: 8123 }]);
  });

  test("shows no password, wherever it comes from", () => {
    const folder = mkdtempSync(join(tmpdir(), "clew-address-"));
    const file = join(folder, "password");
    writeFileSync(file, "from a file\n", { mode: 0o600 });
    const given = clickHouseAddress("clickhouse://u:se%3Acret@localhost/x", {});
    expect(given.password).toBe("se:cret");
    expect(given.shown).toBe("clickhouse://u@localhost/x");
    expect(clickHouseAddress("clickhouse://u@localhost/x", { CLEW_CLICKHOUSE_PASSWORD: "p" }).password).toBe("p");
    expect(clickHouseAddress("clickhouse://localhost", { CLEW_CLICKHOUSE_PASSWORD_FILE: file }).password).toBe(
      "from a file",
    );
    chmodSync(file, 0o644);
    expect(() => clickHouseAddress("clickhouse://localhost", { CLEW_CLICKHOUSE_PASSWORD_FILE: file })).toThrow("0600");
    rmSync(folder, { recursive: true });
  });

  test("speaks to other machines with TLS, unless somebody says otherwise", () => {
    expect(() => clickHouseAddress("clickhouse://ch-1/x", {})).toThrow("plain HTTP");
    expect(() => clickHouseAddress("clickhouse://127.0.0.1,ch-1/x", {})).toThrow("plain HTTP");
    expect(() => clickHouseAddress("clickhouse://127.0.0.1.example.org/x", {})).toThrow("plain HTTP");
    expect(clickHouseAddress("clickhouse://ch-1/x", { CLEW_CLICKHOUSE_INSECURE: "1" }).isTls).toBe(false);
    expect(clickHouseAddress("clickhouses://ch-1/x", {}).isTls).toBe(true);
  });

  test.each([
    "clickhouse://",
    "clickhouse://h/a b",
    "clickhouse://h/x;y",
    "clickhouse://h/x`",
    "clickhouse://h:0/x",
    "clickhouse://h:99999/x",
    "clickhouse://h/x?since=whenever",
    "clickhouse://h/x?sinc=1h",
    "clickhouse://%zz@h/x",
    "clickhouse://a@b@h/x",
    "http://h/x",
  ])("refuses %s", (address) => {
    expect(() => clickHouseAddress(address, { CLEW_CLICKHOUSE_INSECURE: "1" })).toThrow("Cannot read the address");
  });

  test("is known from a file by its scheme", () => {
    expect(isClickHouse("clickhouse://h")).toBe(true);
    expect(isClickHouse("ClickHouses://h")).toBe(true);
    expect(isClickHouse("logs/clickhouse.log")).toBe(false);
  });
});
