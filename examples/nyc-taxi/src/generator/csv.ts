/** Writes trips as the bytes of Kaggle's train.csv, without making a string of any. */
import { dates } from './calendar.js';
import { LAST_DAY, type Trip } from './trip.js';

export const COLUMNS = [
  'id',
  'vendor_id',
  'pickup_datetime',
  'dropoff_datetime',
  'passenger_count',
  'pickup_longitude',
  'pickup_latitude',
  'dropoff_longitude',
  'dropoff_latitude',
  'store_and_fwd_flag',
  'trip_duration',
] as const;

export const HEADER: Uint8Array = new TextEncoder().encode(`${COLUMNS.join(',')}\n`);
/** No row is longer: a number has at most 20 characters, a time 19. */
export const MAXIMUM_ROW = 192;

const COMMA = 0x2c;
const ZERO = 0x30;

/** `0000` to `9999`. */
const FOUR_DIGITS = new Uint8Array(40_000);
for (let value = 0; value < 10_000; value++) {
  for (let place = 3, rest = value; place >= 0; place--, rest = Math.floor(rest / 10)) {
    FOUR_DIGITS[value * 4 + place] = ZERO + (rest % 10);
  }
}

const DATES = dates(LAST_DAY);

/** Coordinates of 64 to 128 degrees are multiples of 2^-17 in 32-bit floats, of 32 to 64 of 2^-18. */
const UNIT = 2 ** 18;

/** Appends rows to a buffer of the caller's. */
export class CsvWriter {
  readonly bytes: Uint8Array;
  /** Bytes written so far. */
  length = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  row(trip: Trip): void {
    const bytes = this.bytes;
    bytes[this.length++] = 0x69;
    bytes[this.length++] = 0x64;
    this.#identifier(trip.id);
    this.#integer(trip.vendorId, COMMA);
    this.#time(trip.pickup);
    this.#time(trip.dropoff);
    if (Number.isNaN(trip.passengerCount)) bytes[this.length++] = COMMA;
    else this.#integer(trip.passengerCount, COMMA);
    this.#coordinate(trip.pickupLongitude);
    this.#coordinate(trip.pickupLatitude);
    this.#coordinate(trip.dropoffLongitude);
    this.#coordinate(trip.dropoffLatitude);
    if (trip.storeAndForward !== '')
      bytes[this.length++] = trip.storeAndForward === 'Y' ? 0x59 : 0x4e;
    bytes[this.length++] = COMMA;
    this.#integer(trip.duration, 0x0a);
  }

  #integer(value: number, end: number): void {
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    for (let at = this.length + digits - 1, rest = value; at >= this.length; at--) {
      const next = Math.floor(rest / 10);
      this.bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.length += digits;
    this.bytes[this.length++] = end;
  }

  /** At least seven digits. */
  #identifier(value: number): void {
    for (let limit = 1_000_000; value < limit && limit > 1; limit /= 10) {
      this.bytes[this.length++] = ZERO;
    }
    this.#integer(value, COMMA);
  }

  /** `2016-03-14 17:24:55`. */
  #time(seconds: number): void {
    const { bytes } = this;
    const day = Math.floor(seconds / 86_400);
    for (let i = 0; i < 10; i++) bytes[this.length++] = DATES[day * 10 + i]!;
    bytes[this.length++] = 0x20;
    const rest = seconds - day * 86_400;
    const hour = (rest / 3600) | 0;
    const minute = ((rest - hour * 3600) / 60) | 0;
    this.#two(hour, 0x3a);
    this.#two(minute, 0x3a);
    this.#two(rest - hour * 3600 - minute * 60, COMMA);
  }

  #two(value: number, end: number): void {
    this.bytes[this.length++] = FOUR_DIGITS[value * 4 + 2]!;
    this.bytes[this.length++] = FOUR_DIGITS[value * 4 + 3]!;
    this.bytes[this.length++] = end;
  }

  #four(value: number): void {
    for (let i = 0; i < 4; i++) this.bytes[this.length++] = FOUR_DIGITS[value * 4 + i]!;
  }

  /** 15 decimals of a 32-bit float between 32 and 128 degrees, as C's `%.15f` prints them. */
  #coordinate(value: number): void {
    if (Number.isNaN(value)) {
      this.bytes[this.length++] = COMMA;
      return;
    }
    const size = Math.abs(value);
    if (value < 0) this.bytes[this.length++] = 0x2d;
    let whole = Math.floor(size);
    // Exact: both products stay below 2^53, and the divisions are by powers of two.
    const seven = (size - whole) * UNIT * 1e7;
    let high = Math.floor(seven / UNIT);
    const eight = ((seven - high * UNIT) * 1e8) / UNIT;
    let low = Math.floor(eight);
    const left = eight - low;
    if (left > 0.5 || (left === 0.5 && low % 2 === 1)) low++;
    if (low === 1e8) {
      low = 0;
      high++;
      if (high === 1e7) {
        high = 0;
        whole++;
      }
    }
    this.#integer(whole, 0x2e);
    const first = Math.floor(high / 10_000);
    // Seven digits: the four-digit table's first is not wanted.
    for (let i = 1; i < 4; i++) this.bytes[this.length++] = FOUR_DIGITS[first * 4 + i]!;
    this.#four(high - first * 10_000);
    const third = Math.floor(low / 10_000);
    this.#four(third);
    this.#four(low - third * 10_000);
    this.bytes[this.length++] = COMMA;
  }
}
