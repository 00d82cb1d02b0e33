// The least that a job can do: what a pool costs is then all there is.
/** @param {{ a: number, b: number }} input */
export default ({ a, b }) => a + b;
