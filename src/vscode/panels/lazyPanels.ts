import type * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { lazy, type Lazy } from '../lazy';
import { optionalApi } from '../optionalApi';

/** The panels of one kind. Each kind has its own bundle. */
export interface Panels {
  /**
   * Reuses a panel that VS Code kept across a reload. `identity` is what `Panel` was created with, but isn't validated
   * yet.
   */
  restore(panel: vscode.WebviewPanel, identity: unknown): void;
  dispose(): void;
}

/** Stands for one kind of panel until the first is opened or restored, and loads its code then. */
export class LazyPanels<P extends Panels> {
  readonly get: Lazy<P>;
  private readonly registration: vscode.Disposable | undefined;

  constructor(viewType: string, load: () => Promise<P>) {
    this.get = lazy(load, (panels) => panels.dispose());
    this.registration = optionalApi().window.registerWebviewPanelSerializer?.(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await this.get()).restore(panel, identityOf(state)),
    });
  }

  dispose(): void {
    this.registration?.dispose();
    this.get.dispose();
  }
}

/** The pages store the identity together with their own state. */
function identityOf(state: unknown): unknown {
  return fieldsOf(state)['identity'];
}
