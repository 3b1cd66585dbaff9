/** New York as a taxi sees it: the places where trips begin and end, and how likely each pair is at which time. */
import { cumulate, exp } from './random.js';

/** A neighbourhood; points scatter around its centre. */
export interface Place {
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
  /** Deviation of the points from the centre, in km. */
  readonly spread: number;
  /** How much goes on there: people who live, work and go out, and flights. */
  readonly home: number;
  readonly work: number;
  readonly leisure: number;
  readonly flights: number;
  /** Land between which there is water: 0 Manhattan, 1 Brooklyn and Queens, 2 Bronx, 3 New Jersey. */
  readonly land: number;
  /** Speed against that of Manhattan's streets. */
  readonly speed: number;
}

type Row = readonly [
  string,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

const ROWS: readonly Row[] = [
  // name, longitude, latitude, spread, home, work, leisure, flights, land, speed
  ['Financial District', -74.0105, 40.7075, 0.45, 5, 12, 4, 0, 0, 1.05],
  ['SoHo', -74.0035, 40.7225, 0.45, 6, 8, 8, 0, 0, 0.95],
  ['Greenwich Village', -74.0005, 40.7335, 0.45, 8, 5, 12, 0, 0, 0.97],
  ['East Village', -73.985, 40.726, 0.5, 8, 3, 13, 0, 0, 1.0],
  ['Chelsea', -74.0005, 40.7455, 0.45, 8, 7, 9, 0, 0, 0.97],
  ['Gramercy', -73.987, 40.739, 0.45, 9, 10, 9, 0, 0, 0.93],
  ['Penn Station', -73.9925, 40.7505, 0.4, 4, 16, 6, 0, 0, 0.85],
  ['Times Square', -73.9855, 40.758, 0.4, 4, 14, 13, 0, 0, 0.82],
  ['Grand Central', -73.975, 40.7535, 0.5, 6, 22, 6, 0, 0, 0.84],
  ['Columbus Circle', -73.982, 40.7665, 0.4, 7, 10, 8, 0, 0, 0.9],
  ['Upper East Side', -73.9625, 40.7705, 0.55, 14, 9, 6, 0, 0, 0.93],
  ['Yorkville', -73.951, 40.7785, 0.5, 12, 3, 4, 0, 0, 1.02],
  ['Lincoln Square', -73.9815, 40.777, 0.45, 11, 5, 6, 0, 0, 1.0],
  ['Upper West Side', -73.9705, 40.7925, 0.6, 11, 3, 4, 0, 0, 1.08],
  ['East Harlem', -73.9415, 40.7965, 0.6, 3, 1.5, 1, 0, 0, 1.12],
  ['Harlem', -73.948, 40.8105, 0.7, 4, 1.5, 2, 0, 0, 1.12],
  ['Washington Heights', -73.9385, 40.842, 0.9, 1.8, 0.8, 0.6, 0, 0, 1.3],
  ['Williamsburg', -73.957, 40.7145, 0.7, 3.2, 1, 5, 0, 1, 1.08],
  ['Downtown Brooklyn', -73.986, 40.692, 0.7, 3.2, 2.2, 2, 0, 1, 1.06],
  ['Park Slope', -73.9785, 40.6725, 0.8, 2.4, 0.5, 1.2, 0, 1, 1.1],
  ['Bushwick', -73.921, 40.698, 1.0, 1.2, 0.3, 1.2, 0, 1, 1.15],
  ['Bay Ridge', -74.005, 40.63, 1.6, 0.5, 0.2, 0.3, 0, 1, 1.25],
  ['Long Island City', -73.9435, 40.7475, 0.7, 1.8, 1.6, 0.8, 0, 1, 1.12],
  ['Astoria', -73.9215, 40.7655, 0.8, 1.9, 0.6, 1.2, 0, 1, 1.15],
  ['Jackson Heights', -73.8835, 40.7505, 1.2, 0.8, 0.3, 0.4, 0, 1, 1.2],
  ['Flushing', -73.8305, 40.7595, 1.4, 0.3, 0.3, 0.2, 0, 1, 1.3],
  ['South Bronx', -73.9195, 40.8175, 1.0, 0.8, 0.4, 0.4, 0, 2, 1.2],
  ['Riverdale', -73.9005, 40.8805, 1.4, 0.25, 0.1, 0.1, 0, 2, 1.35],
  ['LaGuardia', -73.8725, 40.774, 0.3, 0, 0, 0, 7, 1, 1.3],
  ['JFK', -73.783, 40.6455, 0.45, 0, 0, 0, 6, 1, 1.35],
  ['Newark Airport', -74.1785, 40.692, 0.3, 0, 0, 0, 0.7, 3, 1.4],
];

export const places: readonly Place[] = ROWS.map(
  ([name, longitude, latitude, spread, home, work, leisure, flights, land, speed]) => ({
    name,
    longitude,
    latitude,
    spread,
    home,
    work,
    leisure,
    flights,
    land,
    speed,
  }),
);

/** Length of a degree at the latitude of New York, in km. */
export const KM_LONGITUDE = 84.39;
export const KM_LATITUDE = 111.19;

/** What draws people to and from a place in one part of the week. */
interface Pull {
  readonly home: number;
  readonly work: number;
  readonly leisure: number;
  readonly flights: number;
}

interface Period {
  readonly from: Pull;
  readonly to: Pull;
}

const pull = (home: number, work: number, leisure: number, flights: number): Pull => ({
  home,
  work,
  leisure,
  flights,
});

/** Night, morning, day, evening, late evening; first of working days, then of the weekend. */
const PERIODS: readonly Period[] = [
  { from: pull(0.3, 0.3, 1.6, 1.0), to: pull(1.6, 0.2, 0.5, 0.5) },
  { from: pull(1.5, 0.5, 0.2, 0.9), to: pull(0.25, 1.7, 0.2, 1.3) },
  { from: pull(0.7, 1.0, 0.6, 1.1), to: pull(0.6, 1.0, 0.7, 1.1) },
  { from: pull(0.5, 1.3, 0.8, 1.3), to: pull(1.2, 0.5, 1.0, 1.0) },
  { from: pull(0.4, 0.7, 1.3, 1.6), to: pull(1.4, 0.3, 0.9, 0.3) },
  { from: pull(0.3, 0.2, 1.9, 0.3), to: pull(1.6, 0.2, 0.9, 0.3) },
  { from: pull(1.2, 0.5, 0.4, 0.9), to: pull(0.6, 1.0, 0.5, 1.3) },
  { from: pull(1.0, 0.7, 0.8, 0.9), to: pull(0.8, 0.6, 1.1, 0.9) },
  { from: pull(0.9, 0.6, 1.1, 1.1), to: pull(0.9, 0.4, 1.5, 0.6) },
  { from: pull(0.6, 0.4, 1.7, 1.2), to: pull(1.3, 0.3, 1.3, 0.2) },
];

/** The part of the week that an hour belongs to: an index for {@link City}. */
export function period(hour: number, weekend: boolean): number {
  const part = hour < 5 ? 0 : hour < 10 ? 1 : hour < 16 ? 2 : hour < 20 ? 3 : 4;
  return part + (weekend ? 5 : 0);
}

/** Cumulative weights to draw a trip's two places from. */
export interface City {
  /** By period. */
  readonly origins: readonly Float64Array[];
  /** By period, then by origin. */
  readonly destinations: readonly (readonly Float64Array[])[];
}

const strength = (place: Place, by: Pull): number =>
  place.home * by.home +
  place.work * by.work +
  place.leisure * by.leisure +
  place.flights * by.flights;

/** Distance between two centres in km. */
function apart(a: Place, b: Place): number {
  const x = (a.longitude - b.longitude) * KM_LONGITUDE;
  const y = (a.latitude - b.latitude) * KM_LATITUDE;
  return Math.sqrt(x * x + y * y);
}

/** People take a taxi to places nearby, and to and from airports from anywhere. */
function attraction(from: Place, to: Place, by: Pull): number {
  const distance = apart(from, to);
  if (from.flights > 0 && to.flights > 0) return from === to ? 0.6 : 0.15;
  if (from.flights > 0 || to.flights > 0) return strength(to, by) * exp(-distance / 25);
  return strength(to, by) * (from === to ? 0.55 : 1) * (0.015 + exp(-distance / 2.1));
}

/** Origins that are far from Manhattan are served less: yellow taxis cruise in its core. */
export const city: City = {
  origins: PERIODS.map(({ from }) =>
    cumulate(places.map((place) => strength(place, from) * (place.land === 0 ? 1 : 0.6))),
  ),
  destinations: PERIODS.map(({ to }) =>
    places.map((from) => cumulate(places.map((place) => attraction(from, place, to)))),
  ),
};
