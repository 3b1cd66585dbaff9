// Lists what the package exports, from the declarations that the build writes: name, kind and first sentence of each.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './lib.mjs';

const entry = join(root, 'dist/src/index.d.ts');

/** `{ names, from }` of each `export … from '…'` of a file; names are undefined for `export *`. */
function* reexports(text) {
  for (const [, list, from] of text.matchAll(
    /export (?:type )?(?:\{([^}]*)\}|\*) from '([^']+)'/g,
  )) {
    const names = list
      ?.split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter(Boolean);
    yield { names, from };
  }
}

/** Finds the declaration of a name: its kind, and the text of its comment. */
function declaration(file, name) {
  const text = readFileSync(file, 'utf8');
  const comment = '(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*)?';
  const kinds = '(function|class|interface|type|const)';
  const own = new RegExp(`${comment}export (?:declare )?(?:abstract )?${kinds} ${name}\\b`);
  const found = own.exec(text);
  if (found !== null) return { kind: found[2], comment: found[1] ?? '' };
  for (const { names, from } of reexports(text)) {
    const entry = names?.find((one) => one === name || one.endsWith(` as ${name}`));
    if (names !== undefined && entry === undefined) continue;
    const next = join(dirname(file), from.replace(/\.js$/, '.d.ts'));
    if (!existsSync(next)) continue;
    const there = declaration(next, entry?.split(' as ')[0] ?? name);
    if (there !== undefined) return there;
  }
  return undefined;
}

/** The first sentence of a comment, without tags and links. */
function sentence(comment) {
  const text = comment
    .replace(/^\s*\*? ?/gm, '')
    .split(/\n\s*\n|^@/m)[0]
    .replace(/\{@link (\w+)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?(?<![A-Z])[.:](?= [A-Z`]|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

/**
 * All exports of the package but what it passes on from others, in the order of its index.
 * @returns `{ area, name, kind, text }`; `area` is the folder of `src/` that an export comes from.
 */
export function listApi() {
  const list = [];
  for (const { names, from } of reexports(readFileSync(entry, 'utf8'))) {
    if (!from.startsWith('.')) continue;
    for (const name of names ?? []) {
      const { kind, comment } = declaration(
        join(dirname(entry), from.replace(/\.js$/, '.d.ts')),
        name,
      );
      const area = from.split('/')[1].replace(/\.js$/, '');
      list.push({ area, name, kind, text: sentence(comment) });
    }
  }
  return list;
}
