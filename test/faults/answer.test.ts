import type { Fault, SentPart } from '../../src/simulator/fault';
import { matrix } from './support/matrix';
import { DEFAULT_BYTES, JOB_ID, MB, type Outcome, type Scene } from './support/scene';

const CUT: Fault = { nth: 1, kind: 'cut', at: MB };
/** Larger than what has an MD5 for an ETag, so that nothing but the answers' words tells what is wrong with them. */
const LARGE = { bytes: 5 * MB };
const KEPT = 'what came is kept, and going on gives identical bytes';

matrix('Links and redirects', (cell) => {
  cell('the link has expired before it is used', {
    faults: [{ endpoint: 'download', nth: 1, kind: 'expireLink' }],
    expect: 'identical bytes',
  });
  cell('every link has expired before it is used', {
    faults: [{ endpoint: 'download', kind: 'expireLink' }],
    expect: 'error expired; nothing left',
  });
  cell('the link expires during the download, and the connection breaks with it', {
    faults: [CUT, { nth: 1, kind: 'expireLink', afterBytes: 500_000 }],
    expect: 'identical bytes, resumed 1x',
  });
  cell('all links expire after half of the download', {
    faults: [CUT, { endpoint: 'download', from: 2, kind: 'expireLink' }],
    expect: `error expired; ${KEPT}`,
  });
  for (const status of [301, 302, 303, 307, 308] as const) {
    cell(`four more redirects (${status})`, {
      faults: [{ kind: 'redirect', hops: 4, status, relative: status === 303 }],
      expect: 'identical bytes',
    });
  }
  cell('five more redirects', { faults: [{ kind: 'redirect', hops: 5 }], expect: 'error unsafe; nothing left' });
  cell('redirects in a circle', {
    faults: [{ kind: 'redirect', hops: Infinity }],
    expect: 'error unsafe; nothing left',
  });
  cell('a redirect in a circle at the API', {
    faults: [{ endpoint: 'download', kind: 'redirect', hops: Infinity }],
    expect: 'error unsafe; nothing left',
  });
  cell('a redirect to nowhere', {
    faults: [{ kind: 'answer', status: 302, body: 'empty' }],
    expect: 'error unreadable; nothing left',
  });
  for (const to of [
    'http://storage.example.test/x',
    'ftp://storage.example.test/x',
    'file:///etc/passwd',
    'data:text/csv,x',
    'https://user:secret@storage.example.test/x',
    'http://169.254.169.254/latest',
  ]) {
    cell(`a redirect to ${to}`, { faults: [{ kind: 'redirect', to }], expect: 'error unsafe; nothing left' });
  }
  cell('a redirect to an invalid address', {
    faults: [{ kind: 'redirect', to: 'https://[x' }],
    expect: 'error unreadable; nothing left',
  });
});

