#!/usr/bin/env node
/** The command `cambium`: finds the command's own file, runs it, and turns errors into one line and status 1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { didYouMean } from '../errors.js';
import { packageRoot } from '../runtime/index.js';
import { commands } from './commands.js';
import { expectEnd } from './early-end.js';
import { reportError } from './report-error.js';

/** Commander puts its near miss on a second line, and says nothing of help where it has none. */
function oneLine(text: string, helpCommand: string): string {
  const line = text.trim().replace(/\s*\n\s*/g, ' ');
  return line.endsWith(')') ? `${line}\n` : `${line} (${helpCommand} --help)\n`;
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return String(version);
}

/** @param args what follows `cambium`; `help COMMAND` is `COMMAND --help`. */
async function main(args: readonly string[]): Promise<void> {
  const [first, ...rest] = args;
  const argv = first === 'help' ? [...rest, '--help'] : args;
  const name = argv.find((argument) => !argument.startsWith('-'));
  const known = commands.map((entry) => entry.name);
  if (name !== undefined && !known.includes(name)) {
    const hint = didYouMean(name, known) ?? `one of ${known.join(', ')}`;
    process.stderr.write(`error: unknown command "${name}" (${hint})\n`);
    process.exitCode = 1;
    return;
  }
  const program = new Command('cambium')
    .description('From a raw table to a model that answers in production.')
    .usage('COMMAND [options]')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(oneLine(text, `cambium ${name ?? ''}`.trim())),
    })
    .addHelpText('after', '\nEach command explains itself: cambium COMMAND --help');
  for (const entry of commands) {
    // Only the command that is called loads its file; the others give help their name and summary.
    if (entry.name === name) {
      const { command } = await entry.load();
      program.addCommand(command().copyInheritedSettings(program));
    } else program.command(entry.name).summary(entry.summary);
  }
  if (argv.length === 0) program.outputHelp();
  else await program.parseAsync([...argv], { from: 'user' });
}

const isByOptions = (args: readonly string[]): boolean =>
  commands.some(({ name, byOptions }) => name === args[0] && byOptions);

// A reader that has seen enough, as in `cambium get | head`, must not end a command that still works.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// A project's own code may end the process, or wait for what never comes: that is no success.
const ended = expectEnd();

main(process.argv.slice(2))
  .catch((error: unknown) => {
    // Commander has printed its own message, or the help that was asked for.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
    else reportError(error, isByOptions(process.argv.slice(2)));
  })
  .finally(ended);
