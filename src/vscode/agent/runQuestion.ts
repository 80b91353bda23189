import * as vscode from 'vscode';
import { accountRef } from '../../core/account';
import { quotedText } from '../../core/agent/visibleText';
import { planMembers } from '../../core/runs/planMembers';
import { existingJobOf, type PlannedMember } from '../../core/runs/run';
import { zoneOf, type ZoneParts } from '../exports/accountZone';
import { accountsOn } from '../exports/exportArgument';
import { nameOf, skippedInWords } from '../savedExports/planRun';
import type { FoundExport } from '../savedExports/savedExportFiles';
import { accountsInWords, piecesInWords } from '../savedExports/savedExportWords';
import { numberInWords } from '../words/timeWords';
import { UserError } from '../words/userError';
import type { AgentToolsOptions } from './agentJobs';
import type { AgentQuestion } from './agentTool';
import { type FreshExport, periodInWords } from './freshExport';

const MAX_NAME_CHARS = 100;

type QuestionParts = ZoneParts & Pick<AgentToolsOptions, 'accounts' | 'clock'>;

/** Asks whether saved exports may run. Throws a `UserError` if one of them can't. */
export function runQuestion(parts: QuestionParts, found: readonly FoundExport[]): AgentQuestion {
  const members = found.flatMap((one) => requestedMembers(parts, one));
  const message = vscode.l10n.t(
    'Run {0} for {1} and download the results to the workspace? Exports: {2} at most.',
    found.map((one) => quotedText(nameOf(one), MAX_NAME_CHARS)).join(', '),
    accountsInWords([...new Set(members.map(({ accountId }) => accountId))]),
    numberInWords(members.length),
  );
  return asQuestion([message, ...aboutReplays(members)]);
}

/** Asks whether an export that isn't saved may run. `aboutReading` is about rows that the model gets to read. */
export function freshQuestion(
  parts: QuestionParts,
  { reportId, accounts, periods, pieces, combine, isCompared }: FreshExport,
  found: FoundExport,
  aboutReading: string | undefined,
): AgentQuestion {
  const members = requestedMembers(parts, found);
  const message = vscode.l10n.t(
    'Export {0} for {1} ({2})? Periods: {3}. Exports: {4} at most. The results are downloaded to the workspace.',
    quotedText(reportId, MAX_NAME_CHARS),
    accountsInWords(accounts.map(accountRef)),
    accounts.map(({ name }) => quotedText(name, MAX_NAME_CHARS)).join(', '),
    periods.map(periodInWords).join(', '),
    numberInWords(members.length),
  );
  return asQuestion([
    message,
    ...(pieces === undefined ? [] : [vscode.l10n.t('Each period is exported {0}.', piecesInWords(pieces))]),
    ...(combine === undefined
      ? []
      : [vscode.l10n.t('The results are also combined into one table ({0}).', combine.format)]),
    ...aboutReplays(members),
    ...(isCompared && aboutReading !== undefined ? [aboutReading] : []),
  ]);
}

/** The members of a run that can be exported. Throws a `UserError` if there are none. */
function requestedMembers(parts: QuestionParts, found: FoundExport): readonly PlannedMember[] {
  const members = planMembers(found, {
    accounts: accountsOn(parts.accounts),
    nowMs: parts.clock.now(),
    zoneOf: (account) => zoneOf(parts, account),
    sentence: skippedInWords,
  });
  const requested = members.filter(({ skipped }) => skipped === undefined);
  if (requested.length === 0) {
    throw new UserError([...new Set(members.flatMap(({ skipped }) => skipped ?? []))].join(' '));
  }
  return requested;
}

function aboutReplays(members: readonly PlannedMember[]): readonly string[] {
  return members.some((member) => existingJobOf({ isRefreshed: false, ...member }) === 'replay')
    ? [vscode.l10n.t('Exports that were made before are replayed, so their results at impact.com can be replaced.')]
    : [];
}

function asQuestion(sentences: readonly string[]): AgentQuestion {
  return { title: vscode.l10n.t('Run Exports'), message: sentences.join(' ') };
}
