// Loaded before a program: says at its end what it took, in milliseconds of CPU time and bytes of peak memory.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(`\nWATCHED ${Math.round((userCPUTime + systemCPUTime) / 1000)} ${maxRSS * 1024}\n`);
});
