/** Runs a rival's Python script step by step, so that it can take turns with ours on one machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { packageRoot } from '../../src/runtime/index.js';
import type { Timing } from '../suite.js';

const folder = join(packageRoot, 'bench/peers');
/** Its own, or one that has the rivals where nothing can be installed. */
const python = process.env['CAMBIUM_PEERS_PYTHON'] ?? join(folder, '.venv/bin/python');

/** What to tell a reader when the rivals are not installed. */
export const PEERS_MISSING =
  'The rivals in Python were not installed (`bench/peers/install.sh`), so they are not in this table.';

/** The command that runs a script of this folder. */
export const peerCommand = (script: string): [string, string] => [python, join(folder, script)];

/** Whether bench/peers/install.sh has run. */
export const peersInstalled = (): boolean => existsSync(python);

/** Versions by name: `python`, and of `lightgbm`, `xgboost`, `numpy`, … those that are installed. */
export function peerVersions(): Record<string, string> {
  const result = spawnSync(python, [join(folder, 'common.py')], { encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`bench/peers: ${result.stderr || result.error?.message}`);
  return JSON.parse(result.stdout);
}

/** A line of lightgbm_predict.py. */
export interface PeerPrediction {
  readonly version: string;
  readonly rows: number;
  readonly trees: number;
  readonly prediction: Timing;
}

/** A script that has loaded its data and runs once for each {@link Peer.next}. */
export class Peer<Result> {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #iterator: AsyncIterator<string>;
  readonly #script: string;
  #complaint = '';

  private constructor(script: string, options: Readonly<Record<string, string | number>>) {
    this.#script = script;
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const args = [join(folder, script), ...flags, '--repeat', '1000000', '--step'];
    this.#child = spawn(python, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-4_000);
    });
    // A script that has ended says why on standard error; its broken pipe says nothing.
    this.#child.stdin?.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout! });
    this.#iterator = this.#lines[Symbol.asyncIterator]();
  }

  /** Starts e.g. `lightgbm_predict.py` with its options by name, and waits until its data are loaded. */
  static async start<Result>(
    script: string,
    options: Readonly<Record<string, string | number>>,
  ): Promise<Peer<Result>> {
    const peer = new Peer<Result>(script, options);
    await peer.#line();
    return peer;
  }

  /** Runs once. */
  async next(): Promise<Result> {
    this.#child.stdin?.write('\n');
    return JSON.parse(await this.#line()) as Result;
  }

  /** Lets the script save what it was asked to, and end. */
  async close(): Promise<void> {
    const ended = new Promise<number | null>((resolve) => {
      if (this.#child.exitCode !== null) resolve(this.#child.exitCode);
      else this.#child.once('exit', resolve);
    });
    this.#child.stdin?.end();
    const code = await ended;
    this.#lines.close();
    if (code !== 0) throw new Error(`bench/peers/${this.#script} failed:\n${this.#complaint}`);
  }

  async #line(): Promise<string> {
    const { done, value } = await this.#iterator.next();
    if (!done) return value;
    throw new Error(`bench/peers/${this.#script} ended early:\n${this.#complaint}`);
  }
}