matrix('Ranges and validators', (cell) => {
  const afterCut = (...faults: readonly Fault[]): readonly Fault[] => [
    CUT,
    ...faults.map((fault) => ({ ranged: true, ...fault })),
  ];
  // Nobody knows how much of a reset connection arrived, so the words name the part that is really sent.
  const wrongly = (contentRange: (part: SentPart) => string): readonly Fault[] =>
    afterCut({ nth: 1, kind: 'range', answer: { contentRange } });
  const again = 'identical bytes, begun again: wrongRange';
  cell('200 instead of 206', {
    faults: afterCut({ kind: 'range', answer: 'whole' }),
    result: LARGE,
    expect: 'identical bytes, begun again: noRanges',
  });
  cell('416 for a range request', {
    faults: afterCut({ kind: 'range', answer: 'refused' }),
    result: LARGE,
    expect: again,
  });
  cell('a different part than requested', {
    faults: afterCut({ nth: 1, kind: 'range', answer: { shiftedByBytes: -1000 } }),
    result: LARGE,
    expect: again,
  });
  cell('Content-Range with another start', {
    faults: wrongly(({ first, last, total }) => `bytes ${first + 1}-${last}/${total}`),
    result: LARGE,
    expect: again,
  });
  cell('Content-Range with another end', {
    faults: wrongly(({ first, last, total }) => `bytes ${first}-${last - 1}/${total}`),
    result: LARGE,
    expect: again,
  });
  cell('Content-Range with another total', {
    faults: wrongly(({ first, last, total }) => `bytes ${first}-${last}/${total + 1}`),
    result: LARGE,
    expect: again,
  });
  cell('Content-Range with a different but consistent total', {
    faults: wrongly(({ first, last, total }) => `bytes ${first}-${last + 1}/${total + 1}`),
    result: LARGE,
    expect: again,
  });
  cell('Content-Range in another unit', {
    faults: wrongly(({ first, last, total }) => `items ${first}-${last}/${total}`),
    result: LARGE,
    expect: again,
  });
  cell('Content-Range without values', { faults: wrongly(() => 'x'), result: LARGE, expect: again });
  cell('Content-Range without a total', {
    faults: wrongly(({ first, last }) => `bytes ${first}-${last}/*`),
    result: LARGE,
    expect: 'identical bytes, resumed 1x',
  });
  cell('always the wrong part', {
    faults: [
      { kind: 'cut', at: MB, ranged: false },
      { ranged: true, kind: 'range', answer: { contentRange: () => 'bytes 0-1/2' } },
    ],
    result: LARGE,
    expect: 'error changing; nothing left',
  });
  cell('a different ETag for the second part', {
    faults: afterCut({ nth: 1, kind: 'validator', change: 'etag' }),
    result: LARGE,
    expect: 'identical bytes, begun again: changed',
  });
  cell('a compressed rest', {
    faults: afterCut({ nth: 1, kind: 'encoding', encoding: 'gzip' }),
    result: LARGE,
    expect: 'identical bytes, begun again: encoded',
  });
  cell('the rest without a validator, whatever If-Range says', {
    faults: afterCut({ kind: 'range', answer: 'blind' }),
    result: LARGE,
    expect: 'identical bytes, resumed 1x',
  });
  cell('the rest of a different file without a validator, whatever If-Range says', {
    faults: afterCut({ kind: 'range', answer: 'blind' }),
    result: { content: Buffer.alloc(LARGE.bytes, 'a') },
    run: (scene) =>
      scene.download({
        onProgress: (step) => {
          if (step.phase === 'waiting') {
            scene.simulator.updateJob(JOB_ID, { result: { content: Buffer.alloc(LARGE.bytes, 'b') } });
            void scene.pass(step.untilMs - scene.clock.now() + 1);
          }
        },
      }),
    expect: 'identical bytes, resumed 1x, begun again: changed',
  });
  cell('the rest of a file that is the same where both meet, revealed by the checksum', {
    faults: [...afterCut({ kind: 'range', answer: 'blind' }), { kind: 'digest', correct: true }],
    result: { content: Buffer.alloc(LARGE.bytes, 'a') },
    run: (scene) =>
      scene.download({
        onProgress: (step) => {
          if (step.phase === 'waiting') {
            const content = Buffer.alloc(LARGE.bytes, 'a')
              .fill('b', 0, 1)
              .fill('b', LARGE.bytes - 1);
            scene.simulator.updateJob(JOB_ID, { result: { content } });
            void scene.pass(step.untilMs - scene.clock.now() + 1);
          }
        },
      }),
    expect: 'identical bytes, resumed 1x, begun again: corrupt',
  });
  cell('no validator at all', {
    faults: [CUT, { kind: 'validator', change: 'missing' }],
    result: LARGE,
    expect: 'identical bytes',
  });
  cell('a different file after each part', {
    faults: [{ kind: 'cut', at: MB }],
    result: LARGE,
    run: async (scene) => {
      let change = 0;
      return scene.download({
        onProgress: (step) => {
          if (step.phase === 'waiting') {
            scene.simulator.updateJob(JOB_ID, { result: { bytes: 5 * MB + ++change } });
            void scene.pass(step.untilMs - scene.clock.now() + 1);
          }
        },
      });
    },
    expect: 'error changing; nothing left',
  });
});

