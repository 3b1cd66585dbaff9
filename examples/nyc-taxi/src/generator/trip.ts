/** One trip, from nothing but the seed and its row: where, when, how long, and what is wrong with it. */
import { type Calendar, calendar, DAYS, weekday } from './calendar.js';
import { city, KM_LATITUDE, KM_LONGITUDE, period, places } from './city.js';
import { exp, pick, Random } from './random.js';

/** A row of Kaggle's table. A missing number is NaN; times are seconds since 1 January 2016. */
export interface Trip {
  /** The digits after `id`. */
  id: number;
  vendorId: number;
  pickup: number;
  dropoff: number;
  passengerCount: number;
  pickupLongitude: number;
  pickupLatitude: number;
  dropoffLongitude: number;
  dropoffLatitude: number;
  /** `N`, `Y` or nothing. */
  storeAndForward: 'N' | 'Y' | '';
  /** Seconds. */
  duration: number;
}

/** How often a thing happens in Kaggle's table, or in any table that people typed and devices sent. */
const RATE = {
  vendor2: 0.535,
  storeAndForwardOfVendor1: 0.0118,
  /** The meter ran on after the trip, until the day was over: vendor 2 alone. */
  fullDay: 0.0024,
  /** Weeks, from a clock that was wrong. */
  weeks: 3e-6,
  /** Both ends in one spot, though time went by. */
  sameSpot: 0.004,
  /** The meter was started and stopped again. */
  seconds: 0.005,
  /** One end in another state, or at sea. */
  farOut: 0.0003,
  missingPassengers: 0.002,
  missingDropoff: 0.0012,
  missingFlag: 0.0005,
  zeroPassengers: 0.0001,
} as const;

/** Passengers 1 to 6, for each vendor. */
const PASSENGERS = [
  Float64Array.from([0.8, 0.94, 0.97, 0.982, 0.992, 1]),
  Float64Array.from([0.66, 0.81, 0.855, 0.873, 0.946, 1]),
];

/** Manhattan's avenues run 29° east of north. */
const GRID_COS = 0.874_619_707_139_395_7;
const GRID_SIN = 0.484_809_620_246_337_1;

/** Bits of Kaggle's ids; a bijection of them gives each row its own. */
const ID_BITS = 22;
const ID_MASK = 2 ** ID_BITS - 1;

/** Rows below 2^22 get different ids below 2^22, later rows the next ones. */
function identifier(row: number): number {
  let x = row & ID_MASK;
  x = Math.imul(x, 0x2c1b3c6d) & ID_MASK;
  x ^= x >>> 11;
  x = Math.imul(x, 0x297a2d39) & ID_MASK;
  x ^= x >>> 13;
  return x + Math.floor(row / 2 ** ID_BITS) * 2 ** ID_BITS;
}

