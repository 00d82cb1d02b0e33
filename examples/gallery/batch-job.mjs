// A batch job: forty rows, four at once, each tried again where the rates cannot be had. Some rows fail.
import { close, toFile, withAction } from "clew";
import { mapConcurrent, retry } from "clew/scope";

toFile(process.argv[2] ?? "batch.log");

const rows = Array.from({ length: 40 }, (_, id) => ({ id, currency: id % 8 === 3 ? "XAU" : "EUR" }));
const RATES = { EUR: 1 };

await withAction("import", { file: "payments.csv", rows: rows.length }, async (action) => {
  const results = await mapConcurrent(rows, 4, (row) =>
    withAction("row", row, () => convert(row)).then(
      () => "imported",
      () => "refused",
    ),
  );
  action.addSuccessFields({ refused: results.filter((result) => result === "refused").length });
});
await close();

/** @param {{ id: number, currency: string }} row */
function convert({ id, currency }) {
  return retry(
    ({ attempt }) =>
      withAction("rate.lookup", { currency }, () => {
        if (id === 5 && attempt === 1) throw new Error("connection reset");
        const rate = RATES[/** @type {"EUR"} */ (currency)];
        if (rate === undefined) throw new RangeError(`no rate for ${currency}`);
        return rate;
      }),
    { name: "rate", attempts: 2, delayMs: 1 },
  );
}