matrix('A file from the API itself', (cell) => {
  const direct = (...faults: readonly Fault[]): readonly Fault[] =>
    [{ kind: 'direct' } as const, ...faults].map((fault) => ({ endpoint: 'download', ...fault }));
  cell('no faults', { faults: direct(), expect: 'identical bytes' });
  cell('broken in the middle', { faults: direct(CUT), expect: 'identical bytes, resumed 1x' });
  const unknownLength = (end: Fault, ...faults: readonly Fault[]): readonly Fault[] =>
    direct({ kind: 'length', length: 'chunked' }, end, ...faults);
  const brokenAtEnd: Fault = { nth: 1, kind: 'cut', at: LARGE.bytes, how: 'close' };
  cell('complete but not said to be, of unknown length', {
    faults: unknownLength(brokenAtEnd),
    result: LARGE,
    expect: 'identical bytes, resumed 1x',
  });
  cell('complete but not said to be, and 416 for the rest', {
    faults: unknownLength(brokenAtEnd, { ranged: true, kind: 'range', answer: 'refused' }),
    result: LARGE,
    expect: 'identical bytes, resumed 1x',
  });
  cell('broken in the middle, and 416 for the rest', {
    faults: unknownLength(CUT, { ranged: true, kind: 'range', answer: 'refused' }),
    result: LARGE,
    expect: 'identical bytes, begun again: wrongRange',
  });
});

matrix('Refusals', (cell) => {
  /** A wait of 90 s as seconds or as a date, at the API or the storage. */
  const refused =
    (endpoint: 'download' | 'storage', status: number, asDate: boolean) =>
    async (scene: Scene): Promise<Outcome | string> => {
      const askedAtMs = scene.clock.now();
      const retryAfter = asDate ? new Date(askedAtMs + 90_000).toUTCString() : 90;
      scene.simulator.setFault({ endpoint, nth: 1, kind: 'answer', status, retryAfter });
      const outcome = await scene.download();
      const waitedMs = scene.clock.now() - askedAtMs;
      return waitedMs >= 89_000 ? outcome : { error: new Error(`It waited ${waitedMs} ms alone`) };
    };
  for (const endpoint of ['download', 'storage'] as const) {
    for (const status of [429, 503]) {
      cell(`${status} from ${endpoint === 'download' ? 'the API' : 'the storage'}, Retry-After in seconds`, {
        run: refused(endpoint, status, false),
        expect: 'identical bytes',
      });
      cell(`${status} from ${endpoint === 'download' ? 'the API' : 'the storage'}, Retry-After as a date`, {
        run: refused(endpoint, status, true),
        expect: 'identical bytes',
      });
    }
  }
  cell('503 during the download, Retry-After in seconds', {
    faults: [CUT, { nth: 2, kind: 'answer', status: 503, retryAfter: 30 }],
    expect: 'identical bytes, resumed 1x',
  });
  cell('503 with a wait of one day', {
    faults: [CUT, { from: 2, kind: 'answer', status: 503, retryAfter: 86_400 }],
    expect: `error server; ${KEPT}`,
  });
  for (const status of [500, 502, 503, 504]) {
    cell(`${status} once, without Retry-After`, {
      faults: [{ nth: 1, kind: 'answer', status, body: 'html' }],
      expect: 'identical bytes',
    });
  }
  cell('500 always', { faults: [{ kind: 'answer', status: 500 }], expect: 'error server; nothing left' });
  cell('404: the file is gone after 90 days', { result: { gone: 404 }, expect: 'error notFound; nothing left' });
  cell('410: the file is gone after 90 days', { result: { gone: 410 }, expect: 'error notFound; nothing left' });
  cell('404 from the storage', {
    faults: [{ kind: 'answer', status: 404, body: 'xml' }],
    expect: 'error notFound; nothing left',
  });
  cell('404 after half of the download', {
    faults: [CUT, { from: 2, kind: 'answer', status: 404 }],
    expect: 'error notFound; nothing left',
  });
  cell('401: the token is no longer valid', {
    faults: [{ endpoint: 'download', kind: 'answer', status: 401 }],
    expect: 'error unauthorized; nothing left',
  });
  cell('401 after half of the download', {
    faults: [CUT, { endpoint: 'download', from: 2, kind: 'answer', status: 401 }],
    expect: `error unauthorized; ${KEPT}`,
  });
  cell("403: the token isn't permitted", {
    faults: [{ endpoint: 'download', kind: 'answer', status: 403 }],
    expect: 'error forbidden; nothing left',
  });
  for (const [status, code] of [
    [400, 'ExpiredRequest'],
    [400, 'ExpiredToken'],
    [400, 'RequestTimeTooSkewed'],
    [401, 'Unauthorized'],
    [403, 'AccessDenied'],
  ] as const) {
    const text = `<Error><Code>${code}</Code><Message>Request has expired</Message></Error>`;
    const refusal: Fault = { kind: 'answer', status, body: { text, contentType: 'application/xml' } };
    cell(`${status} ${code} from the storage once`, { faults: [{ nth: 1, ...refusal }], expect: 'identical bytes' });
    cell(`${status} ${code} from the storage always`, { faults: [refusal], expect: 'error expired; nothing left' });
    cell(`${status} ${code} from the storage after a 503`, {
      faults: [
        { nth: 1, kind: 'answer', status: 503 },
        { nth: 2, ...refusal },
      ],
      expect: 'identical bytes',
    });
  }
  cell('204 without a body', {
    faults: [{ kind: 'answer', status: 204, body: 'empty' }],
    expect: 'error unreadable; nothing left',
  });
  cell("202: the job isn't ready", {
    faults: [{ endpoint: 'download', kind: 'answer', status: 202, body: { text: '{"Id":"x","Status":"RUNNING"}' } }],
    expect: 'error notReady; nothing left',
  });
  const completed: Fault = {
    endpoint: 'download',
    kind: 'answer',
    status: 202,
    body: { text: '{"Id":"x","Status":"COMPLETED"}' },
  };
  cell('202 for a completed job, for a while', {
    faults: [{ nth: [1, 2, 3], ...completed }],
    expect: 'identical bytes',
  });
  for (const word of ['Complete', 'DONE', 'success', 'FINISHED', '']) {
    const text = JSON.stringify(word === '' ? {} : { Id: 'x', Type: 'ApiReport', Status: word });
    const body = { text };
    cell(`202 for a job that is ${word || 'not described'}, for a while`, {
      faults: [{ nth: [1, 2], endpoint: 'download', kind: 'answer', status: 202, body }],
      expect: 'identical bytes',
    });
  }
  cell('200 with the completed job instead of its file, for a while', {
    faults: [
      {
        nth: [1, 2],
        endpoint: 'download',
        kind: 'answer',
        body: { text: '{"Id":"x","Type":"ApiReport","Status":"COMPLETED"}' },
      },
    ],
    expect: 'identical bytes',
  });
  cell('202 for a completed job, always', { faults: [completed], expect: 'error notReady; nothing left' });
  cell('202 from the storage', {
    faults: [{ kind: 'answer', status: 202, body: 'empty' }],
    expect: 'error unreadable; nothing left',
  });
});

