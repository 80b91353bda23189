import * as assert from 'node:assert/strict';
import { runForAgent } from '../../../../src/core/agent/runForAgent';
import type { Run, RunMember } from '../../../../src/core/runs/run';
import { aJob } from '../../../support/aJob';

const member = (id: string, more: Partial<RunMember>): RunMember => ({
  id,
  export: 'Payouts',
  accountId: 'a',
  saved: undefined,
  replays: undefined,
  fileName: undefined,
  parameters: undefined,
  period: undefined,
  job: undefined,
  state: 'done',
  sentence: undefined,
  file: undefined,
  ...more,
});
const runOf = (...members: readonly RunMember[]): Run => ({
  id: 'r',
  name: 'Run',
  isSet: true,
  source: undefined,
  startedAtMs: 0,
  folder: '/r',
  remoteFolder: undefined,
  members,
  manifestProblem: undefined,
});

describe('A run given to an agent', () => {
  it('says when a result was made that was there before', () => {
    const completedAt = Date.parse('2026-11-02T08:00:00Z');
    const job = aJob({ id: 'old', status: 'COMPLETED', completedAt });
    const jobOf = (_accountId: string, jobId: string) => (jobId === 'old' ? job : undefined);
    const { members } = runForAgent(
      runOf(
        member('1', { job: { id: 'new', isExisting: false, replayOf: undefined } }),
        member('2', { job: { id: 'old', isExisting: true, replayOf: undefined } }),
        member('3', { job: { id: 'unlisted', isExisting: true, replayOf: undefined } }),
      ),
      { refOf: () => 'IR1', jobOf },
    );
    assert.deepEqual(
      members.map(({ earlierResultOf }) => earlierResultOf),
      [undefined, '2026-11-02T08:00:00.000Z', 'unknown time'],
    );
  });
});
