import assert from 'node:assert/strict';
import {
  decodeErrorMessage,
  errorMessageOf,
  fieldErrorsOf,
  isApiForm,
  isPage,
  isXmlError,
} from '../../../../src/core/api/decodeErrorMessage';

describe('The error envelope', () => {
  const envelopes: readonly (readonly [name: string, value: unknown, message: string | undefined])[] = [
    ['gives its message', { Status: 'ERROR', Message: 'Access denied' }, 'Access denied'],
    [
      'names the fields that it blames',
      {
        Status: 'ERROR',
        Message: 'Validation Failed',
        Errors: [{ Field: 'AccountId', Message: 'Not a numeric value' }, { Field: 'START_DATE' }],
      },
      'Validation Failed; AccountId: Not a numeric value; START_DATE',
    ],
    ['has no need of a message', { Status: 'error' }, 'ERROR'],
    [
      'passes over what is no message',
      { Status: 'ERROR', Message: { a: 1 }, Errors: [null, 7, 'x', [], { Field: 3 }] },
      'ERROR',
    ],
    ['is no job in status ERROR', { Id: 'a', Status: 'ERROR', Message: 'x' }, undefined],
    ['is no job of the older name either', { JobId: 'a', Status: 'ERROR' }, undefined],
    ['is nothing of another status', { Status: 'QUEUED', Message: 'x' }, undefined],
    ['is no list', [{ Status: 'ERROR' }], undefined],
    ['is not null', null, undefined],
    ['is no text', 'ERROR', undefined],
    ['takes nothing from a prototype', JSON.parse('{"__proto__":{"Status":"ERROR","Message":"x"}}'), undefined],
    [
      "shows nobody's credentials in an address",
      { Status: 'ERROR', Message: 'No answer from https://IRbrand:a~secret.-%7E1@api.impactradius.com/x at 10:30' },
      'No answer from https://***@api.impactradius.com/x at 10:30',
    ],
    [
      'gives one clean line',
      { Status: 'ERROR', Message: 'a\r\n2026 [info] all well\u202e', Errors: [{ Field: 'b\nc', Message: '\u0000d' }] },
      'a 2026 [info] all well; b c: d',
    ],
  ];
  for (const [name, value, message] of envelopes) {
    it(name, () => assert.equal(decodeErrorMessage(value), message));
  }

  it('returns a readable amount of text from megabytes and a hundred thousand fields', () => {
    const long = 'x'.repeat(5_000_000);
    const message = decodeErrorMessage({
      Status: 'ERROR',
      Message: long,
      Errors: Array.from({ length: 100_000 }, () => ({ Field: long, Message: long })),
    });
    assert.equal(message?.length, 500);
  });
});

describe('The message in a response body', () => {
  const bodies: readonly (readonly [name: string, body: string, message: string])[] = [
    ['of JSON is the envelope’s', '{"Status":"ERROR","Message":"Not found"}', 'Not found'],
    ['of other JSON is its Message', ' {"Message":"Forbidden"}', 'Forbidden'],
    ['of other JSON without one is none', '{"error":"x"}', ''],
    ['of JSON that breaks off is none', '{"Status":"ERR', ''],
    [
      'of XML is the element’s',
      '<?xml version="1.0"?><ImpactRadiusResponse><Status>ERROR</Status><Message>Access &lt;denied&gt; &#38; logged</Message></ImpactRadiusResponse>',
      'Access <denied> & logged',
    ],
    [
      'of a storage is the element’s',
      '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
      'Request has expired',
    ],
    [
      'of HTML is the title',
      '<!DOCTYPE html><html><head><title lang="en">502 Bad Gateway</title></head></html>',
      '502 Bad Gateway',
    ],
    ['of HTML without a title is none', '<html><body>x</body></html>', ''],
    ['of plain text is the text', 'upstream connect error\n', 'upstream connect error'],
    [
      'of escapes that are no characters is readable',
      '<Message>a&#0;b&#x1b;c&#xfffff;&#999999;d&#xd800;</Message>',
      'a b c\u{fffff}\u{f423f}d',
    ],
    ['of nothing is none', '', ''],
  ];
  for (const [name, body, message] of bodies) {
    it(name, () => assert.equal(errorMessageOf(body), message));
  }

  it('is found quickly in text crafted to be slow', () => {
    const startedAtMs = performance.now();
    for (const piece of ['<title ', '<Message\n', '<title>', '<Status>', '&#x', '{', '[', '<!--', '<Message x=">']) {
      const body = piece.repeat(20_000);
      for (let round = 0; round < 8; round++) {
        errorMessageOf(body);
        isXmlError(`<ImpactRadiusResponse>${body}`);
      }
    }
    // Linear work takes some 0.1 s here, work that grows with the square of the length many seconds.
    assert.ok(performance.now() - startedAtMs < 1500);
  });

  it('distinguishes the XML envelope from other XML', () => {
    assert.equal(isXmlError('<ImpactRadiusResponse>\n<Status> ERROR </Status></ImpactRadiusResponse>'), true);
    assert.equal(isXmlError('<ImpactRadiusResponse><Status>OK</Status></ImpactRadiusResponse>'), false);
    assert.equal(isXmlError('<Error><Status>ERROR</Status></Error>'), false);
  });
});

