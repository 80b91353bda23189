import { CUT } from './support/cuts';
import { KEPT, matrix } from './support/matrix';

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
