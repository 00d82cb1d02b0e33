// Where what was built lies. The command runs from its build, and its tests from the sources: both are found from here.

/** The folder of the built command. */
export const BUILT = new URL("../dist/", import.meta.url);
