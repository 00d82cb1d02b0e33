// The least that reading a log takes: 1 MiB chunks, split at newlines, JSON.parse each line.
import { chunkParse } from "../../bench/chunk-parse.mjs";

chunkParse(process.argv[2] ?? "");
