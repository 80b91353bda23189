import assert from 'node:assert/strict';
import type { Account } from '../../../../src/core/account';
import { CLICK_EXPORT_ID } from '../../../../src/core/reports/clickExport';
import { memberKey, memberLabel, memberTemplate } from '../../../../src/core/runs/memberNames';
import { planMembers, planTables } from '../../../../src/core/runs/planMembers';
import type { PlannedMember } from '../../../../src/core/runs/run';
import type { Runnable } from '../../../../src/core/runs/runFolder';
import type { ExportSet, SavedExport } from '../../../../src/core/savedExports/savedExport';
import { anAccount } from '../../../support/anAccount';
import { aSavedExport } from './support/engineForTest';

const AGENCY = anAccount({ id: 'agency', sid: 'IRagency', name: 'Agency' });
const brand = (brandId: string, name: string): Account =>
  anAccount({ id: `brand:${brandId}`, kind: 'brand', sid: 'IRagency', brandId, name, timeZone: 'UTC' });
const ACME = brand('101', 'Acme');
const BOLT = brand('102', 'Bolt');
const now = Date.UTC(2026, 10, 24, 12);

function plan(found: Runnable, accounts: readonly Account[] = [AGENCY, ACME, BOLT]): readonly PlannedMember[] {
  return planMembers(found, {
    accounts,
    nowMs: now,
    zoneOf: ({ timeZone }) => timeZone,
    sentence: (name, reason) => `${name} ${reason.kind} ${'ref' in reason ? reason.ref : ''}`.trim(),
  });
}
const anExport = (change: Partial<SavedExport> = {}): Runnable => ({
  kind: 'export',
  saved: aSavedExport({ filters: {}, ...change }),
});
const seen = ({ export: name, client, accountId, piece, skipped }: PlannedMember): unknown[] => [
  name,
  client,
  accountId,
  piece?.start,
  skipped,
];

describe('The plan of a run', () => {
  it('has a member for each account that the export names, and skips those that are not there', () => {
    assert.deepEqual(plan(anExport({ accounts: ['102', '999', '101'] })).map(seen), [
      ['Actions', 'Bolt', 'brand:102', undefined, undefined],
      ['Actions', '999', '', undefined, 'Actions unknownAccount 999'],
      ['Actions', 'Acme', 'brand:101', undefined, undefined],
    ]);
  });

  it('takes all clients, without an agency whose brands are here', () => {
    const partner = anAccount({ id: 'partner', kind: 'partner', sid: 'IRpartner', name: 'Partner' });
    assert.deepEqual(
      plan(anExport({ accounts: 'all' }), [AGENCY, ACME, partner]).map(({ client }) => client),
      ['Acme', 'Partner'],
    );
    assert.deepEqual(
      plan(anExport({ accounts: 'all' }), [AGENCY]).map(({ client }) => client),
      ['Agency'],
    );
  });

  it('takes the only account, or says that it could be several', () => {
    assert.deepEqual(plan(anExport(), [ACME]).map(seen), [['Actions', undefined, 'brand:101', undefined, undefined]]);
    assert.equal(plan(anExport())[0]?.skipped, 'Actions severalAccounts');
    assert.equal(plan(anExport({ account: '102' }))[0]?.accountId, 'brand:102');
  });

  it('gives the accounts of a set to exports that name none', () => {
    const set: ExportSet = {
      name: 'S',
      exports: ['A', 'B', 'C'],
      missing: ['D'],
      folder: undefined,
      accounts: ['101'],
    };
    const members = [
      aSavedExport({ name: 'A' }),
      aSavedExport({ name: 'B', account: '102' }),
      aSavedExport({ name: 'C', accounts: ['102'] }),
    ];
    assert.deepEqual(
      plan({ kind: 'set', set, members }).map(({ export: name, client, accountId }) => [name, client, accountId]),
      [
        ['A', 'Acme', 'brand:101'],
        ['B', undefined, 'brand:102'],
        ['C', 'Bolt', 'brand:102'],
        ['D', undefined, ''],
      ],
    );
  });

  it('tells clients of one name apart', () => {
    assert.deepEqual(
      plan(anExport({ accounts: 'all' }), [ACME, brand('103', 'Acme')]).map(({ client }) => client),
      ['Acme (101)', 'Acme (103)'],
    );
  });

  it('cuts the period into pieces for each account, and refreshes the newest', () => {
    const members = plan(anExport({ accounts: ['101', '102'], period: 'last3Months', pieces: 'month', refresh: 1 }));
    assert.deepEqual(
      members.map(({ client, piece, isRefreshed }) => [client, piece?.start, piece?.end, isRefreshed]),
      ['Acme', 'Bolt'].flatMap((client) => [
        [client, '2026-08-01', '2026-08-31', undefined],
        [client, '2026-09-01', '2026-09-30', undefined],
        [client, '2026-10-01', '2026-10-31', true],
      ]),
    );
    assert.ok(members.every(({ saved }) => saved?.pieces === undefined && saved?.accounts === undefined));
  });

  it('has the days of an account only for an export of clicks that spans several', () => {
    const days = (change: Partial<SavedExport>): unknown[] =>
      plan(anExport({ account: '101', reportId: 'clicks', ...change })).map(({ piece }) => piece?.start);
    const clicks = { reportId: CLICK_EXPORT_ID };
    assert.deepEqual(days({ ...clicks, period: 'yesterday' }), [undefined]);
    assert.deepEqual(days({ ...clicks, period: 'last7Days' }).length, 7);
    assert.deepEqual(days({ period: 'last7Days' }), [undefined]);
    assert.deepEqual(days({ period: 'yesterday', pieces: 'day' }), ['2026-11-23'], 'a piece that is asked for');
  });

  it('skips an export with filters that cannot be read, whatever its accounts', () => {
    const wrong = anExport({ wrongFilters: ['SUBAID'], accounts: ['101', '102'] });
    assert.deepEqual(plan(wrong).map(seen), [['Actions', undefined, '', undefined, 'Actions wrongFilters']]);
    assert.equal(plan(anExport({ wrongFilters: [], account: '101' }))[0]?.skipped, undefined);
  });

  it('names the account that an export cannot have', () => {
    assert.equal(plan(anExport({ account: '999' }))[0]?.skipped, 'Actions unknownAccount 999');
    assert.equal(plan(anExport(), [])[0]?.skipped, 'Actions unknownAccount');
  });

  it('has the tables of its exports, and one of the set', () => {
    const [first, second] = [
      { format: 'CSV', key: ['Id'] },
      { format: 'CSV', key: [] },
    ] as const;
    const members = [aSavedExport({ name: 'A', combine: first }), aSavedExport({ name: 'B' })];
    const set: ExportSet = { name: 'S', exports: ['A', 'B'], missing: [], folder: undefined, combine: second };
    assert.deepEqual(planTables({ kind: 'set', set, members }), [
      { ...first, export: 'A' },
      { ...second, export: undefined },
    ]);
    assert.deepEqual(planTables(anExport({ combine: second })), [{ ...second, export: 'Actions' }]);
    assert.deepEqual(planTables(anExport()), []);
  });

  it('refuses more exports than a run can hold, and keeps the others', () => {
    const accounts = Array.from({ length: 60 }, (_, index) => brand(String(index + 1), `Brand ${index + 1}`));
    const days = aSavedExport({ name: 'Days', period: 'yearToDate', pieces: 'day', accounts: 'all' });
    const set: ExportSet = { name: 'S', exports: ['Days', 'A'], missing: [], folder: undefined, accounts: ['1'] };
    const members = plan({ kind: 'set', set, members: [days, aSavedExport({ name: 'A' })] }, accounts);
    assert.deepEqual(
      members.map(({ export: name, skipped }) => [name, skipped]),
      [
        ['Days', 'Days tooMany'],
        ['A', undefined],
      ],
    );
  });
});

