import path from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../diagnostics/log';
import { inform, warn } from '../messages';
import { sizeInWords } from '../words/sizeWords';
import { bytesInWords } from '../words/timeWords';
import type { EndedItem, PendingRun } from './pendingRun';

type Downloaded = Extract<EndedItem, { readonly kind: 'downloaded' }>;

export interface TellOfRunOptions {
  readonly log: Log;
  /** The bytes of each export's last result before this run. */
  readonly lastBytes: Readonly<Record<string, number>>;
  /** Replays jobs that returned existing results, and downloads the new results. */
  readonly replay: (run: PendingRun, items: readonly Downloaded[]) => Promise<void>;
}

/**
 * Shows one message for a whole run: what was downloaded, where to, what's missing, and why. Nothing waits for its
 * buttons.
 */
export function tellOfRun(run: PendingRun, { log, lastBytes, replay }: TellOfRunOptions): void {
  const downloaded = run.ended.filter((item) => item.kind === 'downloaded');
  const failed = run.ended.filter((item) => item.kind === 'failed');
  const old = downloaded.filter(({ isOld }) => isOld);
  const unusual = downloaded.flatMap((item) => sizeInWords(item.export, item, lastBytes[item.export]) ?? []);
  const sentences = [
    headline(run, downloaded),
    ...failed.map(({ sentence }) => sentence),
    ...unusual,
    ...oldInWords(old, downloaded.length),
  ];
  const [first] = downloaded;
  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    ...(first === undefined ? {} : { [vscode.l10n.t('Reveal')]: () => reveal(vscode.Uri.parse(first.uri)) }),
    ...(old.length === 0 ? {} : { [vscode.l10n.t('Replay')]: () => replay(run, old) }),
  };
  const show = failed.length + unusual.length > 0 ? warn : inform;
  void show(sentences.join(' '), ...Object.keys(actions)).then(
    (choice) => (choice === undefined ? undefined : actions[choice]?.()),
    (error: unknown) => log.error("Can't report how a run ended", error),
  );
}

function headline({ name, ended, folder }: PendingRun, downloaded: readonly Downloaded[]): string {
  const bytes = bytesInWords(downloaded.reduce((sum, item) => sum + item.bytes, 0));
  const where = vscode.workspace.asRelativePath(folder);
  if (downloaded.length < ended.length) {
    return vscode.l10n.t('{0}: downloaded {1} of {2} results.', name, downloaded.length, ended.length);
  }
  const [only, ...others] = downloaded;
  return only !== undefined && others.length === 0
    ? vscode.l10n.t(
        '{0}: downloaded {1}, {2}.',
        name,
        path.posix.join(where, path.posix.basename(vscode.Uri.parse(only.uri).path)),
        bytes,
      )
    : vscode.l10n.t('{0}: downloaded {1} results, {2}, to {3}.', name, downloaded.length, bytes, where);
}

/** Why a result can be older than its run. */
function oldInWords(old: readonly Downloaded[], total: number): readonly string[] {
  if (old.length === 0) {
    return [];
  }
  return [
    old.length === total
      ? vscode.l10n.t(
          "The data is from an earlier run because impact.com doesn't create a second job with the same parameters. Replay to get current data.",
        )
      : vscode.l10n.t(
          "The data for {0} is from an earlier run because impact.com doesn't create a second job with the same parameters. Replay to get current data.",
          old.map((item) => item.export).join(', '),
        ),
  ];
}

async function reveal(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand(
    vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer',
    uri,
  );
}
