/** @type {import("next").NextConfig} */
export default {
  serverExternalPackages: ["clew"],
  // In a clone the library stands outside of the application.
  outputFileTracingRoot: new URL("../..", import.meta.url).pathname,
};