matrix('Answers that are no file', (cell) => {
  for (const [status, endpoint] of [
    [200, 'storage'],
    [401, 'storage'],
    [403, 'storage'],
    [404, 'storage'],
    [511, 'storage'],
    [200, 'download'],
    [403, 'download'],
    [404, 'download'],
  ] as const) {
    const page: Fault = { endpoint, kind: 'answer', status, body: 'firewall' };
    cell(`the page of a firewall with ${status} on ${endpoint}, for a while`, {
      faults: [{ nth: [1, 2], ...page }],
      expect: 'identical bytes',
    });
    cell(`the page of a firewall with ${status} on ${endpoint}, always`, {
      faults: [page],
      expect: 'error unreadable; nothing left',
    });
  }
  cell('an XML error with status 200', {
    faults: [{ kind: 'answer', body: 'xml' }],
    expect: 'error notAFile; nothing left',
  });
  cell('a JSON error with status 200', {
    faults: [{ kind: 'answer', body: { text: '{"Status":"ERROR","Message":"Validation Failed"}' } }],
    expect: 'error notAFile; nothing left',
  });
  cell('a JSON error with status 200 from the API itself', {
    faults: [{ endpoint: 'download', kind: 'answer', body: 'envelope' }],
    expect: 'error notAFile; nothing left',
  });
  cell('a job with status 200 from the API itself', {
    faults: [
      { endpoint: 'download', kind: 'answer', body: { text: '{"Id":"x","Type":"ApiReport","Status":"QUEUED"}' } },
    ],
    expect: 'error notReady; nothing left',
  });
  cell('an HTML page instead of the rest', {
    faults: [CUT, { nth: 2, kind: 'answer', body: 'html' }],
    expect: 'identical bytes, resumed 1x',
  });
  cell('an HTML page instead of the rest, as gzip and always', {
    faults: [CUT, { from: 2, kind: 'answer', body: 'html' }, { from: 2, kind: 'encoding', encoding: 'gzip' }],
    expect: `error unreadable; ${KEPT}`,
  });
  cell('an HTML page instead of the rest, always', {
    faults: [CUT, { from: 2, kind: 'answer', body: 'html' }],
    expect: `error unreadable; ${KEPT}`,
  });
  cell('an XML error instead of the rest, with status 206', {
    faults: [CUT, { nth: 2, kind: 'answer', status: 206, body: 'xml' }],
    expect: 'identical bytes, begun again: wrongRange',
  });
});

