import * as vscode from 'vscode';
import { accountRef, isCalled } from '../../core/account';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { freeName, withExport, withSet } from '../../core/savedExports/editSavedExports';
import { periodFiltersOfJob, zoneOfJob } from '../exports/periodOfJob';
import { UserError } from '../words/userError';
import { askForName, askForSource } from './askForSaved';
import { exportOfJob, readExportToSave } from './exportToSave';
import type { CommandHandlers } from '../commands/commands';
import type { SavedExportCommandsOptions } from './savedExportCommandsOptions';
import type { SavedSource } from './savedExportFiles';
import { suggestedName } from './savedExportWords';
import { programsInWords } from './savedPrograms';
import { withoutIcons } from '../words/withoutIcons';
import { pickRows } from '../pickRow';

/** The commands that save an export, or create a set of saved exports. */
export function saveExportCommands(
  options: SavedExportCommandsOptions,
): Pick<CommandHandlers, 'saveExport' | 'newExportSet'> {
  return {
    saveExport: (argument) => save(options, argument),
    newExportSet: () => makeSet(options),
  };
}

/** Saves an export from the export dialog, a script, or a job that was exported from here. */
async function save(options: SavedExportCommandsOptions, argument: unknown): Promise<string | undefined> {
  const given = readExportToSave(argument);
  const entry = given === undefined ? await jobToSave(options, argument) : undefined;
  const files = await options.savedExports.files();
  const toSave =
    given ??
    (entry &&
      (await exportOfJob(entry, {
        account: sidOf(options, entry),
        nowMs: options.clock.now(),
        timeZone: zoneOfJob(options, entry),
        periodFilters: await periodFiltersOfJob(options, entry),
      })));
  const source = toSave && (await askForSource(files));
  if (toSave === undefined || source === undefined) {
    return undefined;
  }
  const content = (await files.read()).find((candidate) => candidate.source.uri.toString() === source.uri.toString());
  const suggestion = suggestedName(toSave, programsInWords(options.memory, toSave), nameOfAccount(options));
  const wished = freeName(content?.text ?? '', suggestion);
  const name = await askForName(files, source, vscode.l10n.t('Save Export'), wished);
  if (name === undefined) {
    return undefined;
  }
  await files.edit(source, (text) => withExport(text, { ...toSave, name }));
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Saved as {0}', withoutIcons(name)), 4000);
  await reveal(options, source, name);
  return name;
}

async function jobToSave(options: SavedExportCommandsOptions, argument: unknown): Promise<JobEntry | undefined> {
  const question = {
    placeHolder: vscode.l10n.t('Select a job to save its export'),
    accepts: options.targets.can('saveExport'),
    many: false,
  };
  return (await options.targets.resolve(argument, undefined, question))?.entries[0];
}

/**
 * The SID to save with an export. Only if there are several accounts, because then a file that an agency shares works
 * for each of its users.
 */
function sidOf(options: SavedExportCommandsOptions, { accountId }: JobEntry): string | undefined {
  const { accounts } = options;
  const account = accounts.on.length > 1 ? accounts.find(accountId) : undefined;
  return account && accountRef(account);
}

async function makeSet(options: SavedExportCommandsOptions): Promise<string | undefined> {
  const files = await options.savedExports.files();
  const contents = (await files.read()).filter(({ exports }) => exports.length > 0);
  const items = contents.flatMap(({ source, exports }) =>
    exports.map((saved) => ({
      label: withoutIcons(saved.name),
      name: saved.name,
      description: source.kind === 'user' ? vscode.l10n.t('only for you') : (source.label ?? ''),
      source,
    })),
  );
  if (items.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'No saved exports to add to a set. Save one first: when you export a report, or from a job that you exported from here.',
      ),
    );
  }
  const picked = await pickRows(items, { placeHolder: vscode.l10n.t('Select exports to run together') });
  const [first, ...others] = picked ?? [];
  if (first === undefined) {
    return undefined;
  }
  if (others.some(({ source }) => source !== first.source)) {
    throw new UserError(vscode.l10n.t("A set can contain exports from only one file: the workspace's or your own."));
  }
  const name = await askForName(files, first.source, vscode.l10n.t('New Export Set'), vscode.l10n.t('Monday set'));
  if (name !== undefined) {
    await files.edit(first.source, (text) =>
      withSet(text, { name, exports: (picked ?? []).map(({ name: member }) => member), folder: undefined }),
    );
    await reveal(options, first.source, name);
  }
  return name;
}

/** Shows what was just saved. It's saved, so a row that can't be shown isn't worth a message. */
async function reveal(
  { savedExports, log }: SavedExportCommandsOptions,
  { uri }: SavedSource,
  name: string,
): Promise<void> {
  await savedExports.reveal(uri, name).catch((error: unknown) => log.error("Can't reveal a saved export", error));
}

function nameOfAccount({ accounts }: SavedExportCommandsOptions): (ref: string) => string {
  return (ref) => accounts.all.find((account) => isCalled(account, ref))?.name ?? ref;
}
