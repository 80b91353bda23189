import { useWindow } from './support/useWindow';
import { VIEW } from './support/signedIn';

const TITLE = 'Get Started with Jobs for impact.com';
const STEPS = ['Watch your jobs', 'Export a report', 'Get the file', 'Automate it'];

for (const [name, theme] of [
  ['dark', 'Default Dark Modern'],
  ['light', 'Default Light Modern'],
] as const) {
  describe(`The first minutes, ${name}`, () => {
    const window = useWindow(() => ({ theme, size: { width: 1500, height: 860 } }));

    it('the walkthrough leads from the demo to the jobs and checks off completed steps', async () => {
      await window().command('Welcome: Open Walkthrough...');
      await window().quickInput.row(TITLE).waitFor();
      await window().quickInput.answer(TITLE);
      const { page } = window();
      const step = (title: string) => page.locator('.getting-started-step', { hasText: title }).first();
      await step('Sign in, or try the demo').waitFor();
      await window().webview().locator('svg').waitFor();
      await window().screenshot(`walkthrough-sign-in-${name}`);
      await page.getByRole('button', { name: 'Try the Demo', exact: true }).click();
      await page
        .locator('.getting-started-step:has-text("Sign in, or try the demo") .codicon.complete')
        .first()
        .waitFor();
      for (const title of STEPS) {
        await step(title).click();
        await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
        await window().webview().locator('svg').waitFor();
        await window().screenshot(`walkthrough-${title.replaceAll(' ', '-').toLowerCase()}-${name}`);
      }
      await step('Watch your jobs').click();
      await page.getByRole('button', { name: 'Open the Jobs View', exact: true }).click();
      await window().row(VIEW, 'Running').waitFor();
      await page.locator('.getting-started-step:has-text("Watch your jobs") .codicon.complete').first().waitFor();
    });
  });
}
