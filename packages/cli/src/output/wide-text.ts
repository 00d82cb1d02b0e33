// The measure of texts that are not narrow, which is built into a file of its own.

export { default as stringWidth } from "string-width";
