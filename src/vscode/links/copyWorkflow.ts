import * as vscode from 'vscode';
import { isCalled } from '../../core/account';
import { githubWorkflow } from '../../core/scripts/githubWorkflow';
import type { Accounts } from '../accounts/accounts';
import { copyText } from '../clipboard';
import { accountsOn } from '../exports/exportArgument';
import { EXTENSION_ID } from '../ids';
import { findSavedExports } from '../savedExports/findSavedExports';
import { nameOf } from '../savedExports/planRun';
import type { SavedExportFiles } from '../savedExports/savedExportFiles';
import { UserError } from '../words/userError';

export interface WorkflowParts {
  readonly savedExports: { files(): Promise<SavedExportFiles> };
  readonly accounts: Accounts;
}

/** Copies a workflow that runs saved exports of the workspace: those of a row, or those that the user selects. */
export async function copyWorkflow(
  { savedExports, accounts }: WorkflowParts,
  argument: unknown,
): Promise<string | undefined> {
  const question = vscode.l10n.t('Select the saved exports and sets for the workflow');
  const found = await findSavedExports(savedExports, argument, question);
  if (found === undefined) {
    return undefined;
  }
  const own = found.find(({ source }) => source.kind !== 'workspace');
  if (own !== undefined) {
    throw new UserError(
      vscode.l10n.t(
        '{0} is saved only for you. To run it in a workflow, save it in the workspace, and commit the file.',
        nameOf(own),
      ),
    );
  }
  const refs = found.flatMap((one) => (one.kind === 'set' ? one.members : [one.saved])).map(({ account: ref }) => ref);
  const [account] = accountsOn(accounts).filter((one) => refs.every((ref) => isCalled(one, ref)));
  if (account === undefined) {
    throw new UserError(
      vscode.l10n.t(
        'These saved exports need several accounts, or one that is signed out. Select those of one account.',
      ),
    );
  }
  const { version } = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON as { readonly version: string };
  return copyText(githubWorkflow({ account, names: found.map(nameOf), version }));
}
