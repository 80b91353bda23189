import * as vscode from 'vscode';
import { manifestResults, type ManifestResult } from '../../core/analysis/manifestResults';
import { notebookCells } from '../../core/analysis/notebookCells';
import {
  type NotebookLanguage,
  READING_LANGUAGES,
  readingCode,
  type ReadingLanguage,
} from '../../core/analysis/readingCode';
import { planReading, type ReadingPlan } from '../../core/analysis/readingPlan';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { knownEntries } from '../../core/jobs/snapshot';
import type { TableChoice } from '../../core/tables/tableChoice';
import { copyText } from '../clipboard';
import type { ResultMarks } from '../downloads/resultMarks';
import type { JobTargets } from '../jobs/jobTargets';
import { workName } from '../jobs/jobWords';
import { withNotice } from '../messages';
import { pickRow } from '../pickRow';
import { type SavedResults, savedResultsOf } from '../savedExports/savedResults';
import { TableChoices } from '../tables/tableChoices';
import { UserError } from '../words/userError';
import { openNotebook } from './openNotebook';
import { tableEditors } from './tableEditors';

export interface AnalysisOptions {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly targets: JobTargets;
  readonly store: JobStore;
  readonly marks: ResultMarks;
}

/** A file on this machine, and how its user says that it's read. */
interface Source {
  readonly title: string;
  readonly file: vscode.Uri;
  readonly choice: TableChoice;
}

const LANGUAGE_KEY = 'impactJobs.readingLanguage';
/** The last one of Python, for notebooks. */
const NOTEBOOK_LANGUAGE_KEY = 'impactJobs.notebookLanguage';
/** More than this takes long enough to show a notice with Cancel. */
const QUICK_BYTES = 4 * 1024 * 1024;

/** Hands results over to notebooks, scripts, and other editors. */
export class Analysis {
  private readonly choices: TableChoices;

  constructor(private readonly options: AnalysisOptions) {
    this.choices = new TableChoices(options.context.globalState);
  }

  /** Scripts can pass the language as the second argument. */
  async copyReadingCode(argument: unknown, language: unknown): Promise<string | undefined> {
    const entry = await this.oneResult(argument, vscode.l10n.t('Select a result to copy code for'));
    const source = entry && (await this.sourceOf(entry));
    const chosen = source && (READING_LANGUAGES.find((known) => known === language) ?? (await this.askForLanguage()));
    if (source === undefined || chosen === undefined) {
      return undefined;
    }
    const [plan] = (await plansOf([source])) ?? [];
    return plan && copyText(readingCode(plan, chosen));
  }

  /** Takes jobs, the URI of a manifest, or the row of a saved export or set. */
  async newNotebook(argument: unknown, selection: unknown): Promise<vscode.Uri | undefined> {
    const sources = await this.sourcesOf(argument, selection);
    const plans = sources && sources.length > 0 ? await plansOf(sources) : undefined;
    return plans && openNotebook(notebookCells(plans, this.notebookLanguage));
  }

  async openResultWith(argument: unknown, editorName: unknown): Promise<vscode.Uri | undefined> {
    const entry = await this.oneResult(argument, vscode.l10n.t('Select a result to open'));
    const file = entry && (await this.options.marks.existing(entry));
    if (file === undefined) {
      return undefined;
    }
    const editors = tableEditors(file.path.slice(file.path.lastIndexOf('/') + 1));
    if (editors.length === 0) {
      throw new UserError(
        vscode.l10n.t(
          'No extension for tables of this type is installed. Install Data Wrangler or a CSV editor first.',
        ),
      );
    }
    const items = editors.map((editor) => ({ label: editor.name, description: editor.extension, editor }));
    const placeHolder = vscode.l10n.t('Select an editor');
    const picked = items.find(({ label }) => label === editorName) ?? (await pickRow(items, { placeHolder }));
    await picked?.editor.open(file);
    return picked && file;
  }

  private get notebookLanguage(): NotebookLanguage {
    const known = this.options.context.globalState.get<unknown>(NOTEBOOK_LANGUAGE_KEY);
    return known === 'polars' || known === 'duckdb' ? known : 'pandas';
  }

  private async oneResult(argument: unknown, placeHolder: string): Promise<JobEntry | undefined> {
    const accepts = this.options.targets.can('openResult');
    const picked = await this.options.targets.resolve(argument, undefined, { placeHolder, accepts, many: false });
    return picked?.entries[0];
  }

  private async sourceOf(entry: JobEntry): Promise<Source> {
    const file = await this.options.marks.readable(entry);
    return { title: workName(entry), file, choice: this.choices.of(entry) };
  }

  private async sourcesOfJobs(argument: unknown, selection: unknown): Promise<readonly Source[] | undefined> {
    const picked = await this.options.targets.resolve(argument, selection, {
      placeHolder: vscode.l10n.t('Select results for a notebook'),
      accepts: this.options.targets.can('openResult'),
      many: true,
    });
    return picked && Promise.all(picked.entries.map((entry) => this.sourceOf(entry)));
  }

