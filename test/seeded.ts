import fc from "fast-check";

// Generated cases are the same in every run, so that a change and nothing else makes a test fail. Others are tried with
// CLEW_SEED=random, or any number; a failure prints the seed and the path that repeat it.
const { CLEW_SEED = "20261127" } = process.env;
if (CLEW_SEED !== "random") fc.configureGlobal({ seed: Number(CLEW_SEED) });
