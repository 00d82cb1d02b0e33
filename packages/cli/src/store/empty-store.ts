import { type Database, openDatabase } from "./duckdb.js";
import { TABLES, VIEWS } from "./schema.js";

/** Makes the file of a store in which nothing stands yet. */
export async function createEmptyStore(path: string): Promise<Database> {
  const database = await openDatabase(path, "write");
  try {
    for (const sql of [...TABLES, ...VIEWS]) await database.rows(sql);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
