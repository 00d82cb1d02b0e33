// A crawler that hands all of its pages to a limiter at once. Right: with eight times the pages the work is some eight times
// as much, and not 64 times.
import { createLimiter } from "clew/scope";

const crawl = async (pages) => {
  const limiter = createLimiter(8);
  const start = process.cpuUsage();
  const visits = [];
  for (let page = 0; page < pages; page++) visits.push(limiter.run(async () => page));
  await Promise.all(visits);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
};
await crawl(10_000);
// The best of two each: other programs take their part of the caches.
const few = Math.min(await crawl(20_000), await crawl(20_000));
const many = Math.min(await crawl(160_000), await crawl(160_000));
const isRight = many < few * 8 * 3;
if (!isRight) console.log(`wrong: 20,000 pages take ${few.toFixed(0)} ms of work, 160,000 take ${many.toFixed(0)} ms`);
process.exit(isRight ? 0 : 1);
