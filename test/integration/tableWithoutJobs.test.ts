import * as vscode from 'vscode';
import { run, type SignedIn, signIn } from './support/extension';
import { SentToPages } from './support/sentToPages';

describe('The jobs table without jobs', () => {
  let signedIn: SignedIn;
  const sent = new SentToPages(['noJobs']);

  beforeEach(async () => {
    sent.start();
    signedIn = await signIn([]);
    await run('openTable');
  });

  afterEach(async () => {
    sent.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signedIn.signOut();
  });

  const refreshInVain = () => Promise.resolve(run('refresh')).catch(() => undefined);

  it('says why, and what to do, as the view does', async () => {
    await sent.until(/No jobs in the selected period\..*"steps":\["Export a Report","Refresh","Show Older Jobs"\]/);

    const clear = signedIn.simulator.setFault({ kind: 'answer', status: 401, body: 'envelope' });
    await refreshInVain();
    await sent.until(/doesn't accept this Account SID and token.*"Sign In Again"/);
    clear();

    await run('refresh');
    await sent.until(/No jobs in the selected period/);
    await signedIn.simulator.setReachable('api', false);
    await refreshInVain();
    await sent.until(/Can't reach impact\.com.*"Try Again Now","Show Log"/);
    await signedIn.simulator.setReachable('api', true);
    await run('refresh');
    await sent.until(/No jobs in the selected period/);
  });

  it('says so after the account is removed', async () => {
    await sent.until(/No jobs in the selected period/);
    const [stored] = signedIn.parts.accounts.stored;
    await signedIn.parts.accounts.remove(stored as NonNullable<typeof stored>);
    await sent.until(/Watch your impact\.com jobs here.*"Sign In","Try the Demo"/);
  });
});
