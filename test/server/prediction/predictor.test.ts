import { definePredictor, type Predictor } from 'cambium';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { PredictionApi, testRow } from '../../../server/prediction/index.js';

const featureNames = ['hour', 'distance', 'vip'];
const context = { api: 'trip', config: { factor: 2 }, env: {}, directory: '/' };

/** Scores a row as the sum of its features: the answers below show which features arrived. */
const adding = {
  numFeatures: 3,
  numOutputs: 1,
  scoreRow: (row: Float64Array, out: Float64Array) => {
    out[0] = row.reduce((sum, value) => sum + (Number.isNaN(value) ? 1000 : value), 0);
  },
  close: () => undefined,
};

const predictor = definePredictor({
  input: {
    pickup: 'timestamp',
    distance: { type: 'number', minimum: 0, nullable: true },
    vendor: { type: 'string', values: ['red', 'green'] },
    riders: { type: 'integer', optional: true },
    vip: 'boolean',
  },
  features: (row) => {
    expectTypeOf(row.pickup).toEqualTypeOf<Date>();
    expectTypeOf(row.distance).toEqualTypeOf<number | null>();
    expectTypeOf(row.vendor).toEqualTypeOf<string>();
    expectTypeOf(row.riders).toEqualTypeOf<number | null>();
    expectTypeOf(row.vip).toEqualTypeOf<boolean>();
    return {
      hour: row.pickup.getUTCHours(),
      distance: row.distance ?? Number.NaN,
      vip: row.vip ? 100 + (row.riders ?? 0) : 0,
    };
  },
  answer: (score, row, { config }) => score * (config['factor'] as number) + row.vendor.length,
});

function api(used: Predictor | undefined = predictor, scorer = adding): PredictionApi {
  return new PredictionApi({ featureNames, scorer, predictor: used, context, maxItems: 10 });
}

const ask = (payload: unknown, used?: Predictor) =>
  api(used).answer(Buffer.from(JSON.stringify(payload)), 'application/json').body;
const form = (text: string) =>
  api().answer(Buffer.from(text), 'application/x-www-form-urlencoded; charset=utf-8').body;

const row = { pickup: '2016-03-14 17:24:55', distance: 2.5, vendor: 'red', vip: true };

