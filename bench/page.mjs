// Makes docs/explanation/performance.md: node bench/page.mjs RESULTS.json..., where each file is what
// `npm run bench -- --json` printed of some rows; `npm run format` puts its tables in order.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const runs = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const [{ node }] = runs;
const results = runs.flatMap((run) => run.results);
const page = fileURLToPath(new URL("../docs/explanation/performance.md", import.meta.url));
const notes = readFileSync(new URL("notes.md", import.meta.url), "utf8");

/** @param {string} measures @param {number} value */
function shown(measures, value) {
  if (measures === "memory") return `${value.toFixed(0)} MiB`;
  return measures === "bytes" ? value.toFixed(0) : `${value.toFixed(0)} ms`;
}

const tables = results.map(({ id, what, times, measures, rounds, medians, minima, verdicts }) => {
  const [first = ""] = Object.keys(medians);
  const rows = Object.entries(medians).map(
    ([name, value]) =>
      `| ${name} | ${shown(measures, value)} | ${shown(measures, minima[name])} | ${(value / medians[first]).toFixed(2)} |`,
  );
  const targets = verdicts.map(({ ours, against, above, atMost, ratio, least, reached }) => {
    const value = (/** @type {number} */ number) =>
      against === undefined ? shown(measures, number) : number.toFixed(2);
    const of = `${against === undefined ? "" : ` times ${against}`}${above === undefined ? "" : `, above ${above}`}`;
    const said = `${value(ratio)}${of} (of minima ${value(least)})`;
    return `- ${reached ? "Reached" : "**Short**"}: ${ours}, ${said}; the target is ${Number(atMost.toFixed(3))}.`;
  });
  return [
    `### ${id}: ${what}`,
    "",
    `${times.toLocaleString("en")} times, in ${rounds} rounds.`,
    "",
    `| contestant | median | minimum | times ${first} |`,
    "| --- | ---: | ---: | ---: |",
    ...rows,
    ...(targets.length > 0 ? ["", ...targets] : []),
    "",
  ].join("\n");
});

const [before = "", after = ""] = notes.split("<!-- the tables -->\n");
writeFileSync(
  page,
  `${before}Node ${node}. The contestants took turns, in more rounds where the first ones left it open whether a target is reached; CPU time\n(of all threads, garbage collection included) unless a row says otherwise. Ratios are of medians and can be compared, times\ncannot.\n\n${tables.join("\n")}${after}`,
);
