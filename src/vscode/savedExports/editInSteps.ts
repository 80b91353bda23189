import * as vscode from 'vscode';
import { type Account, accountRef, isCalled } from '../../core/account';
import { allClients } from '../../core/runs/planMembers';
import { draftOfSaved, type KnownReport, withChanges } from '../../core/savedExports/editedExport';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { sentenceFor } from '../words/errorMessages';
import { learnZones } from '../exports/accountZone';
import type { FlowParts, FlowState } from '../exports/flowState';
import { SAVED_EXPORTS_VIEW_ID } from '../ids';
import { readExportToSave } from './exportToSave';
import type { SavedSource } from './savedExportFiles';

export type Edited =
  | { readonly kind: 'saved'; readonly before: SavedExport; readonly saved: SavedExport; readonly isRun: boolean }
  | { readonly kind: 'closed' }
  | { readonly kind: 'notInSteps' };

/**
 * Changes a saved export in the dialog that created it. If none of the accounts here fits the export, the user can only
 * edit the file.
 */
export async function editInSteps(
  parts: FlowParts,
  accounts: readonly Account[],
  source: SavedSource,
  saved: SavedExport,
): Promise<Edited> {
  const [account, ...others] = candidatesFor(saved, accounts);
  const start =
    account &&
    (await vscode.window.withProgress({ location: { viewId: SAVED_EXPORTS_VIEW_ID } }, () =>
      stateOf(parts, account, source, saved),
    ));
  if (account === undefined || start === undefined) {
    return { kind: 'notInSteps' };
  }
  const { exportFlow } = await import('../exports/exportFlow');
  const end = await exportFlow(parts, [account, ...others], start);
  const changed = end?.kind === 'save' ? readExportToSave(end.toSave) : undefined;
  if (end?.kind !== 'save' || changed === undefined) {
    return { kind: 'closed' };
  }
  // The account is saved only if there are several to choose from.
  return {
    kind: 'saved',
    before: saved,
    saved: withChanges(saved, { ...changed, account: others.length > 0 ? changed.account : saved.account }),
    isRun: end.isRun,
  };
}

/** The accounts to choose from. One that exports for several keeps them, and shows the catalog of the first. */
function candidatesFor(
  { account: ref, accounts: refs }: SavedExport,
  accounts: readonly Account[],
): readonly Account[] {
  if (refs === undefined) {
    return ref === undefined ? accounts : accounts.filter((account) => isCalled(account, ref));
  }
  const clients = refs === 'all' ? allClients(accounts) : accounts.filter((one) => refs.includes(accountRef(one)));
  return clients.slice(0, 1);
}

async function stateOf(
  parts: FlowParts,
  account: Account,
  source: SavedSource,
  saved: SavedExport,
): Promise<FlowState | undefined> {
  const [{ known, problem }] = await Promise.all([lookUp(parts, account, saved), learnZones(parts, [account])]);
  const draft = draftOfSaved(saved, known);
  const where = source.kind === 'user' ? vscode.l10n.t('only for you') : vscode.workspace.asRelativePath(source.uri);
  return (
    draft && {
      ...draft,
      account,
      others: [],
      timeZone: saved.timeZone,
      complaints: problem === undefined ? [] : [{ field: '', message: problem }],
      edits: { name: saved.name, where },
    }
  );
}

/** Loads the report. If that fails, the dialog uses what is saved. */
async function lookUp(
  { watchers, catalog, clock, log }: FlowParts,
  account: Account,
  { reportId }: SavedExport,
): Promise<{ readonly known?: KnownReport; readonly problem?: string }> {
  const client = watchers.client(account.id);
  try {
    const report = client && (await catalog.reports(client)).items.find(({ id }) => id === reportId);
    if (client === undefined || report === undefined) {
      return { problem: vscode.l10n.t('{0} has no report {1}. Select another one.', account.name, reportId) };
    }
    return { known: { report, metaData: await catalog.metaData(client, reportId) } };
  } catch (error) {
    log.error("Can't look up a report", error);
    return { problem: sentenceFor(error, clock.now()) };
  }
}
