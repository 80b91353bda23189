import type { Fault } from '../../src/simulator/fault';
import { CUT, LARGE } from './support/cuts';
import { matrix } from './support/matrix';
import { DEFAULT_BYTES, MB } from './support/scene';

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
  cell('230 MB of zeros in 230 kB', {
    faults: [{ kind: 'encoding', encoding: 'gzip' }],
    result: { content: Buffer.alloc(230 * MB) },
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
