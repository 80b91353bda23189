import * as vscode from 'vscode';
import { contributedEditors, contributionsOf } from '../../core/analysis/contributedEditors';
import { HAS_TABLE_EDITORS_KEY } from '../ids';

/** An editor for tables that another extension brings. */
export interface TableEditor {
  readonly name: string;
  readonly extension: string;
  readonly open: (file: vscode.Uri) => Thenable<unknown>;
}

const DATA_WRANGLER = 'ms-toolsai.datawrangler';
const OPEN_IN_DATA_WRANGLER = 'dataWrangler.openInDataWrangler';
const OF_DATA_WRANGLER = /\.(?:csv|tsv|parquet)$/i;

const RESULT_NAMES = ['a.csv', 'a.tsv'];

/** Whether an editor for tables is installed, for CSV or TSV. */
export function hasTableEditors(): boolean {
  return RESULT_NAMES.some((name) => tableEditors(name).length > 0);
}

/** Keeps the context key up to date that shows and hides the command. */
export function watchTableEditors(): vscode.Disposable {
  const publish = (): unknown => vscode.commands.executeCommand('setContext', HAS_TABLE_EDITORS_KEY, hasTableEditors());
  publish();
  return vscode.extensions.onDidChange(publish);
}

/** The editors for tables that are installed and accept a file of this name. */
export function tableEditors(fileName: string): readonly TableEditor[] {
  return [
    ...(OF_DATA_WRANGLER.test(fileName) ? dataWrangler() : []),
    ...vscode.extensions.all.flatMap((extension) => customEditors(extension, fileName)),
  ];
}

/** Data Wrangler opens files through a command. */
function dataWrangler(): readonly TableEditor[] {
  const extension = vscode.extensions.getExtension(DATA_WRANGLER);
  const commands = contributionsOf(extension?.packageJSON, 'commands');
  return extension !== undefined && commands.some(({ command }) => command === OPEN_IN_DATA_WRANGLER)
    ? [
        {
          name: 'Data Wrangler',
          extension: extension.id,
          open: (file) => vscode.commands.executeCommand(OPEN_IN_DATA_WRANGLER, file),
        },
      ]
    : [];
}

function customEditors({ id, packageJSON }: vscode.Extension<unknown>, fileName: string): readonly TableEditor[] {
  return contributedEditors(packageJSON, fileName).map(({ viewType, name }) => ({
    name,
    extension: id,
    open: (file) => vscode.commands.executeCommand('vscode.openWith', file, viewType),
  }));
}
