import type { Fault, SentPart } from '../../src/simulator/fault';
import { CUT, LARGE } from './support/cuts';
import { matrix } from './support/matrix';
import { JOB_ID, MB } from './support/scene';

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
