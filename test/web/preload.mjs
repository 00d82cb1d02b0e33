// Deno preloads files.
import "clew/auto";
