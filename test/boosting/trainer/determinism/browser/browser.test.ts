import { afterEach, expect, test } from 'vitest';
import { formatModel, resolveParameters, train } from '../../../../../src/boosting/index.js';
import { objectives } from '../../../../../src/boosting/objectives/index.js';
import { readTables } from '../../../../../src/boosting/trainer/setup/read-tables.js';
import { Training } from '../../../../../src/boosting/trainer/training.js';
import { trainingMemory } from '../../../../../src/boosting/training-data/training-data.js';
import { completeData } from '../../../../../src/boosting/training-data/training-input.js';
import { caseColumns, caseData, cases } from '../../support/cases.js';
import { tableOf } from '../../support/tables.js';
import { BrowserTeam } from './browser-team.js';
import { findChromium } from './chromium.js';

const chromium = findChromium();
const title = chromium === undefined ? '(skipped: no Chromium starts on this machine) ' : '';

let team: BrowserTeam | undefined;
afterEach(() => team?.disband());

const columns = caseColumns(4000);
const kinds = ['regression', 'binary', 'multiclass', 'lambdarank', 'categorical', 'goss', 'dart'];

test.skipIf(chromium === undefined).each(kinds)(
  `${title}%s: a browser cuts, grows and measures to the bytes of Node`,
  async (name) => {
    const kind = cases[name]!;
    const data = completeData(caseData(kind, tableOf(columns)), 'the data');
    const input = { ...kind.parameters, num_iterations: 5, num_leaves: 15, num_threads: 1 };
    const options = { evaluateTraining: true };
    const inNode = await train(input, data, options);
    const parameters = resolveParameters(input);
    const objective = objectives[parameters.objective];
    const setup = readTables(parameters, objective, data, options);
    team = await BrowserTeam.open(chromium!);
    const inBrowser = await new Training(setup, trainingMemory(data), team, options).run();
    expect(team.agent).toMatch(/Chrome/);
    expect(inNode.model.trees.some(({ numLeaves }) => numLeaves > 4)).toBe(true);
    expect(formatModel(inBrowser.model) === formatModel(inNode.model)).toBe(true);
    expect(inBrowser.evaluations).toEqual(inNode.evaluations);
  },
);
