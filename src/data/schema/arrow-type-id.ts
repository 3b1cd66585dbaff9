/** The numbers by which Arrow's objects tell their types, for code that must not load Arrow's library to look at one. */

/** `Type` of apache-arrow, as far as tables here can hold it. */
export const ArrowTypeId = {
  Dictionary: -1,
  Int: 2,
  Float: 3,
  Utf8: 5,
  Bool: 6,
  Decimal: 7,
  Date: 8,
  Timestamp: 10,
  LargeUtf8: 20,
} as const;
