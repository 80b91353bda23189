import assert from 'node:assert/strict';
import { decodeSavedExports } from '../../../../src/core/savedExports/decodeSavedExports';
import type { SavedExportProblem } from '../../../../src/core/savedExports/savedExport';

const GOOD = { name: 'Actions', reportId: 'agency_action_listing' };

function decode(document: unknown) {
  return decodeSavedExports(JSON.stringify(document));
}

function places({ problems }: { readonly problems: readonly SavedExportProblem[] }): string[] {
  return problems.map(({ kind, path }) => `${kind} ${path.join('.')}`);
}

describe('A file of saved exports', () => {
  it('is read with defaults for omitted members', () => {
    assert.deepEqual(decode({ exports: [GOOD], sets: [{ name: 'Monday', exports: ['Actions'] }] }), {
      exports: [
        {
          ...GOOD,
          reportName: undefined,
          format: 'CSV',
          period: undefined,
          timeZone: undefined,
          filters: {},
          folder: undefined,
          fileName: undefined,
          account: undefined,
          existingJob: 'use',
        },
      ],
      sets: [{ name: 'Monday', exports: ['Actions'], missing: [], folder: undefined }],
      problems: [],
    });
  });

  it('can be empty, and can have comments and trailing commas', () => {
    assert.deepEqual(decodeSavedExports(''), { exports: [], sets: [], problems: [] });
    assert.equal(
      decodeSavedExports('{ // ours\n "exports": [{ "name": "Actions", "reportId": "r", },] }').exports.length,
      1,
    );
  });

  it('accepts numbers and booleans as filters, as sent in the query', () => {
    assert.deepEqual(
      decode({ exports: [{ ...GOOD, filters: { SUBAID: 4187, SHOW_REVERSED: true, PROMO_CODE: 'A,B' } }] }).exports[0]
        ?.filters,
      { SUBAID: '4187', SHOW_REVERSED: 'true', PROMO_CODE: 'A,B' },
    );
  });

  const mistakes: [what: string, change: Record<string, unknown>, place: string][] = [
    ['without a name', { name: undefined }, 'missing exports.0.name'],
    ['without a report', { reportId: undefined }, 'missing exports.0.reportId'],
    ['with a name that is blank', { name: ' ' }, 'wrong exports.0.name'],
    ['with a format that does not exist', { format: 'PDF' }, 'wrong exports.0.format'],
    ['with a format in lower case', { format: 'csv' }, 'wrong exports.0.format'],
    ['with a period that does not exist', { period: 'last month' }, 'wrong exports.0.period'],
    ['with a time zone that does not exist', { timeZone: 'Europe/Atlantis' }, 'wrong exports.0.timeZone'],
    ['with filters in a list', { filters: ['SUBAID'] }, 'wrong exports.0.filters'],
    ['with a folder elsewhere', { folder: '../secrets' }, 'wrong exports.0.folder'],
    ['with a folder that is a root', { folder: '/etc' }, 'wrong exports.0.folder'],
    ['with a folder on a drive', { folder: 'C:/data' }, 'wrong exports.0.folder'],
    ['with a folder that goes up on the way', { folder: 'a/../../b' }, 'wrong exports.0.folder'],
    ['with a path for a file name', { fileName: 'a/b.csv' }, 'wrong exports.0.fileName'],
    ['with an account that is no SID', { account: 'me@example.test' }, 'wrong exports.0.account'],
    ['with accounts that are a name', { accounts: 'everybody' }, 'wrong exports.0.accounts'],
    ['with no accounts', { accounts: [] }, 'wrong exports.0.accounts'],
    ['with one account and several', { account: 'IRa', accounts: ['IRb'] }, 'accountAndAccounts exports.0.accounts'],
    ['with pieces that are no length', { period: 'lastMonth', pieces: 'hour' }, 'wrong exports.0.pieces'],
    ['with pieces of no period', { pieces: 'day' }, 'needs exports.0.pieces'],
    ['that refreshes no pieces', { period: 'lastMonth', refresh: 3 }, 'needs exports.0.refresh'],
    ['that refreshes half a piece', { period: 'lastMonth', pieces: 'day', refresh: 0.5 }, 'wrong exports.0.refresh'],
    ['combined into an unknown format', { combine: { format: 'XLSX' } }, 'wrong exports.0.combine.format'],
    ['combined by no titles', { combine: { key: [] } }, 'wrong exports.0.combine.key'],
    ['with a rule that does not exist', { existingJob: 'ask' }, 'wrong exports.0.existingJob'],
  ];
  for (const [what, change, place] of mistakes) {
    it(`loses only the row ${what}, and says where it is`, () => {
      const decoded = decode({
        exports: [
          { ...GOOD, ...change },
          { ...GOOD, name: 'Good' },
        ],
      });
      assert.deepEqual(places(decoded), [place]);
      assert.deepEqual(
        decoded.exports.map(({ name }) => name),
        ['Good'],
      );
    });
  }

  const wrongFilters: [what: string, change: Record<string, unknown>, kind: string, name: string][] = [
    ['with spaces in its name', { filters: { 'Start Date': '2026-10-01' } }, 'wrong', 'Start Date'],
    ['that is an object', { filters: { SUBAID: { Id: 1 } } }, 'wrong', 'SUBAID'],
    ['that is a list of lists', { filters: { AdId: [[1]] } }, 'wrong', 'AdId'],
    ['that is the format', { filters: { ResultFormat: 'CSV' } }, 'wrong', 'ResultFormat'],
    ['that is a day that does not exist', { filters: { START_DATE: '2026-02-30' } }, 'wrong', 'START_DATE'],
    ['that is several days', { filters: { StartDate: ['2026-10-01', '2026-10-02'] } }, 'wrong', 'StartDate'],
    [
      'that is a day beside a period',
      { period: 'lastMonth', filters: { END_DATE: '2026-10-31' } },
      'periodAndDates',
      'END_DATE',
    ],
    [
      'that is a moment beside a period',
      { period: 'lastMonth', filters: { EndDate: '2026-10-31T23:59:59Z' } },
      'periodAndDates',
      'EndDate',
    ],
    ['that looks like a token', { filters: { AUTH_TOKEN: 'x' } }, 'secret', 'AUTH_TOKEN'],
  ];
  for (const [what, { filters, ...change }, kind, name] of wrongFilters) {
    it(`keeps an export with a filter ${what}, names the filter, and keeps the other filters`, () => {
      const decoded = decode({
        exports: [{ ...GOOD, ...change, filters: { PROMO_CODE: 'A', ...(filters as object) } }],
      });
      assert.deepEqual(places(decoded), [`${kind} exports.0.filters.${name}`]);
      const [saved] = decoded.exports;
      assert.deepEqual([saved?.filters, saved?.wrongFilters], [{ PROMO_CODE: 'A' }, [name]]);
    });
  }

  it('accepts any query name, several values of a filter, and moments as days', () => {
    const filters = {
      SUPERSTATUS_MS: ['APPROVED', 'PENDING'],
      AdId: [17, 18],
      MediaId: [4187],
      StartDate: '2026-11-01T00:00:00Z',
      EndDate: '2026-11-30T23:59:59Z',
      timeRange: 'CUSTOM',
      compareEnabled: false,
      SHOW_SKU: 1,
      constructor: 'x',
      GRÖSSE: 'L',
      'SUB-ID_1': '7',
      '1ST_DAY': 'x',
    };
    const decoded = decode({ exports: [{ ...GOOD, filters }] });
    assert.deepEqual(decoded.problems, []);
    assert.deepEqual(decoded.exports[0]?.filters, {
      SUPERSTATUS_MS: ['APPROVED', 'PENDING'],
      AdId: ['17', '18'],
      MediaId: '4187',
      StartDate: '2026-11-01T00:00:00Z',
      EndDate: '2026-11-30T23:59:59Z',
      timeRange: 'CUSTOM',
      compareEnabled: 'false',
      SHOW_SKU: '1',
      constructor: 'x',
      GRÖSSE: 'L',
      'SUB-ID_1': '7',
      '1ST_DAY': 'x',
    });
  });

  it('reads accounts, pieces, and one table out of many results', () => {
    const row = { ...GOOD, period: { from: '2026-01-01', to: '2026-06-30' }, pieces: 'month', refresh: 3 };
    const decoded = decode({
      exports: [
        { ...row, accounts: ['IRa', '1048291'], combine: true },
        { ...GOOD, name: 'All', accounts: 'all', combine: { format: 'Parquet', key: ['Action_Id'] } },
        { ...GOOD, name: 'Not', combine: false },
      ],
    });
    assert.deepEqual(decoded.problems, []);
    const [first, all, not] = decoded.exports;
    assert.deepEqual(
      [first?.accounts, first?.pieces, first?.refresh, first?.combine],
      [['IRa', '1048291'], 'month', 3, { format: 'CSV', key: [] }],
    );
    assert.deepEqual([all?.accounts, all?.combine], ['all', { format: 'Parquet', key: ['Action_Id'] }]);
    assert.equal(not?.combine, undefined);
  });

  it('makes no table out of a set of different reports, and says which', () => {
    const exports = [GOOD, { ...GOOD, name: 'Clicks', reportId: 'clicks' }, { ...GOOD, name: 'More' }];
    const names = exports.map(({ name }) => name);
    const decoded = decode({ exports, sets: [{ name: 'Monday', exports: names, combine: true, accounts: 'all' }] });
    assert.deepEqual(decoded.problems, [
      { kind: 'differentReports', path: ['sets', 0, 'combine'], exports: [GOOD.name, 'Clicks'] },
    ]);
    assert.deepEqual([decoded.sets[0]?.combine, decoded.sets[0]?.accounts], [undefined, 'all']);
    const one = decode({ exports, sets: [{ name: 'Monday', exports: [GOOD.name, 'More'], combine: true }] });
    assert.deepEqual([one.problems, one.sets[0]?.combine], [[], { format: 'CSV', key: [] }]);
  });

  it('keeps a row with an unknown property, and suggests the intended one', () => {
    const decoded = decode({ exports: [{ ...GOOD, periode: 'lastMonth', color: 'red', authToken: 'x' }] });
    assert.equal(decoded.exports.length, 1);
    assert.deepEqual(decoded.problems, [
      { kind: 'unknownProperty', path: ['exports', 0, 'periode'], suggestion: 'period' },
      { kind: 'unknownProperty', path: ['exports', 0, 'color'], suggestion: undefined },
      { kind: 'secret', path: ['exports', 0, 'authToken'] },
    ]);
  });

  it('requires unique names among exports and sets', () => {
    const decoded = decode({ exports: [GOOD, GOOD], sets: [{ name: 'Actions', exports: ['Actions'] }] });
    assert.deepEqual(places(decoded), ['sameName exports.1.name', 'sameName sets.0.name']);
    assert.deepEqual([decoded.exports.length, decoded.sets.length], [1, 0]);
  });

  it('keeps a set with its existing exports, and lists the missing ones', () => {
    const decoded = decode({ exports: [GOOD], sets: [{ name: 'Monday', exports: ['Actions', 'Clicks'] }] });
    assert.deepEqual([decoded.sets[0]?.exports, decoded.sets[0]?.missing], [['Actions'], ['Clicks']]);
    assert.deepEqual(decoded.problems, [{ kind: 'noSuchExport', path: ['sets', 0, 'exports', 1], name: 'Clicks' }]);
  });

  it('that breaks off is read up to that place, which is reported', () => {
    const decoded = decodeSavedExports('{ "exports": [{ "name": "Actions", "reportId": "r" }, { "name": "Clic');
    assert.deepEqual(
      decoded.exports.map(({ name }) => name),
      ['Actions'],
    );
    assert.equal(decoded.problems[0]?.kind, 'syntax');
  });

  for (const document of [
    null,
    [],
    7,
    'text',
    { exports: {} },
    { exports: [7, null, []] },
    { sets: 'x' },
    { version: 2 },
  ]) {
    it(`says what is wrong with ${JSON.stringify(document)}`, () => {
      const decoded = decode(document);
      assert.ok(decoded.problems.length > 0);
      assert.deepEqual([decoded.exports, decoded.sets], [[], []]);
    });
  }
});
