import type { Fault } from '../../src/simulator/fault';
import { CUT } from './support/cuts';
import { KEPT, matrix } from './support/matrix';
import type { Outcome, Scene } from './support/scene';

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
  cell('503 whose page breaks off', {
    faults: [
      { nth: 1, kind: 'answer', status: 503, body: 'html' },
      { nth: 1, kind: 'cut', at: 10 },
    ],
    expect: 'identical bytes',
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
