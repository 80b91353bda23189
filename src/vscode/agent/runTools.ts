import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { type AccountTotals, sumOfTotals } from '../../core/agent/compareForAgent';
import { inShort, type RunForAgent, runForAgent } from '../../core/agent/runForAgent';
import { ToolInputError } from '../../core/agent/toolInput';
import { fieldsOf } from '../../core/isRecord';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { membersIn, type Run } from '../../core/runs/run';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { accountsOn } from '../exports/exportArgument';
import type { ToolName } from '../ids';
import { findSavedExports } from '../savedExports/findSavedExports';
import { LastRuns } from '../savedExports/lastRuns';
import { keyOf, nameOf } from '../savedExports/planRun';
import type { FoundExport } from '../savedExports/savedExportFiles';
import { savedExportInWords } from '../savedExports/savedExportWords';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { AgentComparisons } from './agentComparisons';
import type { AgentJobs, AgentToolsOptions } from './agentJobs';
import type { AgentTool } from './agentTool';
import { compareTool } from './compareTool';
import { asSet, type FreshExport, readFreshExport } from './freshExport';
import { ReadConsent } from './readConsent';
import { freshQuestion, runQuestion } from './runQuestion';

/** What became of an account's two results. */
interface ComparedAccount extends AccountTotals {
  readonly accountSid: string;
  /** Why there is no comparison. */
  readonly problem?: string;
}

/** The tools for saved exports, for exports of many accounts, and for comparisons. */
export function runTools(
  options: AgentToolsOptions,
  jobs: AgentJobs,
): Pick<Readonly<Record<ToolName, AgentTool>>, `impactJobs_${'runs' | 'run' | 'compare'}`> {
  const { accounts, store, savedExports, loadRuns, context, clock } = options;
  const consent = new ReadConsent(accounts);
  const comparisons = new AgentComparisons(options);
  const asAnswer = ({ run, isJoined }: { readonly run: Run; readonly isJoined: boolean }): RunForAgent =>
    runForAgent(run, {
      isJoined,
      refOf(accountId) {
        const account = store.account(accountId)?.account;
        return account && accountRef(account);
      },
      jobOf: (accountId, jobId) => store.entry(accountId, jobId)?.job,
    });

  const freshOf = (input: unknown): FreshExport | undefined => readFreshExport(input, accountsOn(accounts));

  const foundFor = async (input: unknown): Promise<readonly FoundExport[]> => {
    const names = namesIn(fieldsOf(input)['names']);
    return (await findSavedExports(savedExports, names, '')) ?? [];
  };

  const setOf = async (fresh: FreshExport): Promise<FoundExport> => {
    const source = (await savedExports.files()).sources().at(-1); // the user's own file
    return source === undefined ? Promise.reject(new Error('There is no file of the user')) : asSet(fresh, source);
  };

  const follow = async (
    found: FoundExport,
    signal: AbortSignal,
    report: (message: string) => void,
  ): Promise<{ readonly run: Run; readonly isJoined: boolean }> => {
    let isJoined = false;
    const followed = await (
      await loadRuns()
    )(found, {
      signal,
      onJoin() {
        isJoined = true;
        report('joined the run in progress');
      },
      onChange: (run) => report(`${membersIn(run, 'done').length} of ${run.members.length} downloaded`),
    });
    if (followed === undefined) {
      throw new UserError(vscode.l10n.t('The user declined.'));
    }
    return { run: followed.run, isJoined };
  };

  /** Compares the two results of each account. One that can't be compared has the reason. */
  const compareRun = async (run: Run, { accounts: chosen, periods, exports }: FreshExport, signal: AbortSignal) => {
    const entryOf = (account: Account, { name }: SavedExport): JobEntry | undefined => {
      const member = membersIn(run, 'done').find((one) => one.export === name && one.accountId === account.id);
      return member?.job && store.entry(account.id, member.job.id);
    };
    const results: ComparedAccount[] = [];
    for (const account of chosen) {
      const [before, after] = exports.map((saved) => entryOf(account, saved));
      const about = {
        accountSid: accountRef(account),
        account: account.name,
        currency: account.currency ?? '',
      };
      if (before === undefined || after === undefined) {
        results.push({ ...about, comparison: undefined, problem: 'Not both results are there.' });
        continue;
      }
      try {
        results.push({ ...about, comparison: await comparisons.compare({ before, after }, signal) });
      } catch (error) {
        signal.throwIfAborted();
        results.push({ ...about, comparison: undefined, problem: sentenceFor(error, clock.now()) });
      }
    }
    return { before: periods[0], after: periods[1], ...sumOfTotals(results), accounts: results };
  };

  return {
    impactJobs_runs: {
      effect: 'reads',
      progress: () => vscode.l10n.t('Reading saved exports'),
      async run() {
        const last = new LastRuns(context.workspaceState);
        const files = await savedExports.files();
        return (await files.readAgain()).flatMap(({ source, exports, sets }) =>
          [
            ...exports.map((saved): FoundExport => ({ kind: 'export', source, saved })),
            ...sets.map((set): FoundExport => ({ kind: 'set', source, set, members: [] })),
          ].map((found) => {
            const { atMs, downloaded, failed, manifest } = last.of(keyOf(found)) ?? {};
            const mark = savedExports.runOf(keyOf(found));
            return {
              name: nameOf(found),
              kind: found.kind,
              file: source.kind,
              ...(found.kind === 'set'
                ? { exports: found.set.exports, accounts: found.set.accounts, combine: found.set.combine }
                : {
                    about: savedExportInWords(found.saved),
                    refresh: found.saved.refresh,
                    combine: found.saved.combine,
                  }),
              ...(mark !== undefined && { running: mark }),
              ...(atMs !== undefined && {
                lastRun: { endedAt: new Date(atMs).toISOString(), downloaded, failed, manifest },
              }),
            };
          }),
        );
      },
    },

    impactJobs_run: {
      effect: 'changes', // a saved export, or this input, can ask for a replay
      progress: () => vscode.l10n.t('Running exports at impact.com'),
      async question(input) {
        const fresh = freshOf(input);
        return fresh === undefined
          ? runQuestion(options, await foundFor(input))
          : freshQuestion(options, fresh, await setOf(fresh), consent.question(fresh.accounts)?.message);
      },
      consent(input) {
        const fresh = freshOf(input);
        return Promise.resolve(fresh?.isCompared === true ? consent.question(fresh.accounts) : undefined);
      },
      async run(input, signal, report) {
        const fresh = freshOf(input);
        if (fresh === undefined) {
          const found = await foundFor(input);
          const runs = await Promise.all(found.map((one) => follow(one, signal, report)));
          return runs.map((run) => inShort(asAnswer(run)));
        }
        const followed = await follow(await setOf(fresh), signal, report);
        if (!fresh.isCompared) {
          return inShort(asAnswer(followed));
        }
        await consent.remember(fresh.accounts);
        report('comparing');
        const { members, ...about } = asAnswer(followed);
        const missing = members.filter(({ state }) => state !== 'done');
        const earlier = members.filter(({ earlierResultOf }) => earlierResultOf !== undefined);
        return {
          comparison: await compareRun(followed.run, fresh, signal),
          run: about,
          ...(missing.length > 0 && { missing }),
          ...(earlier.length > 0 && { earlierResults: earlier }),
        };
      },
    },

    impactJobs_compare: compareTool(jobs, comparisons, consent),
  };
}

function namesIn(value: unknown): readonly string[] {
  const names = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(names) || names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '')) {
    throw new ToolInputError('"names" takes names of saved exports or sets. Without it, give a "reportId".');
  }
  return names as readonly string[];
}
