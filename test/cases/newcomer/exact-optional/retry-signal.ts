// tsc --strict --exactOptionalPropertyTypes --module nodenext --noEmit: TS2379, because the signal of retry is `Signal | undefined`;
// that of spawn and of mapConcurrent is a Signal, and compiles.
import { withAction } from "clew";
import { retry } from "clew/scope";

await withAction("x", () => retry(({ signal }) => fetch("http://127.0.0.1", { signal })));
