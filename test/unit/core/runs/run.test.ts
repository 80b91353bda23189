import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import { isBlocking } from '../../../../src/core/runs/isBlocking';
import {
  allowanceOf,
  existingJobOf,
  hasEnded,
  haveMembersEnded,
  isOver,
  MEMBER_STATES,
  type MemberState,
  membersIn,
  type RunMember,
  type RunTable,
  savedKey,
} from '../../../../src/core/runs/run';
import { aJob } from '../../../support/aJob';
import { aMember, aSavedExport } from './support/engineForTest';

const inState = (state: MemberState): RunMember => ({
  ...{ ...aMember(), id: state, parameters: undefined, period: undefined, job: undefined, state },
  ...{ sentence: undefined, file: undefined },
});

describe('What a run says of itself', () => {
  it('is over when its members have ended and its tables are settled', () => {
    const ended = MEMBER_STATES.filter((state) => hasEnded({ state }));
    assert.deepEqual(ended, ['done', 'failed', 'cancelled', 'skipped']);
    const members = ended.map(inState);
    const table: RunTable = { export: undefined, format: 'CSV', key: [] };
    const settled = { ...table, isSettled: true };
    assert.deepEqual(
      [members, [...members, inState('paused')], []].map((all) => haveMembersEnded({ members: all })),
      [true, false, true],
    );
    assert.deepEqual(
      [{ members }, { members, tables: [] }, { members, tables: [settled] }, { members, tables: [settled, table] }].map(
        isOver,
      ),
      [true, true, true, false],
    );
    assert.equal(isOver({ members: [inState('waiting')], tables: [settled] }), false);
    assert.deepEqual(
      membersIn({ members: MEMBER_STATES.map(inState) }, 'paused', 'planned').map(({ state }) => state),
      ['planned', 'paused'],
    );
  });

  it('has a key that tells the exports of two files apart', () => {
    const keys = [
      { name: 'A', source: undefined },
      { name: 'A', source: 'file:///x' },
      { name: 'A', source: 'file:///y' },
      { name: 'B', source: 'file:///x' },
    ].map(savedKey);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(savedKey({ name: 'A', source: 'file:///x' }), keys[1]);
  });

  it('takes an existing job as its export says, and replays it for current data', () => {
    const saved = aSavedExport({ existingJob: 'replay' });
    assert.deepEqual(
      [
        { saved },
        { saved: aSavedExport() },
        { saved: undefined },
        { saved: aSavedExport(), isRefreshed: true },
        { saved, isRefreshed: false },
      ].map(existingJobOf),
      ['replay', 'use', 'use', 'replay', 'replay'],
    );
  });

  it('uses the allowance of its report', () => {
    assert.deepEqual(
      [aSavedExport(), aSavedExport({ reportId: 'ClickExport' }), undefined].map((saved) => allowanceOf({ saved })),
      ['exports', 'clickExports', 'exports'],
    );
  });

  it('is blocked only by a limit', () => {
    const job = aJob();
    assert.deepEqual(
      [
        { kind: 'error', error: new ApiError('rateLimited', '') } as const,
        { kind: 'error', error: new ApiError('budget', '') } as const,
        { kind: 'error', error: new ApiError('server', '') } as const,
        { kind: 'error', error: new Error('x') } as const,
        { kind: 'overLimit' } as const,
        { kind: 'ended', job } as const,
        { kind: 'notReplayable', job } as const,
        { kind: 'cancelled', wasRequested: false } as const,
        { kind: 'downloadCancelled' } as const,
      ].map(isBlocking),
      [true, true, false, false, true, false, false, false, false],
    );
  });
});
