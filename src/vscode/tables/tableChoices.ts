import type * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { decodeTableChoice, type TableChoice } from '../../core/tables/tableChoice';

const CHOICES_KEY = 'impactJobs.tableChoices';
/** More reports than anybody corrects by hand; the oldest choice goes first. */
const MAX_CHOICES = 200;

/** How the user has said that results are read, by report: what is right for one result of it is right for the next. */
export class TableChoices {
  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  of(entry: JobEntry): TableChoice {
    const all = this.all();
    const key = reportKey(entry);
    return Object.hasOwn(all, key) ? decodeTableChoice(all[key]) : {};
  }

  /** An empty choice leaves all to what the file suggests. */
  async set(entry: JobEntry, choice: TableChoice): Promise<void> {
    const key = reportKey(entry);
    const others = Object.entries(this.all()).filter(([known]) => known !== key);
    const kept = Object.keys(choice).length === 0 ? others : [...others, [key, choice] as const];
    await this.state.update(CHOICES_KEY, Object.fromEntries(kept.slice(-MAX_CHOICES)));
  }

  private all(): Readonly<Record<string, unknown>> {
    return this.state.get<Record<string, unknown>>(CHOICES_KEY, {});
  }
}

/** A job whose report is not known stands for itself alone: others of its type may be written otherwise. */
function reportKey({ accountId, job, parameters }: JobEntry): string {
  return `${accountId}/${parameters?.reportId ?? job.id}`;
}
