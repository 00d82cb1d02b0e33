export default {
  serverExternalPackages: ["clew"],
  outputFileTracingRoot: new URL("../../..", import.meta.url).pathname,
};
