import assert from 'node:assert/strict';
import { withoutIcons } from '../../../src/vscode/words/withoutIcons';

describe('A name in a list to pick from', () => {
  it('is no icon, whatever it is made of', () => {
    assert.equal(withoutIcons('$(bug) Actions $(sync~spin) of $5 (net)'), '$ (bug) Actions $ (sync~spin) of $5 (net)');
  });
});
