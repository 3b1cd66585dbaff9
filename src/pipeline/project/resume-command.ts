/** The command that repeats a run, ready for `--from-nodes` to be added. */
import type { RunProjectOptions } from './run-project.js';

/** `cambium run` with every option of the run except where it starts, quoted for a shell. */
export function resumeCommand(options: RunProjectOptions): string {
  const lists: [string, readonly string[] | undefined][] = [
    ['to-nodes', options.toNodes],
    ['from-inputs', options.fromInputs],
    ['to-outputs', options.toOutputs],
    ['nodes', options.nodes],
    ['tags', options.tags],
    ['namespaces', options.namespaces],
    ['load-versions', pairs(options.loadVersions, ':', String)],
    ['params', pairs(options.parameters, '=', (value) => JSON.stringify(value))],
  ];
  const words = ['cambium run'];
  const single = (name: string, value: string | undefined) => {
    if (value !== undefined) words.push(`--${name} ${quote(value)}`);
  };
  single('pipeline', options.pipeline);
  single('env', options.environment);
  single('conf-source', options.configurationFolder);
  for (const [name, list] of lists) {
    if (list !== undefined && list.length > 0) single(name, list.join(','));
  }
  return words.join(' ');
}

function pairs(
  map: Readonly<Record<string, unknown>> | undefined,
  sign: string,
  show: (value: unknown) => string,
): string[] {
  return Object.entries(map ?? {}).map(([key, value]) => `${key}${sign}${show(value)}`);
}

function quote(text: string): string {
  return /^[\w./:,=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