/** Makes the trips of a seed, in any order. */
export class TripMaker {
  readonly #random: Random;
  readonly #calendar: Calendar;
  /** The row made last: one object for all. */
  readonly trip: Trip = {
    id: 0,
    vendorId: 1,
    pickup: 0,
    dropoff: 0,
    passengerCount: 1,
    pickupLongitude: 0,
    pickupLatitude: 0,
    dropoffLongitude: 0,
    dropoffLatitude: 0,
    storeAndForward: 'N',
    duration: 0,
  };

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#calendar = calendar(seed);
  }

  /** Fills {@link trip} with row `row` ≥ 0. */
  make(row: number): void {
    const random = this.#random;
    const trip = this.trip;
    random.begin(row);
    trip.id = identifier(row);
    trip.vendorId = random.uniform() < RATE.vendor2 ? 2 : 1;
    trip.passengerCount = 1 + pick(PASSENGERS[trip.vendorId - 1]!, random.uniform());

    const hours = pick(this.#calendar.demand, random.uniform());
    trip.pickup = hours * 3600 + Math.floor(random.uniform() * 3600);
    const day = Math.floor(hours / 24);
    const part = period(hours - day * 24, weekday(day) >= 5);
    const from = pick(city.origins[part]!, random.uniform());
    const to = pick(city.destinations[part]![from]!, random.uniform());
    this.#place(from, to);
    trip.duration = this.#seconds(from, to, this.#calendar.speed[hours]!);

    trip.storeAndForward =
      trip.vendorId === 1 && random.uniform() < RATE.storeAndForwardOfVendor1 ? 'Y' : 'N';
    this.#spoil();
    trip.dropoff = trip.pickup + trip.duration;
  }

  /** Two points near their places' centres, in the precision of a taxi's device. */
  #place(from: number, to: number): void {
    const random = this.#random;
    const trip = this.trip;
    const origin = places[from]!;
    const destination = places[to]!;
    const x = origin.spread / KM_LONGITUDE;
    const y = origin.spread / KM_LATITUDE;
    trip.pickupLongitude = Math.fround(origin.longitude + random.bell() * x);
    trip.pickupLatitude = Math.fround(origin.latitude + random.bell() * y);
    const u = destination.spread / KM_LONGITUDE;
    const v = destination.spread / KM_LATITUDE;
    trip.dropoffLongitude = Math.fround(destination.longitude + random.bell() * u);
    trip.dropoffLatitude = Math.fround(destination.latitude + random.bell() * v);
  }

  /** Seconds from door to door, given the speed of Manhattan's streets in km/h. */
  #seconds(from: number, to: number, street: number): number {
    const random = this.#random;
    const trip = this.trip;
    const origin = places[from]!;
    const destination = places[to]!;
    const x = (trip.dropoffLongitude - trip.pickupLongitude) * KM_LONGITUDE;
    const y = (trip.dropoffLatitude - trip.pickupLatitude) * KM_LATITUDE;
    const straight = Math.sqrt(x * x + y * y);
    const along = Math.abs(x * GRID_SIN + y * GRID_COS);
    const across = Math.abs(x * GRID_COS - y * GRID_SIN);
    // Blocks are walked along the grid; further out the roads lead more directly.
    const far = straight / (straight + 9);
    let route = (along + across) * (1 - far) + straight * 1.28 * far + 0.12;
    if (origin.land !== destination.land) route += 0.7 + 0.06 * straight;
    // Cross streets are slower than avenues, long ways use expressways.
    const crossing = along + across === 0 ? 0.5 : across / (along + across);
    const speed =
      street *
      (1.1 - 0.24 * crossing) *
      (1.0 + 1.4 * (straight / (straight + 7))) *
      Math.sqrt(origin.speed * destination.speed);
    // Short ways vary more: a red light is most of them.
    const luck = random.bell() * (0.33 + 0.24 / (1 + straight)) + 0.09 * this.#tail();
    const stops = 32 + 24 * (random.uniform() + random.uniform());
    const driving = (3600 * route) / speed;
    const boarding = 4 * (trip.passengerCount - 1) + (trip.vendorId === 2 ? 9 : 0);
    return Math.max(1, Math.floor((stops + driving + boarding) * exp(luck)));
  }

  /** Now and then a way is far from what it should be: a stop on the way, a street that is closed. */
  #tail(): number {
    const random = this.#random;
    return random.uniform() < 0.03 ? 8 * (random.uniform() - 0.35) : 0;
  }

  /** What is wrong with the rows of real tables. */
  #spoil(): void {
    const random = this.#random;
    const trip = this.trip;
    if (random.uniform() < RATE.sameSpot) {
      trip.dropoffLongitude = trip.pickupLongitude;
      trip.dropoffLatitude = trip.pickupLatitude;
      trip.duration = Math.floor(5 + 900 * random.uniform() * exp(random.bell()));
    }
    if (random.uniform() < RATE.seconds) trip.duration = 1 + Math.floor(45 * random.uniform());
    if (trip.vendorId === 2 && random.uniform() < RATE.fullDay) {
      trip.duration = 86_400 - Math.floor(random.uniform() * random.uniform() * 4_000);
    }
    if (random.uniform() < RATE.weeks)
      trip.duration = Math.floor(1_900_000 + 1_600_000 * random.uniform());
    if (random.uniform() < RATE.farOut) {
      trip.dropoffLongitude = Math.fround(-79 + 17 * random.uniform());
      trip.dropoffLatitude = Math.fround(36 + 8 * random.uniform());
    }
    if (random.uniform() < RATE.missingDropoff) {
      trip.dropoffLongitude = Number.NaN;
      trip.dropoffLatitude = Number.NaN;
    }
    if (random.uniform() < RATE.zeroPassengers) trip.passengerCount = 0;
    if (random.uniform() < RATE.missingPassengers) trip.passengerCount = Number.NaN;
    if (random.uniform() < RATE.missingFlag) trip.storeAndForward = '';
  }
}

/** Days that the table's dates can reach: the half year, and the longest trip after it. */
export const LAST_DAY: number = DAYS + Math.ceil(3_500_001 / 86_400) + 1;
