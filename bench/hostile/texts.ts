/** Texts that a hostile stranger sends: a valid text with a long run of one unit somewhere in it. */

/** What is repeated: single characters, and the smallest pieces that parsers give a meaning. */
const UNITS: readonly string[] = [
  ...'01a_Aé😀 \t\n\r.,:;+-=&%#!?@~$^*|/<>"\'`\\()[]{}\0\x1b\u202e\ufeff',
  ...[
    '\r\n',
    '1,',
    'a,',
    '"",',
    '"a",',
    '1:2 ',
    'qid:1 ',
    '1e',
    '1.',
    '.1',
    '-1',
    '1_',
    '00:',
    'nan,',
  ],
  ...[
    '[1,',
    '{"a":',
    '{a: ',
    '[[],',
    '[{',
    '},{',
    '- ',
    '? ',
    'a: ',
    'a:\n',
    'k: v\n',
    '&a ',
    '*a ',
    '*a,',
  ],
  ...[
    '&a [*a],',
    '<<: *a\n',
    '!!a ',
    '--- a\n',
    '"\\u0041',
    '\\"',
    '\\n',
    '%41',
    '%zz',
    'a=1&',
    'a=',
    '--x\r\n',
  ],
  ...[
    '\u0024{',
    '\u0024{a}',
    '\\\u0024{',
    '\u0024{globals:',
    'Tree=0\n',
    'num_leaves=2\n',
    '2016-01-01 ',
    '0:',
    'Z',
    '// ',
    '/*',
  ],
];

/** One hostile text, and how to say which it is. */
export interface HostileText {
  readonly text: string;
  /** E.g. `"[1," repeated after "{"a":"`. */
  readonly title: string;
}

function fill(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length));
}

/** Maps within maps, a line each: the depth is what a text of this length can hold. */
function stairs(length: number): string {
  let text = '';
  for (let depth = 0; text.length < length; depth++) text += `${' '.repeat(depth)}a:\n`;
  return text;
}

/** Lists that name the list before several times: each doubles what the text stands for. */
function billionLaughs(length: number): string {
  let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x]\n';
  for (let i = 1; text.length < Math.min(length, 2000); i++) {
    text += `a${i}: &a${i} [${fill(`*a${i - 1}, `, 40)}x]\n`;
  }
  return text;
}

/** Where runs go: between the tokens of a text, evenly spread, both ends among them. */
function places(seed: string, most: number): number[] {
  const ends = [...seed.matchAll(/[A-Za-z0-9_.+-]+|\s+|[^\sA-Za-z0-9_]/gu)].map(
    (match) => match.index + match[0].length,
  );
  const all = [0, ...ends];
  if (all.length <= most) return all;
  return Array.from(
    { length: most },
    (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as number,
  );
}

/**
 * Every unit as a run of `length` characters at several places of each seed.
 * @param most places of a seed
 */
export function* hostileTexts(
  seeds: readonly string[],
  length: number,
  most: number,
): Generator<HostileText> {
  for (const seed of seeds) {
    for (const place of places(seed, most)) {
      const [before, after] = [seed.slice(0, place), seed.slice(place)];
      for (const unit of UNITS) {
        yield {
          text: before + fill(unit, length) + after,
          title: `${JSON.stringify(unit)} repeated after ${JSON.stringify(before.slice(-24))}`,
        };
      }
    }
  }
  yield { text: stairs(length), title: 'maps within maps, a line each' };
  yield { text: billionLaughs(length), title: 'lists of aliases of lists' };
  // What opens and closes again is valid, and as deep as can be.
  for (const [open, close] of ['[]', '{}', '()'].map((pair) => [pair[0], pair[1]] as const)) {
    const half = Math.floor(length / 2);
    yield {
      text: fill(open as string, half) + fill(close as string, half),
      title: `${open}${close} within each other`,
    };
  }
  const quarter = Math.floor(length / 6);
  yield {
    text: `${fill('{"a":', length - quarter)}1${'}'.repeat(Math.ceil((length - quarter) / 5))}`,
    title: 'JSON objects within each other',
  };
}
