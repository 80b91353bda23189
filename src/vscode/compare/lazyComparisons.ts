import * as vscode from 'vscode';
import { COMPARISON_SCHEME } from '../ids';
import { lazy, type Lazy } from '../lazy';
import type { CompareOptions, Comparisons } from './compareResults';

/** Loads comparisons only when the first one is made, or when a preview requests one after a reload. */
export class LazyComparisons implements vscode.TextDocumentContentProvider {
  readonly get: Lazy<Comparisons>;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(COMPARISON_SCHEME, this);

  constructor(loadOptions: () => Promise<CompareOptions>) {
    this.get = lazy(
      async () => {
        const [module, options] = await Promise.all([import('./compareResults'), loadOptions()]);
        return new module.Comparisons(options, (uri) => this.changed.fire(uri));
      },
      (comparisons) => comparisons.dispose(),
    );
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
