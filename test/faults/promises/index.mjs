import { ends } from "./ends.mjs";

export const promises = [...ends];
