import * as vscode from 'vscode';
import { askForLine } from '../messages';
import { savedExportInWords } from './savedExportWords';
import type { SavedExportFiles, SavedSource } from './savedExportFiles';
import { withoutIcons } from '../words/withoutIcons';
import { pickRow } from '../pickRow';

/** Asks which exports and sets to use, and returns their names. Undefined if the user closes the list. */
export async function askForNames(
  files: SavedExportFiles,
  placeHolder: string,
): Promise<readonly string[] | undefined> {
  const contents = await files.read();
  const items = contents.flatMap(({ sets, exports }) => [
    ...sets.map((set) => ({
      label: `$(layers) ${withoutIcons(set.name)}`,
      description: withoutIcons(set.exports.join(', ')),
      name: set.name,
    })),
    ...exports.map((saved) => ({
      label: `$(bookmark) ${withoutIcons(saved.name)}`,
      description: withoutIcons(savedExportInWords(saved)),
      name: saved.name,
    })),
  ]);
  if (items.length === 0) {
    return [];
  }
  const picked = await pickRow(items, { placeHolder, matchOnDescription: true });
  return picked && [picked.name];
}

/**
 * Asks where to store a new export: in the file of a workspace folder, which a team shares, or in the user's own file.
 */
export async function askForSource(files: SavedExportFiles): Promise<SavedSource | undefined> {
  const sources = files.usableSources();
  if (sources.length === 1) {
    return sources[0];
  }
  const items = sources.map((source) => ({
    label:
      source.kind === 'user'
        ? vscode.l10n.t('$(account) Only for me')
        : vscode.l10n.t('$(organization) In {0}', withoutIcons(vscode.workspace.asRelativePath(source.uri))),
    description:
      source.kind === 'user'
        ? vscode.l10n.t('on this machine, in all windows')
        : vscode.l10n.t('a file to commit, for everyone who works in this folder'),
    source,
  }));
  return (await pickRow(items, { placeHolder: vscode.l10n.t('Where do you want to save the export?') }))?.source;
}

/** Asks for a name that no other export or set in the file has. Undefined if the user leaves. */
export async function askForName(
  files: SavedExportFiles,
  source: SavedSource,
  title: string,
  value: string,
): Promise<string | undefined> {
  const content = (await files.read()).find((candidate) => candidate.source.uri.toString() === source.uri.toString());
  const taken = new Set([...(content?.exports ?? []), ...(content?.sets ?? [])].map(({ name }) => name));
  const name = await askForLine({
    title,
    prompt: vscode.l10n.t('The name used in the list, in sets, and in scripts'),
    value,
    validateInput: (text) => {
      const typed = text.trim();
      if (typed === '') {
        return vscode.l10n.t('Enter a name.');
      }
      return taken.has(typed) && typed !== value ? vscode.l10n.t('{0} already exists.', typed) : undefined;
    },
  });
  return name?.trim() || undefined;
}
