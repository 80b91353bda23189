import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/event';

describe('An event', () => {
  it('reaches every listener, although one throws, and the sender', () => {
    const reported: unknown[] = [];
    const heard: string[] = [];
    const emitter = new Emitter<string>((error) => reported.push(error));
    const broken = new Error('a listener');
    emitter.on(() => {
      throw broken;
    });
    emitter.on((value) => heard.push(value));
    emitter.fire('x');
    assert.deepEqual([heard, reported], [['x'], [broken]]);
  });
});
