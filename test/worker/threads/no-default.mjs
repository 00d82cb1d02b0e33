export const square = 1;
