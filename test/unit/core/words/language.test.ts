import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import { sentenceFor } from '../../../../src/core/words/errorSentence';
import { ENGLISH, type Language } from '../../../../src/core/words/language';
import { bytesInWords, timeLeftInWords } from '../../../../src/core/words/timeWords';

describe('A language', () => {
  it('fills the placeholders of a sentence, and keeps those without a value', () => {
    assert.equal(ENGLISH.l10n.t('{1} of {0}, {2}', 3, 'two'), 'two of 3, {2}');
  });

  it('decides about sentences and figures', () => {
    const german: Language = {
      l10n: { t: (sentence, ...values) => (sentence === '{0} left' ? `noch ${values.join('')}` : `[${sentence}]`) },
      locale: 'de',
    };
    assert.equal(bytesInWords(1_234_567, ENGLISH), '1.2 MB');
    assert.deepEqual(
      [999, 1000, 999_499, 999_500, 999_999, 999_999_999].map((bytes) => bytesInWords(bytes, ENGLISH)),
      ['999 bytes', '1.0 kB', '999 kB', '1.0 MB', '1.0 MB', '1.0 GB'],
    );
    assert.equal(bytesInWords(1_234_567, german), '1,2 MB');
    assert.equal(timeLeftInWords(120_000, ENGLISH), '2 min left');
    assert.equal(timeLeftInWords(120_000, german), 'noch 2 Min.');
    assert.equal(sentenceFor(new ApiError('cut', 'for the log'), 0, german), '[The connection was lost.]');
  });
});
