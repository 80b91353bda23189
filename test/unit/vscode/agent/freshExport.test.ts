import * as assert from 'node:assert/strict';
import type { Account } from '../../../../src/core/account';
import { asSet, readFreshExport } from '../../../../src/vscode/agent/freshExport';
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
    [{ format: 'PDF' }, /"format" takes one of/],
  ] as const) {
    it(`is refused with a hint: ${message.source}, for ${JSON.stringify(input)}`, () => {
      assert.throws(() => read(input), message);
    });
  }
});
