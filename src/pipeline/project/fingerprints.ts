/** Remembers from what each persisted output was made, so that a later run can tell what is out of date. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseName, type DataCatalog, isParameter } from '../../catalog/index.js';
import { listNames } from '../../errors.js';
import {
  logger,
  makeProjectState,
  PROJECT_STATE,
  parseJson,
  writeAtomically,
} from '../../runtime/index.js';
import type { Pipeline } from '../graph/index.js';
import type { Node } from '../node/index.js';
import type { Freshness } from '../runner/index.js';
import type { LoadedPipeline } from './registry.js';

/** What is kept about one persisted output. */
interface OutputRecord {
  /** Hash of code, parameters, catalog entries and inputs. */
  readonly fingerprint: string;
  /** State of the output itself after it was saved. */
  readonly state: string;
}

const FILE = 'fingerprints.json';
/** In place of the hash where something is not known: no hash equals it. */
const UNKNOWN = 'unknown';
const log = logger('cambium.framework.session');

/**
 * Keeps `.cambium/fingerprints.json` in the project: for each persisted output a hash of what it was
 * made from. Inputs in files count by path, size and time of change; inputs in memory by what made them.
 */
export class Fingerprints implements Freshness {
  readonly #folder: string;
  readonly #path: string;
  readonly #catalog: DataCatalog;
  readonly #pipeline: Pipeline;
  readonly #files: LoadedPipeline['filesOf'];
  readonly #records: Map<string, OutputRecord>;
  readonly #injected: ReadonlySet<string>;
  readonly #code = new Map<string, Promise<string>>();

  private constructor(
    folder: string,
    records: Map<string, OutputRecord>,
    { pipeline, filesOf }: LoadedPipeline,
    catalog: DataCatalog,
    injected: ReadonlySet<string>,
  ) {
    this.#folder = folder;
    this.#path = recordsPath(folder);
    this.#records = records;
    this.#pipeline = pipeline;
    this.#files = filesOf;
    this.#catalog = catalog;
    this.#injected = injected;
  }

  /** @param injected datasets whose values the run was given: nothing is known of where they come from */
  static async open(
    folder: string,
    loaded: LoadedPipeline,
    catalog: DataCatalog,
    injected: readonly string[] = [],
  ): Promise<Fingerprints> {
    const records = await readRecords(recordsPath(folder));
    return new Fingerprints(folder, records, loaded, catalog, new Set(injected));
  }

  /**
   * False when an output was made from something else than what is there now, or was changed since, and
   * when that cannot be told, which is logged.
   */
  async isCurrent(node: Node): Promise<boolean> {
    const persistent = node.outputNames.filter((name) => this.#catalog.get(name).persistent);
    if (persistent.length === 0) return true;
    const untold = new Set<string>();
    for (const name of persistent) {
      if ((await this.#catalog.state(name)) === undefined) untold.add(name);
    }
    await this.#untoldInputs(node, untold);
    if (untold.size > 0) {
      const names = [...untold].map((name) => `"${name}" (${this.#catalog.get(name).kind})`);
      log.info(
        `Node ${node.name} runs even if nothing has changed, because no state is known of ${listNames(names)}`,
        { node: node.name },
      );
      return false;
    }
    for (const name of persistent) {
      const record = this.#records.get(name);
      // What was put there by hand cannot be judged: it is there, and that is enough.
      if (record === undefined) continue;
      if (record.state !== (await this.#catalog.state(name))) return false;
      if (record.fingerprint !== (await this.#fingerprint(node))) return false;
    }
    return true;
  }

  /** Remembers what a node's persisted outputs were made from; a run does not fail for want of it. */
  async record(node: Node): Promise<void> {
    try {
      await this.#record(node);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warning(`Cannot remember what the outputs of ${node.name} were made from: ${reason}`);
    }
  }

  async #record(node: Node): Promise<void> {
    let changed = false;
    for (const name of node.outputNames) {
      if (!this.#catalog.get(name).persistent) continue;
      const state = await this.#catalog.state(name);
      if (state === undefined) continue;
      const untold = await this.#untoldInputs(node);
      const fingerprint = untold.size > 0 ? UNKNOWN : await this.#fingerprint(node);
      this.#records.set(name, { fingerprint, state });
      changed = true;
    }
    if (changed) await this.#write();
  }

  /** @param known those of producers that have been found on the way: diamonds would take forever. */
  #fingerprint(node: Node, known = new Map<Node, Promise<string>>()): Promise<string> {
    const found = known.get(node) ?? this.#compute(node, known);
    known.set(node, found);
    return found;
  }

  async #compute(node: Node, known: Map<Node, Promise<string>>): Promise<string> {
    const parts: unknown[] = [node.key, String(node.func), await this.#codeOf(node)];
    for (const name of [...node.inputNames, ...node.outputNames]) {
      parts.push(name, this.#catalog.declaration(name));
    }
    for (const name of node.inputNames) parts.push(await this.#inputState(name, known));
    return hash(JSON.stringify(parts));
  }

  async #inputState(name: string, known: Map<Node, Promise<string>>): Promise<unknown> {
    if (isParameter(name)) return this.#catalog.get(name).load();
    const state = await this.#catalog.state(name);
    if (state !== undefined) return state;
    const producer = this.#producer(name);
    return producer === undefined ? UNKNOWN : this.#fingerprint(producer, known);
  }

  /** Adds the inputs whose state nobody knows, be they read by the node or on the way to what it reads in memory. */
  async #untoldInputs(
    node: Node,
    untold = new Set<string>(),
    seen = new Set<Node>(),
  ): Promise<ReadonlySet<string>> {
    seen.add(node);
    for (const name of node.inputNames) {
      if (isParameter(name) || (await this.#catalog.state(name)) !== undefined) continue;
      const producer = this.#producer(name);
      if (producer !== undefined) {
        if (!seen.has(producer)) await this.#untoldInputs(producer, untold, seen);
      } else if (
        this.#catalog.get(name).state === undefined ||
        (await this.#catalog.exists(name))
      ) {
        untold.add(name);
      }
    }
    return untold;
  }

  /** The node that makes what is in memory under this name. */
  #producer(name: string): Node | undefined {
    if (this.#catalog.get(name).persistent || this.#injected.has(name)) return undefined;
    return this.#pipeline.dependencies.producers.get(baseName(name));
  }

  #codeOf(node: Node): Promise<string> {
    const files = this.#files(node);
    const key = files.join('\n');
    let code = this.#code.get(key);
    if (code === undefined) {
      code = Promise.all(files.map((file) => readFile(file, 'utf8'))).then((all) =>
        hash(JSON.stringify(all)),
      );
      this.#code.set(key, code);
    }
    return code;
  }

  async #write(): Promise<void> {
    makeProjectState(this.#folder);
    const sorted = [...this.#records].sort(([a], [b]) => (a < b ? -1 : 1));
    const text = `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
    await writeAtomically(this.#path, (partial) => writeFile(partial, text));
  }
}

const recordsPath = (folder: string): string => join(folder, PROJECT_STATE, FILE);

async function readRecords(path: string): Promise<Map<string, OutputRecord>> {
  if (!existsSync(path)) return new Map();
  try {
    const value: unknown = parseJson(await readFile(path, 'utf8'));
    return new Map(Object.entries(value as Record<string, OutputRecord>).filter(isRecord));
  } catch {
    // A cache that cannot be read is no cache.
    return new Map();
  }
}

function isRecord(entry: [string, Partial<OutputRecord> | null]): entry is [string, OutputRecord] {
  const [, record] = entry;
  return typeof record?.fingerprint === 'string' && typeof record.state === 'string';
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
