/** What a feature takes for a missing value. */
export const MissingType = { none: 0, zero: 1, nan: 2 } as const;
export type MissingType = (typeof MissingType)[keyof typeof MissingType];
