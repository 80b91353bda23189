import * as assert from 'node:assert/strict';
import { ApiError } from '../../src/core/apiError';
import { SORTINGS } from '../../src/core/arrange/sortJobs';
import { groupName } from '../../src/vscode/jobs/groupWords';
import { jobFields } from '../../src/vscode/jobs/jobFields';
import { distinctName, momentInWords } from '../../src/vscode/jobs/jobWords';
import { TreeNodes } from '../../src/vscode/jobs/treeNodes';
import { moreItem } from '../../src/vscode/jobs/treeItems';
import { apiSentence } from '../../src/vscode/words/apiSentence';
import { ageInWords, durationInWords } from '../../src/vscode/words/timeWords';
import { anEntry } from '../support/aJob';
import { anAccount } from '../support/anAccount';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

describe('Words', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

  it('for days follow the calendar', () => {
    assert.equal(ageInWords(at(21, 20), at(23, 8)), '2 days ago');
    assert.equal(ageInWords(at(22, 7), at(23, 8)), 'yesterday');
    assert.equal(ageInWords(at(22, 23), at(23, 8)), '9 hr. ago');
  });

  it('for groups of days follow the calendar, on a day of 23 hours too', () => {
    const { TZ } = process.env;
    process.env['TZ'] = 'Europe/Berlin';
    try {
      const monday = new Date(2026, 2, 30, 0, 30);
      assert.equal(monday.getTimezoneOffset(), -120, 'summer time began on Sunday');
      const named = ['2026-03-30', '2026-03-29', '2026-03-28'].map((day) =>
        groupName(`day ${day}`, undefined, monday.getTime()),
      );
      assert.deepEqual(named, ['Today', 'Yesterday', 'Saturday, March 28']);
    } finally {
      process.env['TZ'] = TZ ?? '';
    }
  });

  it('for durations never say 60 seconds', () => {
    assert.equal(durationInWords(59.4 * SECOND_MS), '59 sec');
    assert.equal(durationInWords(59.6 * SECOND_MS), '1 min');
    assert.equal(durationInWords(MINUTE_MS), '1 min');
  });

  it('for the name of a job keep names written from right to left apart from the time', () => {
    const name = (programName: string): string => distinctName(anEntry({}, { programName }), at(23, 8), at(23, 7));
    assert.match(name('حملة ١'), /\(\u2068حملة ١\u2069, 7:00\sAM\)$/);
    assert.match(name('Nordlicht'), /\(Nordlicht, 7:00\sAM\)$/);
  });

  it('for further jobs call them older only if they are', () => {
    const node = new TreeNodes().more('a', 'COMPLETED');
    assert.deepEqual(
      SORTINGS.map((sortBy) => [sortBy, moreItem(node, 200, sortBy).description]),
      [
        ['newest', '200 older'],
        ['duration', '200 more'],
        ['size', '200 more'],
        ['name', '200 more'],
      ],
    );
  });

  it("for an account that impact.com doesn't know aren't about a job", () => {
    const sentence = apiSentence(new ApiError('unknownAccount', 'x', { status: 404 }), 0);
    assert.match(sentence, /doesn't know this account/);
    assert.doesNotMatch(sentence, /this job/);
  });

  it("for a job's life use impact.com's clock", () => {
    const nowMs = at(23, 8);
    for (const clockAheadMs of [-11 * MINUTE_MS, 0, 11 * MINUTE_MS]) {
      const theirs = nowMs + clockAheadMs;
      const running = { status: 'RUNNING', startedAt: theirs - 5 * MINUTE_MS, progressAt: theirs } as const;
      assert.equal(momentInWords(anEntry(running, { clockAheadMs }), nowMs, 'short'), '5 min so far');
      const ended = { status: 'COMPLETED', completedAt: theirs - 3 * MINUTE_MS } as const;
      assert.equal(momentInWords(anEntry(ended, { clockAheadMs }), nowMs, 'short').replace(/, .*/, ''), '3 min. ago');
      const seenAt = { clockAheadMs, lastSeenAtMs: nowMs - 2 * MINUTE_MS };
      const told = jobFields(anEntry({ ...running, createdAt: theirs - 9 * MINUTE_MS }, seenAt), anAccount(), nowMs)
        .map(({ name, value }) => [name, /\((.*)\)|$/.exec(value)?.[1] ?? value])
        .filter(([name]) => ['Running for', 'Created', 'Last seen in the list'].includes(name ?? ''));
      assert.deepEqual(told, [
        ['Last seen in the list', '2 minutes ago'],
        ['Running for', '5 minutes'],
        ['Created', '9 minutes ago'],
      ]);
    }
  });
});
