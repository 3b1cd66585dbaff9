// Writes the TypeScript types of parameters from their tables: of each topic what a user gives, and what it resolves to.

/** The types of words, which are declared beside the tables: of the value, and of what it may be called. */
const named = {
  objective: ['ObjectiveName', 'ObjectiveWord'],
  boosting: ['BoostingName', 'BoostingWord'],
  data_sample_strategy: ['SampleStrategy', 'SampleStrategy'],
  monotone_constraints_method: ['MonotoneMethod', 'MonotoneMethod'],
  metric: ['MetricName', 'MetricWord'],
  task: ['TaskName', 'TaskWord'],
  tree_learner: [undefined, 'TreeLearnerWord'],
  device_type: [undefined, 'DeviceWord'],
};

const lists = { ints: 'number', doubles: 'number', texts: 'string', columns: 'ColumnReference' };

const plain = { int: 'number', double: 'number', bool: 'boolean', text: 'string' };

/** The type of a complete parameter. */
function valueType(name, { type, default: usual }) {
  if (type in plain) return usual === undefined ? `${plain[type]} | undefined` : plain[type];
  if (type in lists) return `readonly ${lists[type]}[]`;
  if (type === 'enum') return named[name][0];
  if (type === 'enums') return `readonly ${named[name][0]}[]`;
  if (type === 'groups') return 'readonly (readonly number[])[]';
  if (type === 'column') return 'ColumnReference | undefined';
  throw new Error(`no type for ${name}: ${type}`);
}

/** The type of what a user may give for it. */
function inputType(name, { type }) {
  if (type in plain) return plain[type];
  if (type === 'enum') return named[name][1];
  if (type === 'enums') return `${named[name][1]} | readonly ${named[name][1]}[]`;
  if (type === 'column') return 'ColumnReference';
  if (type === 'columns' || type === 'texts') return `string | readonly ${lists[type]}[]`;
  return valueType(name, { type });
}

function facts({ default: usual, ...range }, describeRange) {
  const parts = [describeRange(range)];
  const shown = Array.isArray(usual) ? usual.join(',') : (usual ?? '');
  if (shown !== '') parts.push(`default ${shown}`);
  const told = parts.filter((part) => part !== '').join('; ');
  return told === '' ? '' : ` (${told})`;
}

function interfaceOf(name, comment, lines) {
  return [`/** ${comment} */`, `export interface ${name} {`, ...lines, '}'].join('\n');
}

function fileOf({ topic, title, subject, table, complete, describeRange }) {
  const values = Object.entries(complete ? table : {}).flatMap(([name, record]) => [
    `  /** ${record.doc} */`,
    `  readonly ${name}: ${valueType(name, record)};`,
  ]);
  const inputs = Object.entries(table).flatMap(([name, record]) => {
    const why = record.why === undefined ? '' : ` Without effect: ${record.why}.`;
    const type = `${inputType(name, record)} | undefined;`;
    return [
      `  /** ${record.doc.replace(/\.$/, facts(record, describeRange))}.${why} */`,
      `  readonly ${name}?: ${type}`,
      ...(record.aliases ?? []).flatMap((alias) => [
        `  /** Another name of \`${name}\`. ${record.doc} */`,
        `  readonly ${alias}?: ${type}`,
      ]),
    ];
  });
  const body = [
    ...(complete ? [interfaceOf(`${title}Parameters`, `${subject}, complete.`, values)] : []),
    interfaceOf(`${title}Input`, `${subject}, as a user gives them.`, inputs),
  ].join('\n\n');
  const uses = (type) => new RegExp(`\\b${type}\\b`).test(body);
  const words = [...new Set(Object.values(named).flat())].filter((type) => type && uses(type));
  const own = words.filter((type) => type !== 'MetricName').sort();
  const imports = [
    uses('MetricName') && "import type { MetricName } from '../metric-name.js';",
    uses('ColumnReference') && "import type { ColumnReference } from '../record.js';",
    own.length > 0 && `import type { ${own.join(', ')} } from '../table/${topic}.js';`,
  ].filter(Boolean);
  const head = `/** ${subject}: their types, written by \`npm run docs\` from table/${topic}.ts. */`;
  return `${[head, ...imports].join('\n')}\n\n${body}\n`;
}

const titles = {
  objective: ['Objective', 'Parameters of what is minimised'],
  boosting: ['Boosting', 'Parameters of the sequence of trees'],
  dart: ['Dart', 'Parameters of boosting with trees left out'],
  tree: ['Tree', 'Parameters of one tree'],
  sampling: ['Sampling', 'Parameters of the choice of rows and features'],
  constraints: ['Constraint', 'Parameters that forbid, favour or force splits'],
  features: ['Feature', 'Parameters of bins, missing and sparse values'],
  categories: ['Category', 'Parameters of features that are categories'],
  metrics: ['Metric', 'Parameters of what is measured'],
  command: ['Command', "Parameters of LightGBM's command line"],
  ineffective: ['Ineffective', 'Parameters without effect'],
};

/**
 * The generated files.
 * @param tables the tables, as `src/boosting/parameters/table` exports them, with `describeRange` of
 *   `src/boosting/parameters/number-value`
 * @returns `[path, text]` of each, from the root of the repository
 */
export function parameterTypes({
  trainingTopics,
  commandParameters: command,
  ineffectiveParameters: ineffective,
  describeRange,
}) {
  const topics = { ...trainingTopics, command, ineffective };
  return Object.entries(topics).map(([topic, table]) => {
    const [title, subject] = titles[topic];
    const complete = topic !== 'ineffective';
    const text = fileOf({ topic, title, subject, table, complete, describeRange });
    return [`src/boosting/parameters/types/${topic}.ts`, text];
  });
}
