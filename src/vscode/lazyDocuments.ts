import * as vscode from 'vscode';
import { lazy, type Lazy } from './lazy';

/** Makes the texts of read-only documents. */
export interface Documents {
  textOf(uri: vscode.Uri): Promise<string>;
  dispose?(): void;
}

/** The read-only documents of a scheme. What makes them is loaded for the first one, also after a reload. */
export class LazyDocuments<T extends Documents> implements vscode.TextDocumentContentProvider {
  readonly get: Lazy<T>;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration: vscode.Disposable;

  /** `load` receives what to call when the text of an open document has changed. */
  constructor(scheme: string, load: (onDidChange: (uri: vscode.Uri) => void) => Promise<T>) {
    this.get = lazy(
      () => load((uri) => this.changed.fire(uri)),
      (documents) => documents.dispose?.(),
    );
    this.registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.get()).textOf(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
    this.get.dispose();
  }
}
