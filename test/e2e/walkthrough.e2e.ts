import { useWindow } from './support/useWindow';
import { VIEW } from './support/signedIn';

const TITLE = 'Get Started with Jobs for impact.com';
const STEPS = ['Watch your jobs', 'Export a report', 'Get the file', 'Automate it'];

describe('The first minutes', () => {
  const window = useWindow(() => ({ theme: 'Default Dark Modern', size: { width: 1500, height: 860 } }));

  const step = (title: string) => window().page.locator('.getting-started-step', { hasText: title }).first();
  const completed = (title: string) =>
    window().page.locator(`.getting-started-step:has-text("${title}") .codicon.complete`).first();

  async function showSteps(name: string): Promise<void> {
    for (const title of STEPS) {
      await step(title).click();
      await window().page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
      await window().webview().locator('svg').waitFor();
      await window().screenshot(`walkthrough-${title.replaceAll(' ', '-').toLowerCase()}-${name}`);
    }
  }

  it('the walkthrough leads from the demo to the jobs and checks off completed steps', async () => {
    await window().command('Welcome: Open Walkthrough...');
    await window().quickInput.row(TITLE).waitFor();
    await window().quickInput.answer(TITLE);
    await step('Sign in, or try the demo').waitFor();
    await window().webview().locator('svg').waitFor();
    await window().screenshot('walkthrough-sign-in-dark');
    await window().setTheme('Light Modern');
    await window().webview().locator('body.vscode-light').waitFor();
    await window().screenshot('walkthrough-sign-in-light');
    await window().page.getByRole('button', { name: 'Try the Demo', exact: true }).click();
    await completed('Sign in, or try the demo').waitFor();
    await showSteps('light');
    await window().setTheme('Dark Modern');
    await window().webview().locator('body.vscode-dark').waitFor();
    await showSteps('dark');
    await step('Watch your jobs').click();
    await window().page.getByRole('button', { name: 'Open the Jobs View', exact: true }).click();
    await window().row(VIEW, 'Running').waitFor();
    await completed('Watch your jobs').waitFor();
  });
});