  private async sourcesOf(argument: unknown, selection: unknown): Promise<readonly Source[] | undefined> {
    const saved = savedResultsOf(argument);
    if (saved !== undefined) {
      return this.sourcesOfResults(saved.manifest, await resultsIn(saved.manifest, saved));
    }
    if (!(argument instanceof vscode.Uri)) {
      return this.sourcesOfJobs(argument, selection);
    }
    const results = await askForSet(await resultsIn(argument));
    return results && this.sourcesOfResults(argument, results);
  }

  private sourcesOfResults(manifest: vscode.Uri, results: readonly ManifestResult[]): readonly Source[] {
    const entries = knownEntries(this.options.store.snapshot);
    return results.map(({ file, title, jobId }) => {
      const entry = entries.find(({ job }) => job.id === jobId);
      return {
        title,
        file: vscode.Uri.joinPath(manifest, '..', file),
        choice: entry === undefined ? {} : this.choices.of(entry),
      };
    });
  }

  private async askForLanguage(): Promise<ReadingLanguage | undefined> {
    const { globalState } = this.options.context;
    const items: readonly (vscode.QuickPickItem & { readonly language: ReadingLanguage })[] = [
      { language: 'pandas', label: 'pandas', description: 'Python' },
      { language: 'polars', label: 'Polars', description: 'Python' },
      { language: 'duckdb', label: 'DuckDB', description: 'Python' },
      { language: 'r', label: 'R', description: 'readr, jsonlite, xml2' },
    ];
    const last = globalState.get<unknown>(LANGUAGE_KEY);
    const sorted = [...items].sort((a, b) => Number(b.language === last) - Number(a.language === last));
    const picked = await pickRow(sorted, { placeHolder: vscode.l10n.t('Select a language for the code') });
    if (picked !== undefined) {
      await globalState.update(LANGUAGE_KEY, picked.language);
      if (picked.language !== 'r') {
        await globalState.update(NOTEBOOK_LANGUAGE_KEY, picked.language);
      }
    }
    return picked?.language;
  }
}

/** The results that a manifest lists, or those of them that belong to a saved export or set. */
async function resultsIn(manifest: vscode.Uri, saved?: SavedResults): Promise<readonly ManifestResult[]> {
  const results = manifestResults(Buffer.from(await readExisting(manifest)).toString());
  const wanted = results?.filter(
    ({ set, title }) => saved === undefined || (set === saved.set && title === (saved.export ?? title)),
  );
  if (wanted === undefined || wanted.length === 0) {
    throw new UserError(vscode.l10n.t('The file {0} lists no results.', vscode.workspace.asRelativePath(manifest)));
  }
  return wanted;
}

async function readExisting(file: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(file);
  } catch (error) {
    throw new UserError(
      vscode.l10n.t('The file {0} no longer exists. Run the export again.', vscode.workspace.asRelativePath(file)),
      error,
    );
  }
}

/** The results of one set, if the manifest has several. */
async function askForSet(results: readonly ManifestResult[]): Promise<readonly ManifestResult[] | undefined> {
  const sets = [...new Set(results.map(({ set }) => set))];
  if (sets.length <= 1) {
    return results;
  }
  const items = sets.map((set) => {
    const ofSet = results.filter((result) => result.set === set);
    return {
      label: set ?? vscode.l10n.t('Single Exports'),
      description: ofSet.map(({ title }) => title).join(', '),
      ofSet,
    };
  });
  return (await pickRow(items, { placeHolder: vscode.l10n.t('Select results for a notebook') }))?.ofSet;
}

/** Reads the files to find out how. Undefined if the user cancels. */
async function plansOf(sources: readonly Source[]): Promise<readonly ReadingPlan[] | undefined> {
  const foreign = sources.find(({ file }) => file.scheme !== 'file');
  if (foreign !== undefined) {
    throw new UserError(
      vscode.l10n.t("{0} isn't a file on this machine, so code can't read it.", foreign.file.toString(true)),
    );
  }
  const cancelled = new AbortController();
  const planAll = async (): Promise<readonly ReadingPlan[]> => {
    const plans: ReadingPlan[] = [];
    for (const source of sources) {
      plans.push(await planOf(source, cancelled.signal));
    }
    return plans;
  };
  const sizes = await Promise.all(sources.map(({ file }) => vscode.workspace.fs.stat(file)));
  if (sizes.reduce((sum, { size }) => sum + size, 0) <= QUICK_BYTES) {
    return planAll();
  }
  const title = vscode.l10n.t('Reading {0}…', sources.map((source) => source.title).join(', '));
  try {
    return await withNotice(title, (_, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      return planAll();
    });
  } catch (error) {
    if (cancelled.signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

async function planOf({ title, file, choice }: Source, signal: AbortSignal): Promise<ReadingPlan> {
  const plan = await planReading({ title, file: file.fsPath, choice, signal });
  if (plan.columns.length === 0) {
    throw new UserError(vscode.l10n.t("{0} is empty, so there's nothing to read.", file.fsPath));
  }
  return plan;
}