describe('a predictor', () => {
  it('turns a payload into features and the score into the answer', () => {
    expect(ask(row)).toBe('242');
    expect(ask({ ...row, riders: 4 })).toBe('250');
    expect(ask({ ...row, distance: null, vip: false })).toBe('2037');
    expect(ask([row, { ...row, vendor: 'green' }])).toBe('[242,244]');
  });

  it('reads a form', () => {
    expect(form('pickup=2016-03-14+17:24:55&distance=2.5&vendor=red&vip=true')).toBe('242');
    expect(form('pickup=2016-03-14T17:24:55Z&distance=&vendor=red&vip=0&riders=3')).toBe('2037');
  });

  it.each([
    [{ ...row, pickup: '14.3.2016' }, 'field "pickup": expected a timestamp like'],
    [{ ...row, distance: -1 }, 'field "distance": expected a number, at least 0'],
    [{ ...row, distance: '2' }, 'field "distance": expected a number, found a string'],
    [{ ...row, vendor: 'blue' }, 'field "vendor": expected a string, one of "red", "green"'],
    [{ ...row, vendor: null }, 'field "vendor": expected a string, found null'],
    [{ ...row, riders: 1.5 }, 'field "riders": expected a whole number, found a fraction'],
    [{ ...row, vip: 1 }, 'field "vip": expected true or false, found a number'],
    [{ ...row, vendr: 'red' }, 'unknown field "vendr" (did you mean "vendor"?)'],
    [{ pickup: row.pickup, distance: 1, vip: true }, 'missing field "vendor"'],
    [{ ...row, __proto: 1 }, 'unknown field "__proto"'],
  ])('refuses %j', (payload, message) => {
    expect(() => ask(payload)).toThrow(message);
  });

  it.each([
    [
      'pickup=2016-03-14&distance=x&vendor=red&vip=1',
      'field "distance": expected a number, found another text',
    ],
    ['pickup=2016-03-14&distance=1&vendor=red&vip=yes', 'field "vip": expected true or false'],
    [
      'pickup=2016-03-14&distance=1&vendor=red&vip=',
      'field "vip": expected true or false, found empty text',
    ],
    ['pickup=2016-03-14&pickup=2016-03-15', 'field "pickup" is given twice'],
    ['', 'missing field "pickup"'],
  ])('refuses the form %j', (text, message) => {
    expect(() => form(text)).toThrow(message);
  });

  it('never hears a value repeated, neither of a form nor of JSON', () => {
    const secret = 'SECRET4111';
    const good = { pickup: '2016-03-14', distance: '1', vendor: 'red', riders: '1', vip: '1' };
    for (const field of Object.keys(good)) {
      const payload = { ...good, [field]: secret };
      const parts = Object.entries(payload).map(
        ([name, value]) =>
          `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      const multipart = Buffer.from(`${parts.join('')}--x--\r\n`);
      for (const refused of [
        () => form(String(new URLSearchParams(payload))),
        () => api().answer(multipart, 'multipart/form-data; boundary=x'),
        () => ask({ ...row, riders: 1, [field]: secret }),
      ]) {
        expect(refused).toThrow(`field "${field}": expected`);
        expect(refused).not.toThrow(secret);
      }
    }
  });

  it('takes null for a field that is optional', () => {
    expect(ask({ ...row, riders: null })).toBe(ask(row));
  });

  it('gets a list of objects alone', () => {
    expect(() => ask([[]])).toThrow('item 0: expected an object with the fields, found a list');
    expect(() => ask([row, 1])).toThrow('item 1: expected an object with the fields, found');
    expect(() => ask(1)).toThrow('or a list of such objects, found a number');
  });

  it('may throw or give what does not let itself be read', () => {
    const hostile = new Proxy({} as Record<string, number>, {
      get: () => {
        throw new Error('no');
      },
      getPrototypeOf: () => {
        throw hostile;
      },
    });
    const good = { hour: 1, distance: 1, vip: 1 };
    const failing = [
      definePredictor({
        input: {},
        features: () => {
          throw hostile;
        },
      }),
      definePredictor({ input: {}, features: () => hostile }),
      definePredictor({
        input: {},
        features: () => good,
        answer: () => {
          throw Object.create(null);
        },
      }),
      definePredictor({ input: {}, features: () => good, answer: () => hostile }),
    ];
    for (const used of failing) {
      expect(() => ask({}, used)).toThrow(expect.objectContaining({ name: 'PredictorFault' }));
    }
  });

  it('that fails is told apart from a bad request', () => {
    const failing = (features: () => Record<string, number>, answer?: () => unknown) =>
      definePredictor({ input: {}, features, ...(answer === undefined ? {} : { answer }) });
    const good = { hour: 1, distance: 1, vip: 1 };
    const faults: [Predictor, string][] = [
      [
        failing(() => {
          throw new Error('boom');
        }),
        'features() failed: boom',
      ],
      [failing(() => ({ hour: 1 })), 'features() gave nothing for the feature "distance"'],
      [
        failing(
          () => good,
          () => Number.NaN,
        ),
        'answer() gave NaN',
      ],
      [
        failing(
          () => good,
          () => undefined,
        ),
        'answer() gave nothing',
      ],
      [
        failing(
          () => good,
          () => 1n,
        ),
        'answer() failed: Do not know how to serialize a BigInt',
      ],
      [
        failing(
          () => good,
          async () => 1,
        ),
        'answer() gave a promise',
      ],
    ];
    for (const [used, message] of faults) {
      expect(() => ask({}, used)).toThrow(expect.objectContaining({ name: 'PredictorFault' }));
      expect(() => ask({}, used)).toThrow(message);
    }
  });

  it('may answer with an object, and sees the probabilities of all classes', () => {
    const scorer = {
      ...adding,
      numOutputs: 2,
      scoreRow: (_: Float64Array, out: Float64Array) => out.set([0.25, 0.75]),
    };
    const features = () => ({ hour: 1, distance: 1, vip: 1 });
    const used = definePredictor({
      input: {},
      features,
      answer: (scores: readonly number[]) => ({ class: scores.indexOf(Math.max(...scores)) }),
    });
    expect(api(used, scorer).answer(Buffer.from('{}'), '').body).toBe('{"class":1}');
  });
});

describe('testRow', () => {
  const tried = (features: () => Record<string, number>) => () =>
    testRow(featureNames, definePredictor({ input: { a: 'integer' }, features }), context);

  it('accepts a predictor that fits its model', () => {
    expect(() => testRow(featureNames, predictor, context)).not.toThrow();
  });

  it.each([
    [{ hour: 1, distance: 1 }, 'gave nothing for the feature "vip"', 'tried with {"a":1}'],
    [{ hour: 1, distance: 1, vip: 1, vipp: 1 }, 'features() gives "vipp"', 'did you mean "vip"?'],
  ])('refuses features %j', (features, message, hint) => {
    expect(tried(() => features as Record<string, number>)).toThrow(
      expect.objectContaining({
        code: 'bad-predictor',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it('names a field of an unknown type or option', () => {
    const input = (field: object) => () =>
      testRow(featureNames, { ...predictor, input: { a: field as never } }, context);
    expect(input({ type: 'numbr' })).toThrow('predictor input "a": expected one of the types');
    expect(input({ type: 'number', min: 1 })).toThrow('unknown option "min"');
    expect(input({ type: 'integer', minimum: 5, example: 2 })).toThrow('at least 5');
  });
});
