import assert from 'node:assert/strict';
import { ApiClient } from '../../../../src/core/api/apiClient';
import { Transport } from '../../../../src/core/api/transport';
import { isApiError } from '../../../../src/core/apiError';
import { sentenceFor } from '../../../../src/core/words/errorSentence';
import { ENGLISH } from '../../../../src/core/words/language';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { ScriptedApi } from '../../../support/scriptedApi';

describe('A 404', () => {
  const clock = new FakeClock();
  const api = new ScriptedApi(clock);
  api.trouble = () => ({ status: 404 });
  const account = anAccount();
  const client = new ApiClient({
    account,
    transport: new Transport(clock, () => Promise.resolve(api.fetch)),
    clock,
    readToken: () => Promise.resolve('token'),
  });
  const CALLS: Readonly<Record<string, readonly [call: () => Promise<unknown>, about: string]>> = {
    'the list of jobs': [() => client.listJobs(0), 'account'],
    'the list of brands': [() => client.listBrands(), 'account'],
    'the list of reports': [() => client.listReports(), 'account'],
    "a report's filters": [() => client.reportMetaData('a'), 'report'],
    'an export': [() => client.exportReport({ reportId: 'a', format: 'CSV', filters: {} }), 'report'],
    'a job': [() => client.getJob('a'), 'job'],
    'a replay': [() => client.replayJob('a'), 'job'],
  };

  for (const [name, [call, about]] of Object.entries(CALLS)) {
    it(`for ${name} speaks of the ${about}`, async () => {
      const error = await call().catch((thrown: unknown) => thrown);
      assert.ok(isApiError(error), String(error));
      const sentence = sentenceFor(error, clock.now(), ENGLISH);
      assert.match(sentence, new RegExp(`\\bthis ${about}\\b`));
      assert.equal(/\bjob\b/.test(sentence), about === 'job', sentence);
    });
  }
});
