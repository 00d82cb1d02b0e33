// The library as a program has it that installed it; another build of it may be named.
export const clew = await import(process.env.CLEW_UNDER_TEST ?? "clew");
export const options = JSON.parse(process.argv[2]);
