import { type Database, openDatabase } from "../database/index.js";
import { TABLES } from "./schema.js";
import { createView, VIEWS } from "./views.js";

/** Makes the file of a store in which nothing stands yet. */
export async function createEmptyStore(path: string): Promise<Database> {
  const database = await openDatabase(path, "write");
  try {
    for (const sql of [...TABLES, ...VIEWS.map(createView)]) await database.rows(sql);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
