import * as vscode from 'vscode';
import type { JobStore } from '../../core/jobs/jobStore';
import { isRunning } from '../../core/jobs/jobState';
import { memberLabel } from '../../core/runs/memberNames';
import type { Run, RunMember } from '../../core/runs/run';
import { statusInWords } from '../jobs/jobWords';
import { bytesInWords, percentInWords } from '../words/timeWords';
import type { STYLES, WriteLine } from './runTerminal';

/** A line for each percent would bury the others. */
const PERCENT_STEP = 10;

interface Line {
  readonly text: string;
  readonly style?: keyof typeof STYLES;
}

/** Writes a line for each step of a run's members. */
export class RunLines {
  private readonly printed = new Map<string, string>();
  private run: Run | undefined;

  constructor(
    private readonly store: JobStore,
    private readonly write: WriteLine,
  ) {}

  show(run: Run): void {
    this.run = run;
    this.refresh();
  }

  /** Looks at the jobs again. */
  refresh(): void {
    for (const member of this.run?.members ?? []) {
      const line = this.lineOf(member);
      if (line !== undefined && this.printed.get(member.id) !== line.text) {
        this.printed.set(member.id, line.text);
        this.write(line.text, line.style);
      }
    }
  }

  private lineOf(member: RunMember): Line | undefined {
    const { state, sentence, file } = member;
    const name = memberLabel(member, vscode.env.language);
    switch (state) {
      case 'planned':
        return sentence === undefined ? undefined : { text: `${name}: ${sentence}` };
      case 'waiting':
        return { text: `${name}: ${sentence ?? this.jobInWords(member)}` };
      case 'downloading':
        return { text: `${name}: ${vscode.l10n.t('downloading')}` };
      case 'paused':
        return { text: `${name}: ${vscode.l10n.t('the download is paused')}` };
      case 'done':
        return { text: `${name}: ${file === undefined ? '' : fileInWords(file.uri, file.bytes)}`, style: 'good' };
      default:
        return sentence === undefined ? undefined : { text: sentence, style: 'bad' };
    }
  }

  private jobInWords({ accountId, job }: RunMember): string {
    const known = job && this.store.entry(accountId, job.id)?.job;
    if (known === undefined) {
      return vscode.l10n.t('waiting for the job');
    }
    const status = statusInWords(known);
    const { percent } = known;
    return isRunning(known) && percent !== undefined
      ? `${status} ${percentInWords(percent - (percent % PERCENT_STEP))}`
      : status;
  }
}

function fileInWords(uri: string, bytes: number): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}, ${bytesInWords(bytes)}`;
}
