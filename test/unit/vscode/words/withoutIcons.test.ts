import assert from 'node:assert/strict';
import { withoutIcons } from '../../../../src/vscode/words/withoutIcons';

describe('A name in a quick pick', () => {
  it('shows no icon, whatever it contains', () => {
    assert.equal(withoutIcons('$(bug) Actions $(sync~spin) of $5 (net)'), '$ (bug) Actions $ (sync~spin) of $5 (net)');
  });
});
