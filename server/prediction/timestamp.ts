/** Reads a timestamp's text: `2016-03-14 17:24:55`, ISO 8601, or a date alone; UTC when it has no offset. */
const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?)?$/;

/** Milliseconds since 1970 UTC, or NaN for a text that is no timestamp. */
export function parseTimestamp(text: string): number {
  const parts = pattern.exec(text);
  if (parts === null) return Number.NaN;
  const number = (index: number) => Number(parts[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59 || month < 1) return Number.NaN;
  const date = new Date(0);
  // setUTCFullYear, unlike Date.UTC, takes the years 0 to 99 as they are.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return Number.NaN;
  const milliseconds = parts[7] === undefined ? 0 : Math.trunc(Number(`0.${parts[7]}`) * 1000);
  const time = date.setUTCHours(hour, minute, second, milliseconds);
  const offset = (number(10) * 60 + number(11)) * 60_000;
  return parts[9] === '-' ? time + offset : time - offset;
}
