import * as vscode from 'vscode';
import { askForLine } from '../messages';
import { savedExportInWords, sourceInWords } from './savedExportWords';
import type { SavedExportFiles, SavedSource } from './savedExportFiles';
import { withoutIcons } from '../words/withoutIcons';
import { pickRow } from '../pickRow';

/** The name of an export or a set, and its file. Undefined: any file. */
export interface NamedSaved {
  readonly name: string;
  readonly source: vscode.Uri | undefined;
}

/** Asks which export or set to use. Undefined if the user closes the list, empty if there's nothing to select. */
export async function askForSaved(
  files: SavedExportFiles,
  placeHolder: string,
): Promise<readonly NamedSaved[] | undefined> {
  const contents = await files.read();
  const items = contents.flatMap(({ source, sets, exports }) => [
    ...sets.map((set) => ({
      label: `$(layers) ${withoutIcons(set.name)}`,
      description: aboutOf(source, set.exports.join(', ')),
      name: set.name,
      source: source.uri,
    })),
    ...exports.map((saved) => ({
      label: `$(bookmark) ${withoutIcons(saved.name)}`,
      description: aboutOf(source, savedExportInWords(saved)),
      name: saved.name,
      source: source.uri,
    })),
  ]);
  if (items.length === 0) {
    return [];
  }
  const picked = await pickRow(items, { placeHolder, matchOnDescription: true });
  return picked && [picked];
}

function aboutOf(source: SavedSource, about: string): string {
  return withoutIcons([about, sourceInWords(source)].filter((part) => part !== '').join(' · '));
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
