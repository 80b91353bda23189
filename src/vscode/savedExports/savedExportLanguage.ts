import * as vscode from 'vscode';
import { type CompletionPlace, completionPlace } from '../../core/savedExports/completionPlace';
import { decodeSavedExports } from '../../core/savedExports/decodeSavedExports';
import { pathOf } from '../../core/savedExports/editSavedExports';
import { rangeOf } from '../../core/savedExports/jsonText';
import { type SavedExportProblem, SAVED_EXPORTS_FILE } from '../../core/savedExports/savedExport';
import type { KnownReports } from '../exports/knownReports';
import { DisposableStore } from '../lifecycle';
import { savedProblemInWords } from './savedExportWords';

/** The problems that the file's JSON schema can't find. */
const NOT_IN_SCHEMA: ReadonlySet<SavedExportProblem['kind']> = new Set([
  'noSuchExport',
  'sameName',
  'differentReports',
]);

/** Completes IDs of reports, names of filters, and members of sets in files of saved exports, and marks wrong ones. */
export class SavedExportLanguage implements vscode.CompletionItemProvider {
  private readonly subscriptions = new DisposableStore();
  private readonly marks = this.subscriptions.add(vscode.languages.createDiagnosticCollection('impact-jobs'));

  constructor(
    private readonly loadReports: () => Promise<KnownReports>,
    private readonly trust: Pick<typeof vscode.workspace, 'isTrusted'> = vscode.workspace,
  ) {
    const { subscriptions } = this;
    const selector = { pattern: `**/${SAVED_EXPORTS_FILE}` };
    subscriptions.add(vscode.languages.registerCompletionItemProvider(selector, this, '"'));
    subscriptions.add(vscode.workspace.onDidOpenTextDocument((document) => void this.mark(document)));
    subscriptions.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.mark(document)));
    subscriptions.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.marks.delete(uri)));
    vscode.workspace.textDocuments.forEach((document) => void this.mark(document));
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    const place = completionPlace(text, document.offsetAt(position));
    if (place === undefined) {
      return [];
    }
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    const items = await this.itemsFor(place, token);
    void this.mark(document); // the reports are known from now on
    return items.map((item) => {
      const written = JSON.stringify(item.label);
      item.range = range;
      item.filterText = written;
      item.insertText ??= written;
      return item;
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async itemsFor(
    place: CompletionPlace,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.CompletionItem[]> {
    if (place.kind === 'setMember') {
      return place.names.map((name) => new vscode.CompletionItem(name, vscode.CompletionItemKind.Reference));
    }
    // A file of an untrusted workspace decides about no request.
    if (!this.trust.isTrusted) {
      return [];
    }
    const cancelling = new AbortController();
    const listening = token.onCancellationRequested(() => cancelling.abort());
    try {
      const reports = await this.loadReports();
      return place.kind === 'reportId'
        ? (await reports.of(place.account, cancelling.signal))
            .filter(({ isApiAccessible }) => isApiAccessible)
            .map(reportItem)
        : (await reports.filtersOf(place.account, place.reportId, cancelling.signal))
            .filter(({ queryName }) => !place.present.includes(queryName))
            .map(({ queryName, name, type }) => {
              const item = new vscode.CompletionItem(queryName, vscode.CompletionItemKind.Property);
              item.detail = `${name} (${type})`;
              if (!place.hasValue) {
                item.insertText = new vscode.SnippetString()
                  .appendText(`${JSON.stringify(queryName)}: "`)
                  .appendTabstop()
                  .appendText('"');
              }
              return item;
            });
    } catch {
      return []; // an account without reports has no completions; Export a Report says why
    } finally {
      listening.dispose();
    }
  }

  private async mark(document: vscode.TextDocument): Promise<void> {
    if (!document.uri.path.endsWith(`/${SAVED_EXPORTS_FILE}`)) {
      return;
    }
    const { version } = document;
    const reports = await this.loadReports().catch(() => undefined);
    if (document.version !== version || document.isClosed) {
      return;
    }
    const text = document.getText();
    const { exports, problems } = decodeSavedExports(text);
    const at = (path: SavedExportProblem['path']): vscode.Range => {
      const { start, end } = rangeOf(text, path);
      return new vscode.Range(document.positionAt(start), document.positionAt(end));
    };
    const known = problems
      .filter(({ kind }) => NOT_IN_SCHEMA.has(kind))
      .map((problem) => diagnostic(at(problem.path), savedProblemInWords(problem)));
    const unknown = exports.flatMap(({ name, reportId, account }) => {
      const list = reports?.cached(account);
      return list === undefined || list.some(({ id }) => id === reportId)
        ? []
        : [
            diagnostic(
              at([...(pathOf(text, name) ?? []), 'reportId']),
              vscode.l10n.t('The account has no report "{0}".', reportId),
            ),
          ];
    });
    this.marks.set(document.uri, [...known, ...unknown]);
  }
}

function reportItem({ id, name, category }: { id: string; name: string; category: string }): vscode.CompletionItem {
  const item = new vscode.CompletionItem(id, vscode.CompletionItemKind.Value);
  item.detail = category === '' ? name : `${name} · ${category}`;
  return item;
}

function diagnostic(range: vscode.Range, sentence: string): vscode.Diagnostic {
  const found = new vscode.Diagnostic(range, sentence, vscode.DiagnosticSeverity.Warning);
  found.source = 'Jobs for impact.com';
  return found;
}
