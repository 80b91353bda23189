import path from 'node:path';
import * as vscode from 'vscode';
import { memberKey, memberLabel } from '../../core/runs/memberNames';
import { membersIn, type MemberFile, type Run, type RunMember, type RunTable } from '../../core/runs/run';
import { inform, warn } from '../messages';
import { sharedReasons } from '../../core/words/sharedReasons';
import { sizeInWords } from '../words/sizeWords';
import { bytesInWords, numberInWords } from '../words/timeWords';
import { withoutIcons } from '../words/withoutIcons';

/** The most sentences about missing results in a message. */
const MAX_SENTENCES = 3;

interface Downloaded {
  readonly member: RunMember;
  readonly file: MemberFile;
}

export interface ReportRunOptions {
  /** The bytes of each export's last result before this run. */
  readonly lastBytes: Readonly<Record<string, number>>;
  /** Replays jobs that returned existing results, and downloads the new results. */
  readonly replay: (run: Run, members: readonly RunMember[]) => Promise<void>;
  /** Reports that a button's action failed. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Shows one message for a whole run: what was downloaded, where to, what's missing, and why. Nothing waits for its
 * buttons.
 */
export function reportRun(run: Run, { lastBytes, replay, onProblem }: ReportRunOptions): void {
  const { downloaded, old, missing, notes, unusual } = endOf(run, lastBytes);
  const sentences = [headline(run, downloaded), ...shortened(missing), ...notes];
  const [first] = downloaded;
  const table = run.tables?.find(({ file }) => file !== undefined)?.file;
  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    ...(table === undefined
      ? {}
      : {
          [vscode.l10n.t('Open Table')]: async () =>
            vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(table.uri)),
        }),
    ...(first === undefined ? {} : { [vscode.l10n.t('Reveal')]: () => reveal(vscode.Uri.parse(first.file.uri)) }),
    ...(old.length === 0 ? {} : { [vscode.l10n.t('Replay')]: () => replay(run, old) }),
  };
  const show = missing.length + unusual.length > 0 ? warn : inform;
  Promise.resolve(show(sentences.join(' '), ...Object.keys(actions)))
    .then((choice) => (choice === undefined ? undefined : actions[choice]?.()))
    .catch(onProblem);
}

/** How a run ended, for those who know of its missing results already: what was downloaded, and what to know of it. */
export function runEndInWords(run: Run, lastBytes: ReportRunOptions['lastBytes']): readonly string[] {
  const { downloaded, notes } = endOf(run, lastBytes);
  return run.isCancelled === true ? [cancelledInWords(run), ...notes] : [headline(run, downloaded), ...notes];
}

/** What a canceled run leaves behind at impact.com. */
export function cancelledInWords(run: Run): string {
  const name = withoutIcons(run.name);
  const missing = run.members.filter(({ file }) => file === undefined);
  const requested = missing.filter(({ job }) => job !== undefined);
  if (requested.length === 0) {
    return vscode.l10n.t('Canceled {0}. Nothing more was requested.', name);
  }
  return requested.length === missing.length
    ? vscode.l10n.t('Stopped waiting for {0}. Its jobs continue at impact.com.', name)
    : vscode.l10n.t(
        'Canceled {0}. {1} of {2} exports were requested, and their jobs continue at impact.com.',
        name,
        requested.length,
        missing.length,
      );
}

interface RunEnd {
  readonly downloaded: readonly Downloaded[];
  /** The members that got existing results. */
  readonly old: readonly RunMember[];
  readonly missing: readonly string[];
  /** What to know of the downloaded results. */
  readonly notes: readonly string[];
  /** Those of the notes that are warnings. */
  readonly unusual: readonly string[];
}

function endOf(run: Run, lastBytes: ReportRunOptions['lastBytes']): RunEnd {
  const downloaded = run.members.flatMap((member): Downloaded[] =>
    member.file === undefined ? [] : [{ member, file: member.file }],
  );
  const missing = reasonsInWords(membersIn(run, 'failed', 'cancelled', 'skipped'));
  const old = downloaded.filter(({ member }) => member.job?.isExisting).map(({ member }) => member);
  const sizes = downloaded.flatMap(
    ({ member, file }) =>
      sizeInWords(memberLabel(member, vscode.env.language), file, lastBytes[memberKey(member)]) ?? [],
  );
  const unwritten =
    run.manifestProblem === undefined ? [] : [vscode.l10n.t("The manifest wasn't written. {0}", run.manifestProblem)];
  const uncombined = (run.tables ?? []).flatMap(({ sentence }) => sentence ?? []);
  const tables = (run.tables ?? []).flatMap(tableInWords);
  const notes = [...keptInWords(downloaded), ...tables, ...sizes, ...oldInWords(old, downloaded.length), ...unwritten];
  return { downloaded, old, missing, notes, unusual: [...sizes, ...uncombined, ...unwritten] };
}

function headline({ name, members, folder }: Run, downloaded: readonly Downloaded[]): string {
  const bytes = bytesInWords(downloaded.reduce((sum, { file }) => sum + file.bytes, 0));
  const where = vscode.workspace.asRelativePath(folder);
  if (downloaded.length < members.length) {
    return vscode.l10n.t('{0}: downloaded {1} of {2} results.', name, downloaded.length, members.length);
  }
  const [only, ...others] = downloaded;
  return only !== undefined && others.length === 0
    ? vscode.l10n.t(
        '{0}: downloaded {1}, {2}.',
        name,
        path.posix.join(where, path.posix.basename(vscode.Uri.parse(only.file.uri).path)),
        bytes,
      )
    : vscode.l10n.t('{0}: downloaded {1} results, {2}, to {3}.', name, downloaded.length, bytes, where);
}

/** Why members have no file. A reason that several share is said once. */
export function reasonsInWords(members: readonly RunMember[]): readonly string[] {
  return sharedReasons(
    members.flatMap(({ sentence, ...member }) =>
      sentence === undefined ? [] : [{ sentence, label: memberLabel(member, vscode.env.language) }],
    ),
    (labels, count) => vscode.l10n.t('{0} and {1} more', labels, numberInWords(count)),
  );
}

/** A message has no room for a sentence about each of sixty clients. */
function shortened(sentences: readonly string[]): readonly string[] {
  const more = sentences.length - MAX_SENTENCES;
  return more <= 0
    ? sentences
    : [
        ...sentences.slice(0, MAX_SENTENCES),
        vscode.l10n.t('The manifest names {0} more that are missing.', numberInWords(more)),
      ];
}

/** Where the combined table is, what to know of it, or why there's none. */
function tableInWords({ file, sourceCount = 0, sentence, notes = [] }: RunTable): readonly string[] {
  if (file === undefined) {
    return sentence === undefined ? [] : [sentence];
  }
  const combined = vscode.l10n.t(
    'Combined {0} results into {1}. Rows: {2}.',
    numberInWords(sourceCount),
    path.posix.basename(vscode.Uri.parse(file.uri).path),
    numberInWords(file.rows ?? 0),
  );
  return [combined, ...notes];
}

/** How many pieces of a period needed no request. */
function keptInWords(downloaded: readonly Downloaded[]): readonly string[] {
  const kept = downloaded.filter(({ member }) => member.isKept).length;
  return kept === 0 ? [] : [vscode.l10n.t('{0} of them were there already.', numberInWords(kept))];
}

/** Why a result can be older than its run. */
function oldInWords(old: readonly RunMember[], total: number): readonly string[] {
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
          [...new Set(old.map((member) => member.export))].join(', '),
        ),
  ];
}

async function reveal(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand(
    vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer',
    uri,
  );
}