matrix('Encodings and checksums', (cell) => {
  for (const encoding of ['gzip', 'br', 'deflate'] as const) {
    const encoded: Fault = { kind: 'encoding', encoding };
    cell(`${encoding}`, { faults: [encoded], expect: 'identical bytes' });
    cell(`${encoding}, cut off in the middle`, {
      faults: [encoded, { nth: 1, kind: 'cut', at: 100_000 }],
      expect: 'identical bytes',
    });
    cell(`${encoding}, damaged once`, {
      faults: [encoded, { nth: 1, kind: 'corrupt', atByte: 100_000, encoded: true }],
      expect: 'identical bytes, begun again: corrupt',
    });
    cell(`${encoding}, always damaged`, {
      faults: [encoded, { kind: 'corrupt', atByte: 100_000, encoded: true }],
      expect: 'error corrupt; nothing left',
    });
    cell(`${encoding} with the Content-MD5 of the encoded bytes`, {
      faults: [encoded, { kind: 'digest', correct: true, of: 'sent' }],
      expect: 'identical bytes',
    });
    cell(`${encoding} with a wrong Content-MD5, once`, {
      faults: [encoded, { nth: 1, kind: 'digest', correct: false }],
      expect: 'identical bytes, begun again: corrupt',
    });
    cell(`${encoding}, ends early once`, {
      faults: [encoded, { nth: 1, kind: 'truncate', atByte: 100_000 }],
      expect: 'identical bytes',
    });
    cell(`${encoding}, always ends early`, {
      faults: [encoded, { kind: 'truncate', atByte: 100_000 }],
      expect: 'error cut; nothing left',
    });
  }
  cell('100 MB of zeros in 100 kB', {
    faults: [{ kind: 'encoding', encoding: 'gzip' }],
    result: { content: Buffer.alloc(100 * MB) },
    expect: 'identical bytes',
  });
  cell('kept as gzip and unpacked on the way', {
    faults: [{ kind: 'storedGzip' }],
    result: LARGE,
    expect: 'identical bytes',
  });
  cell('kept as gzip and unpacked on the way, broken in the middle', {
    faults: [{ kind: 'storedGzip' }, CUT],
    result: LARGE,
    expect: 'identical bytes',
  });
  cell('a correct Content-MD5', {
    faults: [{ kind: 'digest', correct: true }],
    result: LARGE,
    expect: 'identical bytes',
  });
  cell('a wrong Content-MD5, once', {
    faults: [{ nth: 1, kind: 'digest', correct: false }],
    result: LARGE,
    expect: 'identical bytes, begun again: corrupt',
  });
  cell('always a wrong Content-MD5', {
    faults: [{ kind: 'digest', correct: false }],
    result: LARGE,
    expect: 'error corrupt; nothing left',
  });
  cell('a wrong byte that the ETag reveals, once', {
    faults: [{ nth: 1, kind: 'corrupt', atByte: DEFAULT_BYTES - 1 }],
    expect: 'identical bytes, begun again: corrupt',
  });
  cell('always a wrong byte that the ETag reveals', {
    faults: [{ kind: 'corrupt', atByte: 0 }],
    expect: 'error corrupt; nothing left',
  });
  cell('a wrong byte before the connection breaks', {
    faults: [CUT, { nth: 1, kind: 'corrupt', atByte: 1000 }],
    expect: 'identical bytes, resumed 1x, begun again: corrupt',
  });
  cell('a wrong byte after the connection breaks', {
    faults: [CUT, { nth: 2, kind: 'corrupt', atByte: 20_000 }],
    expect: 'identical bytes, resumed 1x, begun again: corrupt',
  });
});
