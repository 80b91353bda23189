import * as assert from 'node:assert/strict';
import type { Account } from '../../../../src/core/account';
import { asSet, readFreshExport } from '../../../../src/vscode/agent/freshExport';
import { planMembers, planTables } from '../../../../src/core/runs/planMembers';
import { anAccount } from '../../../support/anAccount';

const agency = anAccount({ id: 'agency', kind: 'agency', sid: 'IRagency', name: 'Agency' });
const brand = (id: string, name = 'Brand'): Account =>
  anAccount({ id, kind: 'brand', sid: 'IRagency', brandId: id, name });
const other = anAccount({ id: 'other', kind: 'partner', sid: 'IRother', name: 'Other' });
const ON = [agency, brand('1'), brand('2'), other];
const SOURCE = { uri: {} as never, kind: 'user', label: undefined } as const;
const read = (input: object, accounts: readonly Account[] = ON) =>
  readFreshExport({ reportId: 'r', periods: ['lastMonth'], ...input }, accounts) ?? assert.fail();

describe('An export of an agent for several accounts', () => {
  it('is for all clients, and not for the agency whose brands are there', () => {
    const ids = (accounts?: readonly Account[]) => read({}, accounts).accounts.map(({ id }) => id);
    assert.deepEqual(ids(), ['1', '2', 'other']);
    assert.deepEqual(ids([agency, other]), ['agency', 'other']);
  });

  it('has an export with a name of its own for each period', () => {
    const days = { from: '2026-09-01', to: '2026-09-30' };
    const fresh = read({
      accounts: ['1', '2', '1'],
      periods: [days, 'lastMonth'],
      filters: { SUBAID: 5 },
      compare: true,
    });
    const set = asSet(fresh, SOURCE);
    assert.ok(set.kind === 'set');
    assert.deepEqual(
      set.members.map(({ accounts, period, filters }) => [accounts, period, filters]),
      [
        [['1', '2'], days, { SUBAID: '5' }],
        [['1', '2'], 'lastMonth', { SUBAID: '5' }],
      ],
    );
    assert.deepEqual(set.set.exports, ['r 2026-09-01 – 2026-09-30', 'r lastMonth']);
    assert.ok(fresh.isCompared);
  });

  it('has a name that no other export has, so that only the same one is joined while it runs', () => {
    const nameOf = (input: object): string => {
      const set = asSet(read({ accounts: ['1'], ...input }), SOURCE);
      return set.kind === 'set' ? set.set.name : '';
    };
    const names = [
      {},
      { accounts: ['2'] },
      { accounts: ['1', '2'] },
      { accounts: 'all' },
      { filters: { SUBAID: '5' } },
      { filters: { SUBAID: ['5', '6'] } },
      { format: 'JSON' },
      { existingJob: 'replay' },
      { periods: ['lastWeek'] },
    ].map(nameOf);
    assert.equal(new Set(names).size, names.length);
    assert.equal(nameOf({ accounts: ['2', '1'] }), nameOf({ accounts: ['1', '2', '1'] }));
    assert.equal(nameOf({ filters: { A: '1', B: '2' } }), nameOf({ filters: { B: '2', A: '1' } }));
  });

  it('uses an existing job, or replays it if the model asks for that', () => {
    const rulesOf = (input: object) => read(input).exports.map(({ existingJob }) => existingJob);
    assert.deepEqual([rulesOf({}), rulesOf({ existingJob: 'replay' })], [['use'], ['replay']]);
  });

  it('runs in pieces, of which the newest are refreshed, and into one table', () => {
    const fresh = read({ pieces: 'Month', refresh: 2, combine: 'parquet', key: ['Action_Id', 'Status'] });
    assert.deepEqual(
      fresh.exports.map(({ pieces, refresh }) => [pieces, refresh]),
      [['month', 2]],
    );
    const found = asSet(fresh, SOURCE);
    assert.deepEqual(planTables(found), [{ format: 'Parquet', key: ['Action_Id', 'Status'], export: undefined }]);
    const days = { from: '2026-08-01', to: '2026-10-12' };
    const planned = planMembers(asSet(read({ pieces: 'month', refresh: 1, periods: [days] }), SOURCE), {
      accounts: ON,
      nowMs: 0,
      zoneOf: () => 'UTC',
      sentence: (name) => name,
    });
    assert.deepEqual(
      planned.map(({ accountId, piece, isRefreshed = false }) => [accountId, piece?.end, isRefreshed]),
      ['1', '2', 'other'].flatMap((id) => [
        [id, '2026-08-31', false],
        [id, '2026-09-30', false],
        [id, '2026-10-12', true],
      ]),
    );
  });

  it('finds the pieces of all accounts after one was added', () => {
    const nameOf = (input: object, accounts: readonly Account[]) => {
      const found = asSet(read({ pieces: 'month', ...input }, accounts), SOURCE);
      return found.kind === 'set' ? found.set.name : '';
    };
    const [before, after] = [ON, [...ON, brand('3')]];
    assert.equal(nameOf({}, before), nameOf({ accounts: 'all' }, after));
    const named = { accounts: ['1', '2', 'IRother'] };
    assert.notEqual(nameOf(named, before), nameOf({}, before), 'a run for some accounts is not joined');
    assert.notEqual(nameOf({ pieces: undefined }, before), nameOf({ pieces: undefined }, after));
  });

  it('finds the pieces of an earlier day, whatever is refreshed and combined this time', () => {
    const placeOf = (input: object) => {
      const found = asSet(read(input), SOURCE);
      return found.kind === 'set' ? [found.set.name, found.set.folder] : [];
    };
    const [name, folder] = placeOf({ pieces: 'month' });
    assert.equal(folder, name);
    for (const more of [{ refresh: 3 }, { combine: 'CSV' }, { combine: 'NDJSON', key: ['Id'] }]) {
      assert.deepEqual(placeOf({ pieces: 'month', ...more }), [name, folder]);
    }
    assert.notDeepEqual(placeOf({ pieces: 'week' }), [name, folder]);
    assert.equal(placeOf({ reportId: 'ClickExport', pieces: undefined }).at(1)?.startsWith('ClickExport'), true);
    assert.deepEqual(placeOf({ reportId: 'a/../b', pieces: 'day' }).at(1)?.includes('/'), false);
    const [whole, dated] = placeOf({});
    assert.equal(dated, undefined);
    assert.notEqual(placeOf({ combine: 'CSV' })[0], whole);
  });

  it('of clicks is cut into days', () => {
    const found = asSet(
      read({ reportId: 'ClickExport', accounts: ['1'], periods: [{ from: '2026-10-01', to: '2026-10-03' }] }),
      SOURCE,
    );
    const planned = planMembers(found, { accounts: ON, nowMs: 0, zoneOf: () => 'UTC', sentence: (name) => name });
    assert.deepEqual(
      planned.map(({ piece }) => piece?.start),
      ['2026-10-01', '2026-10-02', '2026-10-03'],
    );
  });

  it("isn't read from an input without a report, which names saved exports", () => {
    assert.equal(readFreshExport({ names: ['x'] }, ON), undefined);
  });

  for (const [input, message] of [
    [{ accounts: [] }, /"accounts" takes "all"/],
    [{ accounts: 'some' }, /"accounts" takes "all"/],
    [{ accounts: ['IRnobody'] }, /"IRnobody" isn't signed in/],
    [{ accounts: [5] }, /5 isn't signed in/],
    [{ periods: undefined }, /"periods" takes one or two/],
    [{ periods: ['lastMonth', 'lastMonth', 'lastMonth'] }, /"periods" takes one or two/],
    [{ periods: ['lastMonth', 'lastMonth'] }, /"periods" takes one or two/],
    [{ periods: [{ from: '2026-10-31', to: '2026-10-01' }] }, /"periods" takes one or two/],
    [{ compare: true }, /two "periods"/],
    [{ compare: 'yes' }, /"compare" takes true or false/],
    [{ existingJob: 'always' }, /"existingJob" takes one of use, replay/],
    [{ pieces: 'daily' }, /"pieces" takes one of day, week, month, not "daily"/],
    [{ pieces: 'day', refresh: -1 }, /"refresh" takes a whole number from 0 to 2000, not -1/],
    [{ pieces: 'day', refresh: '3' }, /"refresh" takes a whole number from 0 to 2000, not "3"/],
    [{ refresh: 3 }, /"refresh" needs "pieces"/],
    [{ combine: true }, /"combine" takes a text, not true/],
    [{ combine: 'Excel' }, /"combine" takes one of CSV, NDJSON, Parquet, not "Excel"/],
    [{ key: ['Id'] }, /"key" needs "combine"/],
    [{ combine: 'CSV', key: 'Id' }, /"key" takes a list of 1 to 20 texts without duplicates, not "Id"/],
    [{ combine: 'CSV', key: [] }, /"key" takes a list of 1 to 20/],
    [{ combine: 'CSV', key: ['Id', 'Id'] }, /"key" takes a list of 1 to 20/],
    [{ combine: 'CSV', key: ['Id', ''] }, /"key" takes a list of 1 to 20/],
    [{ periods: ['lastWeek', 'lastMonth'], compare: true, pieces: 'day' }, /Leave out "pieces" and ClickExport/],
    [{ reportId: 'ClickExport', periods: ['lastWeek', 'lastMonth'], compare: true }, /Leave out "pieces" and Click/],
    [{ reportId: undefined, names: ['x'], pieces: 'day' }, /"pieces" goes with a "reportId"/],
    [{ format: 'PDF' }, /"format" takes one of/],
  ] as const) {
    it(`is refused with a hint: ${message.source}, for ${JSON.stringify(input)}`, () => {
      assert.throws(() => read(input), message);
    });
  }
});
