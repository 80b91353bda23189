import assert from 'node:assert/strict';
import { sharedReasons } from '../../../../src/core/words/sharedReasons';

const more = (labels: string, count: number): string => `${labels}, and ${count} more`;
const refused = (label: string, reason = 'refused.'): { label: string; sentence: string } => ({
  label,
  sentence: `${label}: ${reason}`,
});

describe('Sentences about several exports', () => {
  it('say a reason once that several share, and name them', () => {
    assert.deepEqual(sharedReasons([refused('A'), refused('B', 'busy.'), refused('C')], more), [
      'A, C: refused.',
      'B: busy.',
    ]);
  });

  it('name three of many', () => {
    assert.deepEqual(
      sharedReasons(
        ['A', 'B', 'C', 'D', 'E'].map((label) => refused(label)),
        more,
      ),
      ['A, B, C, and 2 more: refused.'],
    );
  });

  it('stay as they are without a label, and are not repeated', () => {
    const signedOut = { label: 'A', sentence: "You're signed out." };
    assert.deepEqual(sharedReasons([signedOut, { ...signedOut, label: 'B' }], more), ["You're signed out."]);
  });
});
