import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { welcomeOf } from '../../../../src/vscode/jobs/welcomes';

describe('The words for a view without jobs', () => {
  /** As VS Code gives it to the extension: translated. */
  const manifest = ((): unknown => {
    const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
    return JSON.parse(
      readFileSync('package.json', 'utf8').replace(/"%([\w.]+)%"/g, (_, key: string) => JSON.stringify(texts[key])),
    );
  })();

  for (const [state, hasStored, sentence, labels] of [
    ['signedOut', false, /^Watch your impact\.com jobs here/, ['Sign In', 'Try the Demo']],
    ['loading', true, /^Loading jobs…$/, []],
    ['off', true, /^This account is turned off/, ['Turn On', 'Sign In to Another Account']],
    ['empty', true, /^No jobs in the selected period/, ['Export a Report', 'Refresh', 'Show Older Jobs']],
    ['offline', true, /^Can't reach impact\.com/, ['Try Again Now', 'Show Log']],
    ['badToken', true, /^impact\.com doesn't accept/, ['Sign In Again', 'Show Log']],
    ['badToken', false, /in the environment variables/, ['Show Log', 'Sign In']],
    ['allHidden', true, /^All jobs in this list are hidden/, ['Show Hidden Jobs']],
  ] as const) {
    it(`has its own sentence and steps for ${state}${hasStored ? '' : ' of the environment'}`, () => {
      const welcome = welcomeOf(manifest, state, hasStored);
      assert.match(welcome?.sentences[0] ?? '', sentence);
      assert.deepEqual(
        welcome?.actions.map(({ label }) => label),
        labels,
      );
    });
  }

  it('opens a setting by its arguments', () => {
    const { actions = [] } = welcomeOf(manifest, 'empty', true) ?? {};
    assert.deepEqual(actions.at(-1), {
      label: 'Show Older Jobs',
      command: 'workbench.action.openSettings',
      arguments: ['impactJobs.lookbackDays'],
    });
  });

  it('is nothing for a state without a welcome', () =>
    assert.equal(welcomeOf(manifest, 'rateLimited', true), undefined));
});
