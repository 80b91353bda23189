import assert from 'node:assert/strict';
import { decodeEarlierRuns } from '../../../../src/vscode/savedExports/earlierRuns';

const ITEM = {
  export: 'Actions',
  parameters: { reportId: 'r', reportName: 'R', format: 'CSV', filters: { SUBAID: '4187' } },
  period: { name: 'lastMonth', start: '2026-10-01', end: '2026-10-31', timeZone: 'UTC' },
  accountId: 'a',
  jobId: '1',
  isOld: false,
  replayOf: '0',
  fileName: 'actions.${ext}',
};
const RUN = { id: 'run', name: 'Monday', isSet: true, startedAtMs: 5, folder: '/results', items: [ITEM], ended: [] };

describe('The runs that version 1.0 left', () => {
  it('go on: what they wait for, and what has ended', () => {
    const ended = [
      {
        kind: 'downloaded',
        export: 'B',
        uri: 'file:///results/b.csv',
        bytes: 7,
        rows: 1,
        isOld: true,
        item: { ...ITEM, export: 'B' },
      },
      { kind: 'failed', export: 'C', sentence: 'C: not permitted.' },
    ];
    const [run] = decodeEarlierRuns([{ ...RUN, ended }]);
    assert.deepEqual([run?.name, run?.isSet, run?.startedAtMs, run?.folder], ['Monday', true, 5, '/results']);
    assert.deepEqual(
      run?.members.map(({ export: name, state, job, file, sentence }) => [name, state, job?.id, file?.bytes, sentence]),
      [
        ['B', 'done', '1', 7, undefined],
        ['C', 'failed', undefined, undefined, 'C: not permitted.'],
        ['Actions', 'waiting', '1', undefined, undefined],
      ],
    );
    const { parameters, period, fileName } = run?.members[2] ?? {};
    assert.deepEqual([parameters, period, fileName], [ITEM.parameters, ITEM.period, ITEM.fileName]);
  });

  it("are skipped if they can't be read", () => {
    const bad = [
      null,
      1,
      {},
      { ...RUN, folder: 'relative' },
      { ...RUN, items: [{ ...ITEM, jobId: '../1' }] },
      { ...RUN, items: [null] },
    ];
    assert.equal(decodeEarlierRuns([...bad, RUN]).length, 1);
    assert.deepEqual(decodeEarlierRuns('runs'), []);
  });
});
