import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createEmptyStore, NOTHING_READ } from "../tables/index.js";
import { DuckDbStore } from "./duckdb-store.js";

test("what a store remembers is no failure: the same is asked again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-store-"));
  const database = await createEmptyStore(join(folder, "store"));
  const tables = ["message_rows", "task_rows", "action_rows"];
  try {
    const store = new DuckDbStore(database, "app.log", NOTHING_READ);
    for (const table of tables) await database.rows(`ALTER TABLE ${table} RENAME TO ${table}_away`);
    for (const ask of [() => store.types(), () => store.fieldNames(), () => store.taskUuids({})])
      await expect(ask()).rejects.toThrow("does not exist");
    for (const table of tables) await database.rows(`ALTER TABLE ${table}_away RENAME TO ${table}`);
    expect(await Promise.all([store.types(), store.fieldNames(), store.taskUuids({})])).toEqual([[], [], []]);
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
});
