// Writes the documentation of parameters from their tables: a table a topic.
import { code, table } from './markdown.mjs';

const headings = {
  objective: 'What is minimised',
  boosting: 'The sequence of trees',
  dart: 'Trees left out (dart)',
  tree: 'One tree',
  sampling: 'Rows and features of a tree',
  constraints: 'Constraints on splits',
  features: 'Bins, missing and sparse values',
  categories: 'Categories',
  metrics: 'Metrics',
};

const kinds = {
  int: 'whole number',
  double: 'number',
  text: 'text',
  ints: 'whole numbers',
  doubles: 'numbers',
  texts: 'texts',
  column: 'place from 0, or name:…',
  columns: 'places from 0, or name:a,b',
  groups: 'lists of places from 0',
};

function values({ type, words, ...record }, describeRange) {
  if (words !== undefined) return [...new Set(Object.values(words))].map(code).join(', ');
  if (type === 'bool') return '`true`, `false`';
  const range = /^(int|double)s?$/.test(type) ? describeRange(record) : '';
  return `${kinds[type]}${range === '' ? '' : `, ${range}`}`;
}

function usual({ default: value }) {
  return value === undefined || String(value) === '' ? '' : code(value);
}

const aliases = ({ aliases: names = [] }) => names.map(code).join(' ');

function topic(records, describeRange) {
  const rows = Object.entries(records).map(([name, record]) => [
    ...[code(name), usual(record), values(record, describeRange), record.doc, aliases(record)],
  ]);
  return table(['parameter', 'default', 'values', 'meaning', 'aliases'], rows);
}

function withoutEffect(records) {
  const rows = Object.entries(records).map(([name, record]) => {
    return [code(name), `${record.why}${record.refused ? ': an error' : ''}`, aliases(record)];
  });
  return table(['parameter', 'why', 'aliases'], rows);
}

/**
 * All tables, each below its heading.
 * @param tables as for `parameterTypes`
 */
export function parameterDocs({
  trainingTopics,
  commandParameters,
  ineffectiveParameters,
  describeRange,
}) {
  return [
    ...Object.entries(trainingTopics).flatMap(([name, records]) => [
      `### ${headings[name]}`,
      topic(records, describeRange),
    ]),
    "### LightGBM's command line",
    'These are for the tasks and files of a `.conf` file; in a program they have no effect.',
    topic(commandParameters, describeRange),
    '### Without effect here',
    'These are accepted, and a line says why they change nothing.',
    withoutEffect(ineffectiveParameters),
  ].join('\n\n');
}
