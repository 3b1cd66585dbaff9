#!/usr/bin/env node
/** The command `cambium`: finds the command's own file, runs it, and turns errors into one line and status 1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { didYouMean } from '../errors.js';
import { packageRoot } from '../runtime/index.js';
import { commands } from './commands.js';
import { reportError } from './report-error.js';

async function main(argv: readonly string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const program = new Command('cambium')
    .description('From a raw table to a model that answers in production.')
    .version(version)
    .showSuggestionAfterError()
    .exitOverride();

  const name = argv.find((argument) => !argument.startsWith('-'));
  for (const entry of commands) {
    // Only the command that is called loads its file; the others give help their name and summary.
    if (entry.name === name) program.addCommand((await entry.load()).command().exitOverride());
    else program.command(entry.name).summary(entry.summary).description(entry.summary);
  }
  program.addHelpText('after', '\nEach command explains itself: cambium COMMAND --help');
  const known = commands.map((entry) => entry.name);
  if (name !== undefined && name !== 'help' && !known.includes(name)) {
    const hint = didYouMean(name, known) ?? `one of ${known.join(', ')}`;
    process.stderr.write(`error: unknown command "${name}" (${hint})\n`);
    process.exitCode = 1;
    return;
  }
  await program.parseAsync([...argv], { from: 'user' });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else reportError(error);
}