describe('An error body', () => {
  it('has the API’s own form only with an envelope that says what went wrong', () => {
    const own = [
      '{"Status":"ERROR","Message":"No"}',
      ' \ufeff {"Status":"error","Errors":[]}',
      '<ImpactRadiusResponse><Status>ERROR</Status></ImpactRadiusResponse>',
      '<?xml version="1.0"?> <ImpactRadiusResponse a="b"><Status>ERROR</Status></ImpactRadiusResponse>',
    ];
    const others = [
      '',
      '{"Status":"ERROR"}',
      '{"Status":"ERROR","Message":5}',
      '{"Message":"No"}',
      '{"message":"Forbidden"}',
      '{"Status":"ERROR","Message":"N',
      '[{"Status":"ERROR","Message":"No"}]',
      'No',
      '<ImpactRadiusResponse><Status>OK</Status></ImpactRadiusResponse>',
      '<html><ImpactRadiusResponse><Status>ERROR</Status></ImpactRadiusResponse></html>',
      '<ImpactRadiusResponses><Status>ERROR</Status></ImpactRadiusResponses>',
    ];
    assert.deepEqual([...own, ...others].filter(isApiForm), own);
  });

  it('is a page if it begins as HTML', () => {
    const pages = [
      '<!DOCTYPE html>',
      '<!doctype \n html>',
      ' \ufeff\n<HTML lang="en">',
      '<head>',
      '<body class="a">',
      '<!-- a -->\n<html>',
    ];
    const others = ['', 'html', '<htmlx>', '<p><html>', '<!DOCTYPE svg>', '{"a":"<html>"}'];
    assert.deepEqual([...pages, ...others].filter(isPage), pages);
  });

  it('names the fields that are wrong, at most twenty', () => {
    const errors = [
      { Field: 'START_DATE', Message: 'Too early' },
      { Field: ' a\nb ', Message: 7 },
      { Message: 'No field' },
      {},
      7,
    ];
    assert.deepEqual(fieldErrorsOf(JSON.stringify({ Errors: errors })), [
      { field: 'START_DATE', message: 'Too early' },
      { field: 'a b', message: '' },
    ]);
    for (const body of ['', '{', '7', '{"Errors":{}}', '{}']) {
      assert.deepEqual(fieldErrorsOf(body), [], body);
    }
    const many = Array.from({ length: 30 }, (_, index) => ({ Field: `F${index}` }));
    assert.equal(fieldErrorsOf(JSON.stringify({ Errors: many })).length, 20);
    const long = fieldErrorsOf(JSON.stringify({ Errors: [{ Field: 'x'.repeat(200), Message: 'y'.repeat(900) }] }));
    assert.deepEqual([long[0]?.field.length, long[0]?.message.length], [100, 500]);
  });
});
