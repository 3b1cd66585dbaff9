/**
 * Collisions in the form of the HIGGS data set (Baldi, Sadowski, Whiteson 2014): 21 low-level features
 * (a lepton, missing energy, four jets) and 7 invariant masses that follow from them.
 */
import { DenseTable } from './columns.js';
import { draws, logistic } from './random.js';

const JETS = [1, 2, 3, 4] as const;

const FEATURES: readonly string[] = [
  ...['lepton_pt', 'lepton_eta', 'lepton_phi', 'missing_energy', 'missing_energy_phi'],
  ...JETS.flatMap((jet) => ['pt', 'eta', 'phi', 'b_tag'].map((name) => `jet_${jet}_${name}`)),
  ...['m_jj', 'm_jjj', 'm_lv', 'm_jlv', 'm_bb', 'm_wbb', 'm_wwbb'],
];

/** The three values that HIGGS gives a jet's b-tag: none, loose, tight. */
const B_TAGS = [0, 1.086538, 2.173076];

/** A particle without mass: momentum across the beam, pseudorapidity, azimuth. */
interface Particle {
  pt: number;
  eta: number;
  phi: number;
}

/** Mass of two particles together, squared. */
function pairMass(a: Particle, b: Particle): number {
  return 2 * a.pt * b.pt * (Math.cosh(a.eta - b.eta) - Math.cos(a.phi - b.phi));
}

/** Mass of several particles together: the pairs' squares add up. */
function mass(...particles: readonly Particle[]): number {
  let square = 0;
  for (let a = 0; a < particles.length; a++) {
    for (let b = a + 1; b < particles.length; b++) {
      square += pairMass(particles[a]!, particles[b]!);
    }
  }
  return Math.sqrt(Math.max(0, square));
}

/** How high `x` stands in a bell around `centre`. */
const bell = (x: number, centre: number, width: number) => {
  const away = (x - centre) / width;
  return Math.exp(-away * away);
};

/** Draws events one after the other, always the same ones. */
export class Collisions {
  /** The event drawn last, in the order of the features. */
  readonly event: Float64Array = new Float64Array(FEATURES.length);
  /** Whether it is a signal, and how likely that was. */
  signal = 0;
  probability = 0;
  readonly #draws = draws(20_140_702);
  readonly #lepton: Particle = { pt: 0, eta: 0, phi: 0 };
  readonly #missing: Particle = { pt: 0, eta: 0, phi: 0 };
  readonly #jets: readonly Particle[] = JETS.map(() => ({ pt: 0, eta: 0, phi: 0 }));
  readonly #tags = [0, 0, 0, 0];

  next(): void {
    const { uniform, normal, coin } = this.#draws;
    for (const particle of [this.#lepton, this.#missing, ...this.#jets]) {
      particle.pt = Math.exp(0.5 * normal() - 0.12);
      particle.eta = Math.max(-2.5, Math.min(2.5, 0.9 * normal()));
      particle.phi = (2 * uniform() - 1) * Math.PI;
    }
    // What is missing is known across the beam only.
    this.#missing.eta = 0;
    for (let jet = 0; jet < 4; jet++) this.#tags[jet] = coin(0.45) + coin(0.35);
    this.#fill();
    this.probability = logistic(this.#odds());
    this.signal = coin(this.probability);
  }

  #fill(): void {
    const { event } = this;
    const lepton = this.#lepton;
    const missing = this.#missing;
    const [first, second, third, fourth] = this.#jets as [Particle, Particle, Particle, Particle];
    event.set([lepton.pt, lepton.eta, lepton.phi, missing.pt, missing.phi]);
    this.#jets.forEach((jet, index) => {
      event.set([jet.pt, jet.eta, jet.phi, B_TAGS[this.#tags[index]!]!], 5 + index * 4);
    });
    event.set(
      [
        mass(first, second),
        mass(first, second, third),
        mass(lepton, missing),
        mass(first, lepton, missing),
        mass(third, fourth),
        mass(lepton, missing, third, fourth),
        mass(lepton, missing, first, second, third, fourth),
      ],
      21,
    );
  }

  /** Log-odds of a signal: resonances in the masses, tags that matter together, ratios that no feature shows. */
  #odds(): number {
    const [jj, jjj, lv, jlv, bb, wbb, wwbb] = this.event.subarray(21) as unknown as number[];
    const tags = this.#tags;
    const lead = this.#jets[0] as Particle;
    const between = Math.cos(this.#lepton.phi - this.#missing.phi);
    const tagged = tags[2]! + tags[3]!;
    return (
      -2.05 +
      2.9 * bell(bb!, 1.6, 0.8) * (0.35 + 0.32 * tagged) +
      1.5 * bell(jj!, 1.9, 0.9) +
      1.1 * bell(lv!, 1.3, 0.7) -
      0.9 * bell(jlv!, 4.2, 1.3) +
      0.45 * Math.tanh(jjj! - 3.5) +
      0.8 * Math.tanh((4.2 - wbb!) * 0.6) +
      0.5 * Math.tanh((7.5 - wwbb!) * 0.4) +
      0.7 * between * Math.tanh(this.#missing.pt - 0.9) +
      0.6 * (tags[0] === tags[1] ? 1 : -1) * Math.tanh(lead.pt - 1) -
      0.5 * Math.abs(this.#lepton.eta) +
      0.4 * Math.tanh((lead.pt - this.#lepton.pt) * 2)
    );
  }
}

/** Writes `rows` events. */
export async function makeHiggs(folder: string, rows: number): Promise<void> {
  const table = new DenseTable(FEATURES, rows);
  const collisions = new Collisions();
  for (let row = 0; row < rows; row++) {
    collisions.next();
    table.set(row, collisions.event, collisions.signal);
  }
  table.write(folder, { objective: 'binary', categorical: [] });
}
