import assert from 'node:assert/strict';
import { textOrder } from '../../../../src/core/rows/textOrder';

describe('The order of texts', () => {
  it('has numbers by their value, in whatever case', () => {
    assert.deepEqual(['b', 'Row 10', 'row 9', 'A'].sort(textOrder('en')), ['A', 'b', 'row 9', 'Row 10']);
  });

  it('loads the rules of the language once, when it first compares', () => {
    const { Collator } = Intl;
    let loaded = 0;
    Intl.Collator = new Proxy(Collator, {
      construct: (target, args: [string?, Intl.CollatorOptions?]) => {
        loaded += 1;
        return new target(...args);
      },
    });
    try {
      const order = textOrder('de');
      assert.equal(loaded, 0);
      order('a', 'b');
      order('b', 'c');
      assert.equal(loaded, 1);
    } finally {
      Intl.Collator = Collator;
    }
  });
});