describe('A member of a run', () => {
  const piece = { start: '2026-10-01', end: '2026-10-31' };

  it('is called by its export, its client, and its days', () => {
    const member = { export: 'Actions', client: 'Acme', piece, accountId: 'a' };
    assert.equal(memberLabel(member, 'en'), 'Actions · Acme · Oct 2026');
    assert.equal(memberLabel({ export: 'Actions' }, 'en'), 'Actions');
    assert.notEqual(memberKey(member), memberKey({ ...member, accountId: 'b' }));
    assert.equal(memberKey({ export: 'Actions', accountId: 'a' }), 'Actions');
  });

  it('is recognized in later runs by its days, and only among clients by its account', () => {
    const keys = [
      { client: 'Acme', accountId: 'a' },
      { client: 'Acme', accountId: 'b' },
      { client: 'Acme', accountId: 'a', piece },
      { accountId: 'a', piece },
      { accountId: 'a', piece: { ...piece, start: '2026-10-02' } },
      { accountId: 'a' },
    ].map((member) => memberKey({ export: 'Actions', ...member }));
    assert.equal(new Set(keys).size, keys.length);
    const renamed = memberKey({ export: 'Actions', client: 'Acme Inc.', accountId: 'a' });
    assert.equal(renamed, keys[0], 'a client can be renamed');
    assert.equal(memberKey({ export: 'Actions', accountId: 'b', piece }), keys[3], 'another account can take over');
  });

  it("has the client's name in front of its file's, and its days, unless the template places them", () => {
    const of = (template: string, client = 'Acme'): string => memberTemplate({ export: 'A', client, piece }, template);
    assert.equal(of('${report} ${date}.${ext}'), 'Acme ${report} ${date}.${ext}');
    assert.equal(of('actions.${ext}'), 'Acme actions 2026-10.${ext}');
    assert.equal(of('actions'), 'Acme actions 2026-10');
    assert.equal(of('${period} of ${account}.${ext}'), '2026-10 of Acme.${ext}');
    assert.equal(of('${report}.${ext}', 'A$$ ${id}'), 'A {id} ${report}.${ext}');
    assert.equal(memberTemplate({ export: 'A' }, '${report}.${ext}'), '${report}.${ext}');
    assert.equal(memberTemplate({ export: 'A' }, '${account}${period}.${ext}'), '.${ext}', 'it has neither');
  });
});
