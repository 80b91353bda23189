import assert from 'node:assert/strict';
import { Secrets } from '../../../../src/core/api/secrets';
import { findErrorPage, mayBeErrorPage, wordsIn } from '../../../../src/core/download/errorPage';

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

  it('is the job under either name of its ID, with its type and status', () => {
    assert.equal(look('{"JobId":"1","Type":"ApiReport","Status":"RUNNING"}')?.kind, 'notReady');
    for (const text of [
      '{"Type":"ApiReport","Status":"RUNNING"}',
      '{"Id":1,"JobId":2,"Type":"ApiReport","Status":"RUNNING"}',
      '{"Id":"1","Status":"RUNNING"}',
      '{"Id":"1","Type":"ApiReport","Status":5}',
    ]) {
      assert.equal(look(text), undefined, text);
    }
  });

  it('needs the whole body only if it begins like markup or an object', () => {
    for (const text of ['', ' \n', '{', ' \t{"a"', '<', '\ufeff<html>', '\ufeff {']) {
      assert.ok(mayBeErrorPage(Buffer.from(text)), JSON.stringify(text));
    }
    for (const text of ['a', 'a<b', '[{', '"<', '\ufeffa']) {
      assert.ok(!mayBeErrorPage(Buffer.from(text)), JSON.stringify(text));
    }
    const envelope = Buffer.from('{"Status":"ERROR","Message":"No scope"}');
    assert.equal(findErrorPage(envelope, false, true, SECRETS), undefined, 'a long object is a file');
    assert.equal(findErrorPage(envelope.subarray(0, 20), true, true, SECRETS), undefined, 'and so is half of one');
  });

  it('has no message if that repeats the credentials', () => {
    assert.equal(wordsIn('No scope', SECRETS), 'No scope');
    assert.equal(wordsIn('Basic a-token-of-tests', SECRETS), undefined);
    assert.equal(wordsIn('', SECRETS), undefined);
    assert.deepEqual(look('<html><title>a-token-of-tests</title></html>'), { kind: 'fromBetween', message: '' });
    assert.deepEqual(look('{"message":"a-token-of-tests"}', false), { kind: 'fromBetween', message: '' });
  });

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
