import * as vscode from 'vscode';
import { COMPARISON_SCHEME } from '../ids';
import type { CompareOptions, Comparisons } from './compareResults';

/** All that is loaded of comparisons until the first is made, or asked for by a preview that VS Code kept over a reload. */
export class LazyComparisons implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(COMPARISON_SCHEME, this);
  private loaded: Promise<Comparisons> | undefined;

  constructor(private readonly options: CompareOptions) {}

  get(): Promise<Comparisons> {
    this.loaded ??= import('./compareResults').then(
      (module) => new module.Comparisons(this.options, (uri) => this.changed.fire(uri)),
    );
    return this.loaded;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return (await this.get()).textOf(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
    void this.loaded?.then((comparisons) => comparisons.dispose());
  }
}
