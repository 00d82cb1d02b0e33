// What must be found: a measure that finds nothing would pass everything.

/** @type {import("../measure.mjs").Case[]} */
export const cases = [
  {
    name: "what looks through all that came before",
    covers: [],
    of: (n) => () => {
      /** @type {string[]} */
      const seen = [];
      for (let i = 0; i < n; i++) {
        const line = JSON.stringify({ number: i, text: "an item" });
        if (!seen.includes(line)) seen.push(line);
      }
    },
  },
];
