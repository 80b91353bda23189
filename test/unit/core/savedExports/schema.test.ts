import assert from 'node:assert/strict';
import Ajv from 'ajv';
import schema from '../../../../schemas/impact-jobs.schema.json';
import { EXPORT_FORMATS } from '../../../../src/core/reports/exportRequest';
import { PERIODS } from '../../../../src/core/reports/period';
import { decodeSavedExports } from '../../../../src/core/savedExports/decodeSavedExports';
import { PROPERTIES } from '../../../../src/core/savedExports/readSavedExport';
import { EXISTING_JOB_RULES } from '../../../../src/core/savedExports/savedExport';

const { export: exportSchema, set: setSchema } = schema.definitions;
const validate = new Ajv({ strict: false }).compile(schema);
const BASE = { name: 'Actions', reportId: 'r' };

describe('The JSON schema of saved exports', () => {
  it('has exactly the properties that the reader knows', () => {
    assert.deepEqual(Object.keys(schema.properties), PROPERTIES.document);
    assert.deepEqual(Object.keys(exportSchema.properties), PROPERTIES.export);
    assert.deepEqual(Object.keys(setSchema.properties), PROPERTIES.set);
  });

  it('lists exactly the values that the reader knows, and describes each one', () => {
    const { format, period, existingJob } = exportSchema.properties;
    const [relative] = period.anyOf;
    assert.deepEqual([format.enum, relative?.enum, existingJob.enum], [EXPORT_FORMATS, PERIODS, EXISTING_JOB_RULES]);
    assert.deepEqual(
      [relative?.enumDescriptions?.length, existingJob.enumDescriptions.length],
      [PERIODS.length, EXISTING_JOB_RULES.length],
    );
    for (const [name, property] of [
      ...Object.entries(exportSchema.properties),
      ...Object.entries(setSchema.properties),
    ]) {
      assert.match(property.description, /\.$/, name);
    }
  });

  const values: Readonly<Record<string, readonly unknown[]>> = {
    name: ['Actions', ' ', '', 7, null, 'a\nb', 'x'.repeat(301)],
    reportId: ['r', '', false],
    format: ['CSV', 'csv', 'PDF', 1],
    period: [
      'lastMonth',
      'lastQuarter',
      'last month',
      30,
      { from: '2026-01-01', to: '2026-06-30' },
      { from: '2026-01-01' },
      { from: '2026-01-01', to: 'soon' },
      { from: '2026-01-01', to: '2026-06-30', timeZone: 'UTC' },
      {},
    ],
    timeZone: ['UTC', 7, ''],
    filters: [
      {},
      { SUBAID: 1, X_2: true, Y: 'text' },
      { subaid: 1, timeRange: 'CUSTOM', compareEnabled: false },
      { SUPERSTATUS_MS: ['APPROVED', 'PENDING'], AdId: [1, true] },
      { A: [[]] },
      { A: [null] },
      { A: { B: 1 } },
      { 'Start Date': '2026-10-01' },
      { '1': 1 },
      { ResultFormat: 'CSV' },
      { GRÖSSE: 'L' },
      { 'A\u0007': 1 },
      { ['A'.repeat(201)]: 1 },
      { authToken: 'x' },
      { StartDate: '2026-10-01T00:00:00Z' },
      { EndDate: 'soon' },
      { EndDate: ['2026-10-01'] },
      { A: [] },
      { A: null },
      [],
      'x',
      { API_TOKEN: 'x' },
      { START_DATE: '2026-10-01' },
      { START_DATE: 'soon' },
      { START_DATE: 20261001 },
    ],
    folder: [
      'monday',
      'a/b ${date}',
      'München 2026',
      '..',
      'a/..',
      '../a',
      '/a',
      'a/',
      'a//b',
      'C:/a',
      'a\\b',
      ' a',
      'a ',
      '.a',
      'a.',
      'a/.b',
      '',
      7,
      'a',
    ],
    fileName: ['${report}.${ext}', 'a/b', 'a\\b', '', ' ', 7],
    account: ['IRabc123', 'a b', '', 7],
    accounts: ['all', 'some', ['IRabc123', '1048291'], ['1', '1'], [], [7], ['a b'], 'IRabc123'],
    pieces: ['day', 'week', 'month', 'hour', 1],
    refresh: [0, 3, -1, 1.5, '3', 5000],
    combine: [
      true,
      false,
      {},
      { format: 'Parquet', key: ['Action_Id'] },
      { format: 'NDJSON' },
      { format: 'parquet' },
      { key: [] },
      { key: 'Action_Id' },
      { columns: [] },
      'CSV',
    ],
    existingJob: ['use', 'replay', 'ask', true],
    reportName: ['Action Listing', ''],
    unknown: [1],
  };
  for (const [property, candidates] of Object.entries(values)) {
    it(`accepts the same values of ${property} as the reader`, () => {
      for (const value of candidates) {
        const needed = property === 'refresh' ? { period: 'lastMonth', pieces: 'day' } : { period: 'lastMonth' };
        const document = { exports: [{ ...BASE, ...(property === 'filters' ? {} : needed), [property]: value }] };
        const { problems } = decodeSavedExports(JSON.stringify(document));
        assert.equal(
          validate(document),
          problems.length === 0,
          `${JSON.stringify(value)}: ${JSON.stringify(problems)}`,
        );
      }
    });
  }

  it('agrees with the reader about entire files', () => {
    const documents: unknown[] = [
      {},
      [],
      null,
      { version: 1 },
      { version: 2 },
      { exports: {} },
      { sets: [{}] },
      { exports: [BASE], sets: [{ name: 'Monday', exports: ['Actions'], folder: 'm' }] },
      { exports: [BASE], sets: [{ name: 'Monday', exports: [] }] },
      { exports: [BASE], sets: [{ name: 'Monday', exports: ['Actions', 'Actions'] }] },
      { exports: [{ ...BASE, period: 'lastMonth', filters: { START_DATE: '2026-10-01' } }] },
      { exports: [{ ...BASE, period: 'lastMonth', filters: { EndDate: '2026-10-01' } }] },
      { exports: [{ ...BASE, period: 'lastMonth', filters: { SUBAID: 1 } }] },
      { exports: [{ ...BASE, account: 'IRabc123', accounts: 'all' }] },
      { exports: [{ ...BASE, pieces: 'day' }] },
      { exports: [{ ...BASE, period: 'lastMonth', refresh: 1 }] },
      { exports: [BASE], sets: [{ name: 'Monday', exports: ['Actions'], accounts: 'all', combine: true }] },
      { exports: [BASE], sets: [{ name: 'Monday', exports: ['Actions'], accounts: [], combine: 'CSV' }] },
      { $schema: 'x', exports: [BASE] },
      { token: 'x' },
    ];
    for (const document of documents) {
      const { problems } = decodeSavedExports(JSON.stringify(document));
      assert.equal(
        validate(document),
        problems.length === 0,
        `${JSON.stringify(document)}: ${JSON.stringify(problems)}`,
      );
    }
  });
});
