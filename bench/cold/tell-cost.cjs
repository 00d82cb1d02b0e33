// Has a process tell what it took, on standard error as it ends: milliseconds of CPU time, and MiB at its peak.
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`\n${(user + system) / 1000} ${process.resourceUsage().maxRSS / 1024}\n`);
});
