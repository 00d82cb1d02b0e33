// Makes docs/explanation/performance.md from a run: node bench/page.mjs RESULTS.json, where the results are what
// `npm run bench -- --json` printed.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { node, rounds, results } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const page = fileURLToPath(new URL("../docs/explanation/performance.md", import.meta.url));
const notes = readFileSync(new URL("notes.md", import.meta.url), "utf8");

/** @param {string} measures @param {number} value */
function shown(measures, value) {
  if (measures === "memory") return `${value.toFixed(0)} MiB`;
  return measures === "bytes" ? value.toFixed(0) : `${value.toFixed(0)} ms`;
}

const tables = results.map(({ id, what, times, measures, medians, verdicts }) => {
  const [first = ""] = Object.keys(medians);
  const rows = Object.entries(medians).map(
    ([name, value]) => `| ${name} | ${shown(measures, value)} | ${(value / medians[first]).toFixed(2)} |`,
  );
  const targets = verdicts.map(
    ({ ours, against, atMost, ratio, reached }) =>
      `- ${reached ? "Reached" : "**Short**"}: ${ours}, ${against === undefined ? shown(measures, ratio) : `${ratio.toFixed(2)} times ${against}`}; the target is ${atMost}.`,
  );
  return [
    `### ${id}: ${what}`,
    "",
    `${times.toLocaleString("en")} times.`,
    "",
    `| contestant | median | times ${first} |`,
    "| --- | ---: | ---: |",
    ...rows,
    ...(targets.length > 0 ? ["", ...targets] : []),
    "",
  ].join("\n");
});

const [before = "", after = ""] = notes.split("<!-- the tables -->\n");
writeFileSync(
  page,
  `${before}Node ${node}, ${rounds} rounds in which the contestants took turns; medians of CPU time (of all threads, garbage\ncollection included) unless a row says otherwise. Ratios can be compared, times cannot.\n\n${tables.join("\n")}${after}`,
);
