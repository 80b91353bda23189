import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { Log } from '../diagnostics/log';
import { offer } from '../messages';
import { bytesInWords } from '../words/timeWords';
import type { ResultMarks } from './resultMarks';

/** A larger file opens slowly or not at all in an editor, so it is opened on request only. */
const MAX_OPEN_BYTES = 10_000_000;

export interface ResultFilesOptions {
  readonly marks: ResultMarks;
  readonly log: Log;
}

/** Opens and shows the files of downloaded results. */
export class ResultFiles {
  constructor(private readonly options: ResultFilesOptions) {}

  /** Opens a result in whichever editor the user has for it; a large one after a question. */
  async open(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.options.marks.existing(entry);
    await this.openOrOffer(uri, entry.download?.sizeBytes ?? 0);
    return uri;
  }

  async reveal(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.options.marks.existing(entry);
    await reveal(uri);
    return uri;
  }

  /** The paths of results, as they are written on this machine. */
  async paths(entries: readonly JobEntry[]): Promise<string[]> {
    const uris = await Promise.all(entries.map((entry) => this.options.marks.existing(entry)));
    return uris.map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString()));
  }

  async openOrOffer(uri: vscode.Uri, sizeBytes: number): Promise<void> {
    if (sizeBytes <= MAX_OPEN_BYTES) {
      await vscode.commands.executeCommand('vscode.open', uri);
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
        [open]: () => vscode.commands.executeCommand('vscode.open', uri),
      },
    );
  }

  /** A message that nothing waits for, with a button that shows the file and any others. */
  say(message: string, uri: vscode.Uri, more: Readonly<Record<string, () => Thenable<unknown>>> = {}): void {
    offer(message, { [vscode.l10n.t('Reveal')]: () => reveal(uri), ...more }).catch((error: unknown) =>
      this.options.log.error("A message's button failed", error),
    );
  }
}

/** In VS Code's Explorer when the file is in the workspace, else in the system's. */
function reveal(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand(
    vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer',
    uri,
  );
}
