/** The list of commands: name, summary for the help, and the file that is loaded when one is called. */
import type { Command } from 'commander';

/** What a file in `commands/` exports. Heavy imports belong inside its action, not at its top. */
export interface CommandModule {
  command(): Command;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Whether its own options say what is read, so that errors advise those; else a project's code and files do. */
  readonly byOptions?: boolean;
  load(): Promise<CommandModule>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'run a pipeline of the project in this folder',
    load: () => import('./commands/run.js'),
  },
  {
    name: 'train',
    summary: 'train gradient-boosted trees on a table',
    byOptions: true,
    load: () => import('./commands/train.js'),
  },
  {
    name: 'score',
    summary: 'score a table in bulk with a trained model, on CPU or GPU',
    byOptions: true,
    load: () => import('./commands/score.js'),
  },
  {
    name: 'inspect',
    summary: 'describe a model: objective, features, importance, trees',
    byOptions: true,
    load: () => import('./commands/inspect.js'),
  },
  {
    name: 'plot',
    summary: 'draw a model or its training as SVG',
    byOptions: true,
    load: () => import('./commands/plot.js'),
  },
  {
    name: 'deploy',
    summary: 'start or update the APIs of a YAML file',
    load: () => import('./commands/deploy.js'),
  },
  {
    name: 'get',
    summary: 'show deployed APIs and their traffic',
    load: () => import('./commands/get.js'),
  },
  {
    name: 'logs',
    summary: 'follow the log of an API',
    load: () => import('./commands/logs.js'),
  },
  {
    name: 'delete',
    summary: 'stop and remove an API',
    load: () => import('./commands/delete.js'),
  },
];
