// Counts primes, in a thread of its own. It says what it does, and heeds its cancel between two stretches.
import { withAction } from "clew";
import { checkpoint } from "clew/scope";

const STRETCH = 20_000;

/** @param {{ from: number, to: number }} range */
export default async function countPrimes({ from, to }) {
  let count = 0;
  for (let start = from; start < to; start += STRETCH) {
    const end = Math.min(start + STRETCH, to);
    count += withAction("stretch", { start, end }, (action) => {
      const found = countBetween(start, end);
      action.addSuccessFields({ found });
      return found;
    });
    await checkpoint();
  }
  return count;
}

/** @param {number} start @param {number} end */
function countBetween(start, end) {
  let count = 0;
  for (let n = Math.max(start, 2); n < end; n++) if (isPrime(n)) count++;
  return count;
}

/** @param {number} n */
function isPrime(n) {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}
