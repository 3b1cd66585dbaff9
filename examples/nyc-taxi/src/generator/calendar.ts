/** January to June 2016: how many trips each hour has, and how fast the streets are. */
import { cumulate, exp, Random } from './random.js';

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30];
/** Days in which a trip may begin. */
export const DAYS: number = DAYS_OF_MONTH.reduce((sum, days) => sum + days, 0);
/** 1 January 2016 was a Friday; days of the week count from Monday = 0. */
const FIRST_WEEKDAY = 4;
export const weekday = (day: number): number => (day + FIRST_WEEKDAY) % 7;

/** Trips by hour of a working day and of a day at the weekend, as a share of the busiest hour. */
const DEMAND = [
  [
    0.4, 0.25, 0.17, 0.12, 0.11, 0.16, 0.38, 0.64, 0.78, 0.79, 0.74, 0.75, 0.79, 0.78, 0.81, 0.79,
    0.72, 0.84, 1.0, 1.02, 0.95, 0.93, 0.88, 0.67,
  ],
  [
    0.92, 0.82, 0.67, 0.5, 0.34, 0.17, 0.17, 0.22, 0.36, 0.52, 0.65, 0.72, 0.78, 0.79, 0.78, 0.78,
    0.75, 0.8, 0.86, 0.86, 0.79, 0.79, 0.84, 0.84,
  ],
] as const;

/** Trips by day of the week, Monday first. */
const DAY_DEMAND = [0.89, 0.96, 1.0, 1.03, 1.06, 1.04, 0.92];

/** Speed over the streets of Manhattan in km/h, by hour of a working day and of the weekend. */
const SPEED = [
  [
    21.5, 23.0, 24.5, 26.0, 27.0, 25.0, 20.5, 16.0, 13.2, 12.6, 12.5, 12.2, 12.0, 12.2, 11.9, 11.8,
    12.3, 12.0, 12.4, 13.6, 15.4, 16.2, 16.9, 18.9,
  ],
  [
    18.2, 18.5, 19.3, 20.8, 23.0, 25.5, 26.0, 25.0, 22.0, 19.3, 17.2, 15.6, 14.7, 14.3, 14.2, 14.4,
    14.6, 14.6, 14.4, 15.0, 16.0, 16.7, 16.9, 17.3,
  ],
] as const;

/** Snow kept taxis off the streets on 23 and 24 January; 30 May was a holiday. */
const SPECIAL: ReadonlyMap<number, { demand: number; speed: number }> = new Map([
  [22, { demand: 0.16, speed: 0.72 }],
  [23, { demand: 0.42, speed: 0.82 }],
  [150, { demand: 0.7, speed: 1.22 }],
]);

const PURPOSE_DAY = 1;
const PURPOSE_RAIN = 2;
/** Rain lasts some hours. */
const RAIN_HOURS = 4;

/** What a trip's time of departure decides; indices are hours since 1 January. */
export interface Calendar {
  /** Cumulative number of trips, to pick an hour from. */
  readonly demand: Float64Array;
  /** Speed of Manhattan's streets in km/h. */
  readonly speed: Float64Array;
}

/** The half year of a seed: its quiet and busy days, and its rain. */
export function calendar(seed: number): Calendar {
  const random = new Random(seed);
  const demand: number[] = [];
  const speed = new Float64Array(DAYS * 24);
  for (let day = 0; day < DAYS; day++) {
    const special = SPECIAL.get(day) ?? { demand: 1, speed: 1 };
    const week = weekday(day);
    const kind = week >= 5 ? 1 : 0;
    random.begin(day, PURPOSE_DAY);
    const busy = exp(0.05 * random.bell());
    // Streets fill up through spring: about 6% slower in June than in January.
    const traffic = exp(0.05 * random.bell()) * (1.03 - (0.06 * day) / DAYS);
    for (let hour = 0; hour < 24; hour++) {
      random.begin(Math.floor((day * 24 + hour) / RAIN_HOURS), PURPOSE_RAIN);
      const rain = random.uniform() < 0.12;
      const night = hour < 5 && (week === 4 || week === 0) ? 0.85 : 1;
      demand.push(
        DEMAND[kind][hour]! * DAY_DEMAND[week]! * special.demand * busy * night * (rain ? 1.1 : 1),
      );
      speed[day * 24 + hour] =
        SPEED[kind][hour]! * special.speed * traffic * (rain ? 0.9 : 1) * (week === 4 ? 0.97 : 1);
    }
  }
  return { demand: cumulate(demand), speed };
}

/** `2016-01-01` and the days after it, 10 bytes each, as many as are asked for. */
export function dates(count: number): Uint8Array {
  const bytes = new Uint8Array(count * 10);
  const encoder = new TextEncoder();
  const first = Date.UTC(2016, 0, 1);
  for (let day = 0; day < count; day++) {
    const text = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
    encoder.encodeInto(text, bytes.subarray(day * 10));
  }
  return bytes;
}
