import * as vscode from 'vscode';
import { decodeSavedExports } from '../../core/savedExports/decodeSavedExports';
import {
  type ExportSet,
  type SavedExport,
  type SavedExports,
  SAVED_EXPORTS_FILE,
} from '../../core/savedExports/savedExport';
import { errorCode } from '../../core/files/fileError';
import { DisposableStore } from '../lifecycle';
import { changeFile, readText } from './changeFile';

/** A file of saved exports: in a workspace folder, which a team shares, or the user's own. */
export interface SavedSource {
  readonly uri: vscode.Uri;
  readonly kind: 'workspace' | 'user';
  /** The folder's name if there are several. */
  readonly label: string | undefined;
}

export interface SourceContent extends SavedExports {
  readonly source: SavedSource;
  readonly text: string;
}

export type FoundExport =
  | { readonly kind: 'export'; readonly source: SavedSource; readonly saved: SavedExport }
  | {
      readonly kind: 'set';
      readonly source: SavedSource;
      readonly set: ExportSet;
      readonly members: readonly SavedExport[];
    };

/** The saved exports of this window. Reads them from their files, and again when the files change. */
export class SavedExportFiles {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions = new DisposableStore();
  private watchers = new DisposableStore();
  private contents: Promise<readonly SourceContent[]> | undefined;
  private lastEdit: Promise<void> = Promise.resolve();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri'>,
    private readonly trust: Pick<typeof vscode.workspace, 'isTrusted' | 'onDidGrantWorkspaceTrust'> = vscode.workspace,
  ) {
    this.watch();
    this.subscriptions.add(this.changed);
    this.subscriptions.add(trust.onDidGrantWorkspaceTrust(() => this.forget()));
    this.subscriptions.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.watch()));
    // Reads a file that VS Code saves immediately, because the folder's watcher might be late.
    this.subscriptions.add(
      vscode.workspace.onDidSaveTextDocument(
        ({ uri }) => this.sources().some((source) => source.uri.toString() === uri.toString()) && this.forget(),
      ),
    );
  }

  /** The files, those of the workspace first, because a team's exports take precedence over the user's own. */
  sources(): readonly SavedSource[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const own: SavedSource = {
      uri: vscode.Uri.joinPath(this.context.globalStorageUri, SAVED_EXPORTS_FILE),
      kind: 'user',
      label: undefined,
    };
    return [
      ...folders.map(({ uri, name }): SavedSource => ({
        uri: vscode.Uri.joinPath(uri, SAVED_EXPORTS_FILE),
        kind: 'workspace',
        label: folders.length > 1 ? name : undefined,
      })),
      own,
    ];
  }

  /** The files that an export can be saved to and used from. */
  usableSources(): readonly SavedSource[] {
    return this.sources().filter(({ kind }) => kind === 'user' || this.trust.isTrusted);
  }

  read(): Promise<readonly SourceContent[]> {
    this.contents ??= Promise.all(this.sources().map((source) => this.readSource(source)));
    return this.contents;
  }

  /** Finds an export or a set by its name. If several files have it, the first one wins. */
  async find(name: string, source?: vscode.Uri): Promise<FoundExport | undefined> {
    for (const content of await this.read()) {
      if (source !== undefined && content.source.uri.toString() !== source.toString()) {
        continue;
      }
      const saved = content.exports.find((candidate) => candidate.name === name);
      const set = content.sets.find((candidate) => candidate.name === name);
      if (saved !== undefined) {
        return { kind: 'export', source: content.source, saved };
      }
      if (set !== undefined) {
        return {
          kind: 'set',
          source: content.source,
          set,
          members: set.exports.flatMap((member) => content.exports.filter((candidate) => candidate.name === member)),
        };
      }
    }
    return undefined;
  }

  /** Reads the files again. Commands call this because VS Code doesn't notice every change on the disk. */
  readAgain(): Promise<readonly SourceContent[]> {
    this.forget();
    return this.read();
  }

  /** Changes a file with `changeFile`, one change after the other. */
  async edit({ uri }: SavedSource, change: (text: string) => string): Promise<void> {
    const edit = this.lastEdit.then(() => changeFile(uri, change));
    this.lastEdit = edit.catch(() => undefined);
    try {
      await edit;
    } finally {
      this.forget();
    }
  }

  dispose(): void {
    this.watchers.dispose();
    this.subscriptions.dispose();
  }

  private watch(): void {
    this.watchers.dispose();
    this.watchers = new DisposableStore();
    for (const { uri } of this.sources()) {
      const watcher = this.watchers.add(
        vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), SAVED_EXPORTS_FILE),
        ),
      );
      [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete].forEach((event) =>
        this.watchers.add(event(() => this.forget())),
      );
    }
    this.forget();
  }

  /**
   * Reads a file. Doesn't read it if the workspace isn't trusted, because the file says where results go and for which
   * account.
   */
  private async readSource(source: SavedSource): Promise<SourceContent> {
    if (source.kind === 'workspace' && !this.trust.isTrusted) {
      const problems = (await isThere(source.uri)) ? [{ kind: 'untrusted', path: [] } as const] : [];
      return { source, text: '', exports: [], sets: [], problems };
    }
    try {
      const text = (await readText(source.uri)) ?? '';
      return { source, text, ...decodeSavedExports(text) };
    } catch (error) {
      // Whatever is wrong with this file, it doesn't hide the exports of the others.
      const kind = errorCode(error) === 'ENOTPLAIN' ? 'notPlain' : 'unreadable';
      return { source, text: '', exports: [], sets: [], problems: [{ kind, path: [] }] };
    }
  }

  private forget(): void {
    this.contents = undefined;
    this.changed.fire();
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ size }) => size > 0,
    () => false,
  );
}
