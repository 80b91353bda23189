import { waitUntil } from '../support/waitUntil';
import { KEPT, matrix } from './support/matrix';
import { DEFAULT_BYTES, MB, type Outcome, type Scene } from './support/scene';

/** Larger than what has an MD5 for an ETag. */
const LARGE = { bytes: 5 * MB };
/** Comes in one piece, so nothing of it is on its way when the connection ends. */
const SMALL = { bytes: 30_000 };

/** Downloads, and lets time pass once the storage has sent `sentBytes` and fallen silent. */
async function downloadThroughSilence(scene: Scene, sentBytes: number, faultsAreOver = true): Promise<Outcome> {
  const downloading = scene.download();
  let isOver = false;
  void downloading.then(() => (isOver = true));
  await scene.passSilence(sentBytes, () => isOver || (faultsAreOver && scene.requests('storage').length > 1));
  return downloading;
}

/** Downloads from a server that sends byte by byte, and lets 29 s pass after each. */
async function downloadDrip(scene: Scene): Promise<Outcome> {
  const downloading = scene.download();
  let isOver = false;
  void downloading.then(() => (isOver = true));
  const sentBytes = (): number => scene.requests('storage').reduce((sum, request) => sum + request.sentBytes, 0);
  for (let seen = 0; !isOver; seen = sentBytes()) {
    await waitUntil(() => isOver || sentBytes() > seen);
    await scene.pass(29_000);
  }
  return downloading;
}

matrix('The connection', (cell) => {
  cell('no faults', { expect: 'identical bytes' });
  for (const how of ['reset', 'close'] as const) {
    cell(`broken before the response (${how})`, {
      faults: [{ nth: 1, kind: 'cut', at: 'headers', how }],
      expect: 'identical bytes',
    });
    cell(`broken before the first byte (${how})`, {
      faults: [{ nth: 1, kind: 'cut', at: 0, how }],
      expect: 'identical bytes',
    });
    cell(`broken at the first byte (${how})`, {
      faults: [{ nth: 1, kind: 'cut', at: 1, how }],
      expect: 'identical bytes',
    });
    cell(`broken in the middle (${how})`, {
      faults: [{ nth: 1, kind: 'cut', at: MB, how }],
      expect: 'identical bytes, resumed 1x',
    });
    cell(`broken at the last byte (${how})`, {
      faults: [{ nth: 1, kind: 'cut', at: -1, how }],
      expect: 'identical bytes, resumed 1x',
    });
  }
  cell('broken ten times in different places', {
    faults: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(
      (nth) => ({ nth, kind: 'cut', at: 100_000 * nth - 77_777, how: 'close' }) as const,
    ),
    result: { bytes: 7 * MB },
    expect: 'identical bytes, resumed 10x',
    interruptions: 10,
  });
  cell('always broken immediately', { faults: [{ kind: 'cut', at: 0 }], expect: 'error cut; nothing left' });
  cell('always broken after half of the download', {
    faults: [
      { nth: 1, kind: 'cut', at: MB },
      { from: 2, kind: 'cut', at: 0 },
    ],
    expect: `error cut; ${KEPT}`,
  });
  cell('the API connection breaks before its response', {
    faults: [{ endpoint: 'download', nth: 1, kind: 'cut', at: 'headers' }],
    expect: 'identical bytes',
  });
  cell('the storage is unreachable', {
    run: async (scene) => {
      await scene.simulator.setReachable('storage', false);
      return scene.download();
    },
    expect: 'error refused; nothing left',
  });
  cell('silence before the response', {
    faults: [{ nth: 1, kind: 'stall', at: 'headers' }],
    run: (scene) => downloadThroughSilence(scene, 0),
    expect: 'identical bytes',
  });
  cell('silence in the middle', {
    faults: [{ nth: 1, kind: 'stall', at: MB }],
    run: (scene) => downloadThroughSilence(scene, MB),
    expect: 'identical bytes, resumed 1x',
  });
  cell('silence before the last byte', {
    faults: [{ nth: 1, kind: 'stall', at: -1 }],
    run: (scene) => downloadThroughSilence(scene, DEFAULT_BYTES - 1),
    expect: 'identical bytes, resumed 1x',
  });
  cell('silence after each byte', {
    faults: [
      { kind: 'stall', at: MB, nth: 1 },
      { kind: 'stall', at: 0, from: 2 },
    ],
    run: (scene) => downloadThroughSilence(scene, MB, false),
    expect: `error timeout; ${KEPT}`,
  });
  cell('a byte every 29 s', {
    faults: [{ kind: 'drip', bytesPerSecond: 20 }],
    run: downloadDrip,
    expect: 'error timeout; nothing left',
  });
  cell('a byte every 29 s after half of the download', {
    faults: [
      { nth: 1, kind: 'cut', at: MB },
      { from: 2, kind: 'drip', bytesPerSecond: 20 },
    ],
    run: downloadDrip,
    expect: `error timeout; ${KEPT}`,
  });
  cell('a slow trickle of bytes', {
    faults: [{ kind: 'drip', bytesPerSecond: 200_000 }],
    result: { bytes: 50_000 },
    expect: 'identical bytes',
  });
});

matrix('The length', (cell) => {
  const differs = (differsByBytes: number, nth?: number): NonNullable<Parameters<typeof cell>[1]['faults']> => [
    { ...(nth === undefined ? {} : { nth }), kind: 'length', length: { differsByBytes } },
  ];
  cell('Content-Length too long by 1', { faults: differs(1), result: SMALL, expect: 'identical bytes, resumed 1x' });
  cell('Content-Length too long by 1 MB', {
    faults: differs(MB),
    result: SMALL,
    expect: 'identical bytes, resumed 1x',
  });
  cell('Content-Length too short by 1, once', {
    faults: differs(-1, 1),
    expect: 'identical bytes, begun again: corrupt',
  });
  cell('Content-Length always too short by 1', { faults: differs(-1), expect: 'error corrupt; nothing left' });
  cell('no length, with the end of the connection as the end', {
    faults: [{ kind: 'length', length: 'missing' }],
    result: LARGE,
    expect: 'identical bytes, begun again: unconfirmed',
  });
  cell('no length, but a checksum', { faults: [{ kind: 'length', length: 'missing' }], expect: 'identical bytes' });
  cell('no length, broken in the middle as if complete', {
    faults: [
      { kind: 'length', length: 'missing' },
      { nth: 1, kind: 'cut', at: MB, how: 'close' },
    ],
    result: LARGE,
    expect: 'identical bytes, begun again: unconfirmed, unconfirmed',
  });
  cell('chunked', { faults: [{ kind: 'length', length: 'chunked' }], result: LARGE, expect: 'identical bytes' });
  cell('chunked, broken in the middle', {
    faults: [
      { kind: 'length', length: 'chunked' },
      { nth: 1, kind: 'cut', at: MB, how: 'close' },
    ],
    result: LARGE,
    expect: 'identical bytes, resumed 1x',
  });
  cell('the file ends early with a matching length', {
    faults: [{ nth: 1, kind: 'truncate', atByte: MB }],
    expect: 'identical bytes, begun again: corrupt',
  });
  cell('an empty file', { result: { content: '' }, expect: 'identical bytes' });
  cell('a one-byte file', { result: { content: 'x' }, expect: 'identical bytes' });
  cell('endless bytes after a Content-Length', {
    faults: [
      { kind: 'endless' },
      { kind: 'length', length: 'missing' },
      { kind: 'cut', at: 3 * DEFAULT_BYTES, how: 'close' },
    ],
    expect: 'error corrupt; nothing left',
  });
});
