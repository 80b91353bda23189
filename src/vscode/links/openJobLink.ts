import * as vscode from 'vscode';
import { type Account, accountRef, isCalled } from '../../core/account';
import type { JobLink } from '../../core/links/jobLink';
import { type JobSources, knownJob, ownersOf } from '../jobs/findJob';
import { commandId } from '../ids';
import { offer, showError } from '../messages';

/**
 * Shows the job in a link. Links can come from anywhere, so a job that isn't in the store is requested only after the
 * user agrees: it costs a request and sends the token.
 */
export async function openJobLink(
  link: JobLink | undefined,
  sources: Pick<JobSources, 'accounts' | 'store'>,
): Promise<void> {
  if (link === undefined) {
    void showError(
      vscode.l10n.t("This link doesn't contain a job ID. Job links look like {0}.", '/job/<id>?account=<SID>'),
    );
    return;
  }
  const owners = ownersOf(sources, link);
  if (owners.length === 0) {
    const off = sources.store.snapshot.accounts
      .map(({ account }) => account)
      .find((account) => isCalled(account, link.accountSid));
    await (off === undefined ? offerSignIn(link) : offerSwitchOn(off));
    return;
  }
  const known = knownJob(sources, link);
  await (known === undefined ? askFirst(owners, link.jobId) : show(link.jobId, known.accountId));
}

/** Shows the job. The commands report their own failures. */
async function show(jobId: string, accountId: string): Promise<void> {
  const reference = { jobId, accountId };
  await vscode.commands.executeCommand(commandId('revealJob'), reference);
  await vscode.commands.executeCommand(commandId('showDetails'), reference);
}

function offerSignIn({ accountSid }: JobLink): Promise<void> {
  const message =
    accountSid === undefined
      ? vscode.l10n.t('Sign in to impact.com to open the job in this link.')
      : vscode.l10n.t("This link is for a job in the account {0}, which isn't signed in here.", accountSid);
  return offer(message, {
    [vscode.l10n.t('Sign In')]: () => vscode.commands.executeCommand(commandId('addAccount')),
  });
}

function offerSwitchOn(account: Account): Promise<void> {
  const message = vscode.l10n.t('The account {0} in this link is turned off.', account.name);
  return offer(message, {
    [vscode.l10n.t('Turn On')]: () => vscode.commands.executeCommand(commandId('enableAccount'), account.id),
  });
}

function askFirst(owners: readonly Account[], jobId: string): Promise<void> {
  const actions = owners.map((owner): readonly [string, () => Promise<void>] => [
    owners.length === 1 ? vscode.l10n.t('Open') : `${owner.name} (${accountRef(owner)})`,
    () => show(jobId, owner.id),
  ]);
  const question =
    owners.length === 1
      ? vscode.l10n.t(
          "Job {0} isn't in the list. Look it up at impact.com with the account {1}?",
          jobId,
          owners[0]?.name ?? '',
        )
      : vscode.l10n.t("Job {0} isn't in any list. Select an account to look it up at impact.com", jobId);
  return offer(question, Object.fromEntries(actions));
}
