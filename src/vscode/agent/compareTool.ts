import * as vscode from 'vscode';
import { inOrder } from '../../core/compare/findCounterpart';
import { fieldsOf } from '../../core/isRecord';
import type { AgentComparisons } from './agentComparisons';
import type { AgentJobs } from './agentJobs';
import type { AgentTool } from './agentTool';
import type { ReadConsent } from './readConsent';

/** Compares two downloaded results. */
export function compareTool(jobs: AgentJobs, comparisons: AgentComparisons, consent: ReadConsent): AgentTool {
  const bothOf = (input: unknown) => {
    const { otherJobId, accountSid } = fieldsOf(input);
    return Promise.all([jobs.find(input), jobs.find({ jobId: otherJobId, accountSid })]);
  };
  return {
    effect: 'reads',
    progress: () => vscode.l10n.t('Comparing two results'),
    consent: async (input) => consent.question((await bothOf(input)).map((entry) => jobs.accountOf(entry))),
    async run(input, signal) {
      const [one, other] = await bothOf(input);
      await consent.remember([one, other].map((entry) => jobs.accountOf(entry)));
      const pair = inOrder(one, other);
      const result = await comparisons.compare(pair, signal);
      return { before: pair.before.job.id, after: pair.after.job.id, ...result };
    },
  };
}
