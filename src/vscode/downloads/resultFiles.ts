import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { Log } from '../diagnostics/log';
import { offer } from '../messages';
import { bytesInWords } from '../words/timeWords';
import type { ResultMarks } from './resultMarks';

/** Larger files open slowly in an editor, or not at all, so they're opened only on request. */
const MAX_OPEN_BYTES = 10_000_000;

export interface ResultFilesOptions {
  readonly marks: ResultMarks;
  readonly log: Log;
}

/** Opens and reveals the files of downloaded results. */
export class ResultFiles {
  constructor(private readonly options: ResultFilesOptions) {}

  /**
   * Opens a result in the user's editor for that type of file, beside the current editor if wanted. Asks first if the
   * file is large.
   */
  async open(entry: JobEntry, isBeside = false): Promise<vscode.Uri> {
    const uri = await this.options.marks.existing(entry);
    await this.openOrOffer(uri, entry.download?.sizeBytes ?? 0, isBeside);
    return uri;
  }

  async reveal(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.options.marks.existing(entry);
    await reveal(uri);
    return uri;
  }

  /** The paths of results, in this machine's format. */
  async paths(entries: readonly JobEntry[]): Promise<string[]> {
    const uris = await Promise.all(entries.map((entry) => this.options.marks.existing(entry)));
    return uris.map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString()));
  }

  async openOrOffer(uri: vscode.Uri, sizeBytes: number, isBeside = false): Promise<void> {
    const viewColumn = isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const openNow = (): Thenable<unknown> => vscode.commands.executeCommand('vscode.open', uri, { viewColumn });
    if (sizeBytes <= MAX_OPEN_BYTES) {
      await openNow();
      return;
    }
    const open = vscode.l10n.t('Open Anyway');
    this.say(
      vscode.l10n.t(
        "{0} is {1}, so it isn't opened automatically.",
        vscode.workspace.asRelativePath(uri),
        bytesInWords(sizeBytes),
      ),
      uri,
      {
        [open]: openNow,
      },
    );
  }

  /** Shows a message with a button that reveals the file, and buttons for `more`. Doesn't wait for an answer. */
  say(message: string, uri: vscode.Uri, more: Readonly<Record<string, () => Thenable<unknown>>> = {}): void {
    offer(message, { [vscode.l10n.t('Reveal')]: () => reveal(uri), ...more }).catch((error: unknown) =>
      this.options.log.error("A message's button failed", error),
    );
  }
}

/** Reveals the file in VS Code's Explorer if it's in the workspace, or else in the system's file manager. */
function reveal(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand(
    vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer',
    uri,
  );
}
