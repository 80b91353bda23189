import assert from 'node:assert/strict';
import { Secrets } from '../../../../src/core/api/secrets';
import { findErrorPage } from '../../../../src/core/download/errorPage';

const SECRETS = new Secrets('IRtest', 'a-token-of-tests');
const look = (text: string, fromApi = true): ReturnType<typeof findErrorPage> =>
  findErrorPage(Buffer.from(text), true, fromApi, SECRETS);

describe('An error sent with a success status', () => {
  const pages: readonly (readonly [text: string, message: string])[] = [
    ['<!DOCTYPE html><title>Sign in</title>', 'Sign in'],
    ['\ufeff\n<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<html><title>Blocked</title></html>', 'Blocked'],
    [
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code><Message>Not there</Message></Error>',
      'Not there',
    ],
    ['<s3:Error xmlns:s3="x"><Message>Not there</Message></s3:Error>', 'Not there'],
    ['<ImpactRadiusResponse><Status>ERROR</Status><Message>No scope</Message></ImpactRadiusResponse>', 'No scope'],
    ['{"Status":"ERROR","Message":"No scope"}', 'No scope'],
  ];
  for (const [text, message] of pages) {
    it(`is distinguished from a result: ${text.slice(0, 40)}`, () =>
      assert.deepEqual(look(text), { kind: /html/i.test(text) ? 'fromBetween' : 'notAFile', message }));
  }

  for (const text of [
    '{"message":"Forbidden"}',
    '{"Message":"no Route matched with those values"}',
    '{"timestamp":"2026-11-23","status":403,"error":"Forbidden","path":"/x"}',
  ]) {
    it(`is recognized as a proxy's: ${text}`, () => assert.equal(look(text, false)?.kind, 'fromBetween'));
  }
  for (const text of [
    '{}',
    '{"Records":[]}',
    '{"message":[{"a":1}]}',
    '{"Status":"PENDING","Code":"1"}',
    '{"error":{}}',
  ]) {
    it(`isn't a proxy's: ${text}`, () => assert.equal(look(text, false), undefined));
  }

  it('can be the job itself, only from the API', () => {
    const job = '{"Id":"1","Type":"ApiReport","Status":"RUNNING"}';
    assert.deepEqual(look(job), { kind: 'notReady', message: '', jobStatus: 'RUNNING' });
    assert.deepEqual(look(job.replace('RUNNING', 'Completed')), {
      kind: 'notReady',
      message: '',
      jobStatus: 'Completed',
    });
    assert.equal(look(job, false), undefined);
  });

  for (const text of [
    'a,b\n1,2',
    '[{"Status":"ERROR"}]',
    '{"Records":[]}',
    '<?xml version="1.0"?><Records/>',
    '<ImpactRadiusResponse><Status>ERROR</Status><Records/></ImpactRadiusResponse>',
    '<!-- only a comment -->',
    '<',
    '',
  ]) {
    it(`isn't a result: ${JSON.stringify(text)}`, () => assert.equal(look(text), undefined));
  }

  it('is checked quickly, whatever the beginning contains', () => {
    const startedAtMs = performance.now();
    for (const piece of [
      '<!---->',
      '<!--',
      '<?>',
      '<??>',
      '<!doctype>',
      '<!DOCTYPE html ',
      '< ',
      '<!-- -->\n',
      '<Status>ERROR',
      '<Status>\n',
      '{',
      '{"a":',
      '<title ',
    ]) {
      look(piece.repeat(65_536 / piece.length));
      look(`${piece.repeat(65_000 / piece.length)}<html>`);
    }
    assert.ok(performance.now() - startedAtMs < 1500);
  });
});
