/** A home for a test, whose processes are gone after it, whatever happens. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type DeployedApi, deployFile } from '../../../deploy/index.js';
import { LocalEnvironment } from '../../../deploy/local/index.js';
import { fixture, temporaryFolder } from '../../server/serve.js';

interface Process {
  readonly pid: number;
}

export interface TestHome {
  readonly folder: string;
  readonly environment: LocalEnvironment;
  /** The processes that the home's state names. */
  processes(): { supervisor: number | undefined; server: number | undefined };
  /** Writes an API's file and deploys it. */
  deploy(text: string): Promise<DeployedApi[]>;
  actions: string[];
}

/** YAML of one API with a fixture's model. */
export function apiYaml(name: string, model = 'regression', more = ''): string {
  return `- name: ${name}\n  kind: RealtimeAPI\n  predictor:\n    model: ${fixture(model, 'model.txt')}\n${more}`;
}

export function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    // A zombie counts as gone.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}

/** @param port 0 for any free one. */
export function testHome(port = '0'): TestHome {
  vi.stubEnv('CAMBIUM_PORT', port);
  const folder = temporaryFolder();
  const environment = new LocalEnvironment(folder);
  const pidIn = (path: string) =>
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Process).pid : undefined;
  const home: TestHome = {
    folder,
    environment,
    actions: [],
    processes: () => ({
      supervisor: pidIn(environment.home.supervisor),
      server: pidIn(environment.home.server),
    }),
    deploy: (text) => {
      const file = join(folder, 'apis.yml');
      writeFileSync(file, text);
      const onAction = (name: string, action: string) => home.actions.push(`${action} ${name}`);
      return deployFile(file, { home: folder, onAction });
    },
  };
  onTestFinished(() => {
    vi.unstubAllEnvs();
    const { supervisor, server } = home.processes();
    for (const pid of [supervisor, server])
      if (isRunning(pid)) process.kill(pid as number, 'SIGKILL');
  });
  return home;
}
