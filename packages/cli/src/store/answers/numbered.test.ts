import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/index.js";
import { numbered } from "./numbered.js";

describe("rows by their numbers", () => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-numbered-"));
    database = await openDatabase(join(folder, "rows"), "write");
    await database.rows("CREATE TABLE lines AS SELECT range::UINTEGER AS n FROM range(5000)");
    await database.rows("INSERT INTO lines VALUES (4294967295)");
  });
  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  const found = async (select: string, rows: number, values: readonly string[] = []) => {
    const where = await numbered(database, { sql: select, values }, rows);
    const lines = await database.rows<{ n: number }>(`SELECT n FROM lines WHERE ${where.sql} ORDER BY n`, where.values);
    return lines.map(({ n }) => n);
  };

  test.each([5000, 4_294_967_296])("are those that a statement selects, out of %i", async (rows) => {
    expect(await found("SELECT n FROM lines WHERE n IN (4999, 0, 2048, 2047)", rows)).toEqual([0, 2047, 2048, 4999]);
    expect(await found("SELECT unnest([7, 9, 7])::UINTEGER AS n", rows)).toEqual([7, 9]);
    expect(await found("SELECT n FROM lines WHERE n = $1::UINTEGER", rows, ["7"])).toEqual([7]);
    expect(await found("SELECT n FROM lines WHERE false", rows)).toEqual([]);
  });

  test("are none of those that were written later", async () => {
    expect(await found("SELECT n FROM lines WHERE n > 2997", 3000)).toEqual([2998, 2999]);
    expect(await found("SELECT n FROM lines", 0)).toEqual([]);
  });
});
