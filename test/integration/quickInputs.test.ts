import * as assert from 'node:assert/strict';
import { pick, type StepFrame } from '../../src/vscode/exports/quickInputs';
import { answerSteps } from './support/answerSteps';

const FRAME: StepFrame = { title: 'A question', step: 1, totalSteps: 1, canGoBack: false };

describe('A list of a dialog', () => {
  it('ends where its rows cannot be loaded, rather than to look busy for ever', async () => {
    await assert.rejects(
      pick(FRAME, { placeHolder: 'Which?', load: () => Promise.reject(new Error('no rows')) }),
      /no rows/,
    );
    await assert.rejects(
      pick(FRAME, {
        placeHolder: 'Which?',
        load: () => {
          throw new Error('no rows at once');
        },
      }),
      /no rows at once/,
    );
  });

  it('ends where what Enter begins fails', async () => {
    const answer = pick(FRAME, {
      placeHolder: 'Which?',
      load: () => [{ label: 'One', value: 1 }],
      onAccept: () => Promise.reject(new Error('not accepted')),
    });
    await assert.rejects(answerSteps('Enter', answer), /not accepted/);
  });

  it('is ready for an answer again after its rows were loaded, and for the next question after one that failed', async () => {
    const answer = pick(FRAME, { placeHolder: 'Which?', load: () => Promise.resolve([{ label: 'One', value: 1 }]) });
    assert.deepEqual(await answerSteps('Enter', answer), { kind: 'answer', value: 1 });
    const left = pick(FRAME, { placeHolder: 'Which?', load: () => new Promise<never>(() => undefined) });
    assert.deepEqual(await answerSteps('Escape', left), { kind: 'closed' });
  });
});
