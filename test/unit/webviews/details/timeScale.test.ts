import assert from 'node:assert/strict';
import { markLabel, markLabels, timeScale } from '../../../../src/webviews/details/timeScale';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

describe('The time scale', () => {
  it('places times proportionally, and others at its ends', () => {
    const { x } = timeScale(1000, 3000, 400, 80);
    assert.deepEqual([1000, 1500, 3000, 0, 9000].map(x), [0, 100, 400, 0, 400]);
  });

  it('marks round times that leave room for their labels', () => {
    assert.deepEqual(
      timeScale(0, 10 * MINUTE_MS, 600, 80).marksMs,
      [0, 2, 4, 6, 8, 10].map((minutes) => minutes * MINUTE_MS),
    );
    assert.deepEqual(
      timeScale(0, 10 * MINUTE_MS, 300, 80).marksMs,
      [0, 5, 10].map((minutes) => minutes * MINUTE_MS),
    );
    assert.deepEqual(timeScale(0, 30 * HOUR_MS, 600, 80).marksMs.length, 6);
  });

  it('marks only the beginning if there is no length or no room', () => {
    assert.deepEqual(timeScale(5, 5, 600, 80).marksMs, [0]);
    assert.deepEqual(timeScale(0, 10 * MINUTE_MS, 40, 80).marksMs, [0]);
    assert.deepEqual(timeScale(5, 5, 600, 80).x(5), 0);
  });

  it('puts no mark after its end, whatever its length', () => {
    for (const lengthMs of [3 * SECOND_MS, 61 * SECOND_MS, 47 * MINUTE_MS, 25 * HOUR_MS, 400 * HOUR_MS]) {
      const { marksMs } = timeScale(0, lengthMs, 700, 90);
      assert.ok(
        marksMs.length >= 2 && marksMs.length <= 8 && (marksMs.at(-1) ?? 0) <= lengthMs,
        `${lengthMs}: ${marksMs.join()}`,
      );
    }
  });

  it("labels its marks in the user's language", () => {
    assert.deepEqual(
      [0, 45 * SECOND_MS, 5 * MINUTE_MS, 90 * MINUTE_MS].map((ms) => markLabel(ms, 'en')),
      ['0', '45 sec', '5 min', '1 hr 30 min'],
    );
    assert.match(markLabel(2 * HOUR_MS, 'de'), /2\s?Std\./);
  });

  it('leaves out a label that would overlap the one before, and cuts none off at the edge', () => {
    const label = (widthPx: number) =>
      markLabels(
        [0, 60, 90].map((minutes) => minutes * MINUTE_MS),
        (ms) => (ms / (90 * MINUTE_MS)) * 200,
        widthPx,
        'en',
      );
    assert.deepEqual(
      label(300).map(({ anchor, text }) => [anchor, text]),
      [
        ['start', '0'],
        ['middle', '1 hr'],
        ['middle', '1 hr 30 min'],
      ],
    );
    assert.deepEqual(
      label(208).map(({ anchor, text }) => [anchor, text]),
      [
        ['start', '0'],
        ['middle', '1 hr'],
        ['end', ''],
      ],
    );
  });
});
