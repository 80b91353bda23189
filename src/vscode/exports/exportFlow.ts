import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { asApiError, isApiError } from '../../core/apiError';
import { blamedFilters } from '../../core/reports/blamedFilters';
import { otherFiltersOf, parametersOf, periodFiltersOf } from '../../core/reports/exportDraft';
import type { ExportParameters } from '../../core/reports/exportRequest';
import type { DayRange, SavedPeriod } from '../../core/reports/period';
import type { Report } from '../../core/reports/report';
import { withoutDays } from '../../core/savedExports/resolveExport';
import { sentenceFor } from '../words/errorMessages';
import { keepChoices, readChoices } from './exportChoices';
import { askFilters } from './filterStep';
import { draftOf, type FlowParts, type FlowState, separateDaysOf } from './flowState';
import { askPeriod } from './periodStep';
import type { Answer, StepFrame } from './quickInputs';
import { askAccounts, askReport, type ReportAnswer } from './reportStep';
import { scheduleExport, type ScheduledJob } from './scheduleExport';
import { askDecision, askFormat, type Decision } from './summaryStep';

type Step = 'account' | 'report' | 'period' | 'filters' | 'format' | 'summary';

/** How the dialog ended. Undefined if the user left it. */
export type FlowEnd =
  | { readonly kind: 'scheduled'; readonly job: ScheduledJob; readonly isDownloaded: boolean }
  | Exclude<Decision, { readonly kind: 'export' | 'change' | 'save' }>
  | { readonly kind: 'save'; readonly isRun: boolean; readonly toSave: ExportInFlow }
  /** The export for several accounts, or of several days' clicks, which nothing has scheduled yet. */
  | {
      readonly kind: 'many';
      readonly toRun: ExportInFlow;
      readonly isDownloaded: boolean;
      readonly isCombined: boolean;
    };

/** What the command `saveExport` takes. */
export interface ExportInFlow extends ExportParameters {
  readonly accountSid: string;
  /** If there are several: their SIDs, or the IDs of brands. */
  readonly accounts?: readonly string[];
  readonly period?: SavedPeriod;
  readonly timeZone?: string;
}

/**
 * Creates an export in a few steps, and schedules it. Going back keeps what was selected. If impact.com refuses the
 * export, returns to the step that caused it. Starts at the summary if `given` contains an export; each step can be
 * opened from there.
 */
export async function exportFlow(
  parts: FlowParts,
  accounts: readonly [Account, ...Account[]],
  given?: FlowState,
): Promise<FlowEnd | undefined> {
  const choices = readChoices(parts.context);
  let state: FlowState = given ?? {
    account: accounts[0],
    others: [],
    report: undefined,
    metaData: { filters: [], attributes: [] },
    period: { kind: 'period', period: choices.period },
    timeZone: undefined,
    values: {},
    format: choices.format,
    complaints: [],
  };
  const firstStep: Step = given === undefined ? 'report' : 'summary';
  let step: Step = accounts.length > 1 ? 'account' : firstStep;
  /**
   * A step that was opened from the summary returns to it, and so does the question for the account of a given export.
   */
  let isDetour = given !== undefined && accounts.length > 1;
  for (;;) {
    const steps = stepsOf(state, accounts);
    const at = steps.indexOf(step);
    const outcome = await runStep(parts, state, step, accounts, frameOf(state, at, steps.length, isDetour));
    switch (outcome.kind) {
      case 'closed':
        return undefined;
      case 'end':
        return outcome.end;
      case 'back':
        state = { ...(outcome.state ?? state), complaints: [], notice: undefined };
        step = (isDetour ? 'summary' : steps[at - 1]) ?? step;
        isDetour = false;
        break;
      case 'goTo':
        ({ state, step } = outcome);
        isDetour = true;
        break;
      case 'next': {
        const isOther = outcome.state.report !== state.report || outcome.state.account !== state.account;
        state = outcome.state;
        isDetour = isDetour && !isOther && outcome.step === undefined;
        const following = stepsOf(state, accounts);
        step =
          outcome.step ?? (isDetour ? stepAfterDetour(state) : following[following.indexOf(step) + 1]) ?? 'summary';
      }
    }
  }
}

/**
 * Returns to the filters while impact.com's other complaints aren't corrected, because the summary would be refused
 * again.
 */
function stepAfterDetour({ complaints }: FlowState): Step {
  return complaints.length > 0 ? 'filters' : 'summary';
}

type Outcome =
  | { readonly kind: 'closed' }
  | { readonly kind: 'back'; readonly state?: FlowState }
  /** `step` isn't the following one if the steps between have answers. */
  | { readonly kind: 'next'; readonly state: FlowState; readonly step?: Step }
  | { readonly kind: 'goTo'; readonly step: Step; readonly state: FlowState }
  | { readonly kind: 'end'; readonly end: FlowEnd };

async function runStep(
  parts: FlowParts,
  state: FlowState,
  step: Step,
  accounts: readonly Account[],
  frame: StepFrame,
): Promise<Outcome> {
  switch (step) {
    case 'account':
      return next(await askAccounts(accounts, state, frame), ([account, ...others]) => ({
        ...state,
        account,
        others,
        ...(account === state.account ? {} : { report: undefined, timeZone: undefined }),
      }));
    case 'report':
      return afterReport(state, await askReport(parts, state, accounts, frame));
    case 'period':
      return next(await askPeriod(parts, state, frame), (chosen) => ({
        ...state,
        ...chosen,
        complaints: complaintsBesideDays(state),
      }));
    case 'filters':
      return next(await askFilters(parts, state, frame), (values) => ({ ...state, values, complaints: [] }));
    case 'format':
      return next(await askFormat(state.format, frame), (format) => ({ ...state, format }));
    case 'summary':
      return state.report === undefined
        ? { kind: 'back' }
        : decide(parts, { ...state, report: state.report }, frame, accounts.length > 1);
  }
}

/** A link to a report answers all further questions. */
function afterReport(state: FlowState, answer: Answer<ReportAnswer>): Outcome {
  if (answer.kind !== 'answer') {
    return answer.kind === 'back' ? { kind: 'back' } : answer;
  }
  const { kind, ...chosen } = answer.value;
  return {
    kind: 'next',
    state: { ...state, complaints: [], notice: undefined, ...chosen },
    ...(kind === 'link' && { step: 'summary' as const }),
  };
}

async function decide(
  parts: FlowParts,
  state: FlowState & { readonly report: Report },
  frame: StepFrame,
  isAccountAsked: boolean,
): Promise<Outcome> {
  let job: ScheduledJob | undefined;
  const areMany = state.others.length > 0 || separateDaysOf(parts, state).length > 0;
  try {
    const answer = await askDecision(parts, state, { frame, isAccountAsked }, async (signal) => {
      if (areMany) {
        return;
      }
      job = await scheduleExport(
        parts,
        state.account.id,
        parametersOf(draftOf(parts, state), parts.clock.now()),
        signal,
      );
    });
    if (answer.kind !== 'answer') {
      return job === undefined
        ? { kind: answer.kind }
        : { kind: 'end', end: { kind: 'scheduled', job, isDownloaded: false } };
    }
    const { value } = answer;
    if (value.kind === 'change') {
      return { kind: 'goTo', step: value.step, state: { ...state, complaints: [], notice: undefined } };
    }
    if (value.kind === 'save') {
      return { kind: 'end', end: { ...value, toSave: toSave(parts, state) } };
    }
    if (value.kind !== 'export') {
      return { kind: 'end', end: value };
    }
    if (job === undefined && !areMany) {
      return { kind: 'closed' };
    }
    const { isDownloaded, isCombined } = value;
    await keepChoices(parts.context, {
      format: state.format,
      isDownloaded,
      ...(areMany && { isCombined }),
      ...(state.period.kind === 'period' ? { period: state.period.period } : {}),
    });
    return job === undefined
      ? { kind: 'end', end: { kind: 'many', toRun: toSave(parts, state), isDownloaded, isCombined } }
      : { kind: 'end', end: { kind: 'scheduled', job, isDownloaded } };
  } catch (error) {
    parts.log.error("Can't schedule the export", error);
    return complain(parts, state, error);
  }
}

/** The export to save. Relative days stay relative: each run calculates them for the filters of the report's period. */
function toSave(parts: FlowParts, state: FlowState & { readonly report: Report }): ExportInFlow {
  const { period, account, others } = state;
  // The days of each of several accounts begin in its own time zone.
  const isOne = others.length === 0;
  const chosen = isOne && account.timeZone === undefined ? readChoices(parts.context).timeZones[account.id] : undefined;
  const timeZone = state.timeZone ?? chosen;
  const parameters = parametersOf(draftOf(parts, state), parts.clock.now());
  const names = periodFiltersOf(state.metaData);
  const saved =
    period.kind === 'days' && separateDaysOf(parts, state).length > 0 ? fixedPeriod(period.range) : undefined;
  const days = period.kind === 'period' ? period.period : saved;
  const relative =
    days !== undefined && names !== undefined
      ? {
          period: days,
          filters: withoutDays(parameters.filters, names),
          ...(timeZone === undefined ? {} : { timeZone }),
        }
      : {};
  return {
    ...parameters,
    accountSid: accountRef(account),
    ...(isOne ? {} : { accounts: [account, ...others].map(accountRef) }),
    ...relative,
  };
}

function fixedPeriod({ start, end }: DayRange): SavedPeriod {
  return { from: start, to: end };
}

/** The step that asks for one of these fields, the first if there are several. */
function stepOfFields(metaData: FlowState['metaData'], fields: readonly string[]): Step {
  const period = periodFiltersOf(metaData);
  if (fields.some((field) => field === period?.start || field === period?.end)) {
    return 'period';
  }
  return otherFiltersOf(metaData).some(({ queryName }) => fields.includes(queryName)) ? 'filters' : 'summary';
}

/** Returns to the step of the filter that caused the error. Stays at the summary if no filter did. */
function complain({ clock }: FlowParts, state: FlowState, error: unknown): Outcome {
  const { metaData } = state;
  const isRefused = isApiError(error) && error.kind === 'rejected';
  const isOurs = isApiError(error) && error.kind === 'noClicks';
  const blamed = isRefused || isOurs ? blamedFilters(asApiError(error), metaData.filters) : [];
  const complaints = blamed.map(({ field, message }) => ({
    field,
    message: isOurs
      ? sentenceFor(error, clock.now())
      : vscode.l10n.t(
          '{0}: impact.com says "{1}"',
          metaData.filters.find(({ queryName }) => queryName === field)?.name ?? field,
          message,
        ),
  }));
  const step = stepOfFields(
    metaData,
    complaints.map(({ field }) => field),
  );
  return {
    kind: 'goTo',
    step,
    state: {
      ...state,
      complaints: step === 'summary' ? [{ field: '', message: sentenceFor(error, clock.now()) }] : complaints,
    },
  };
}

function next<T>(answer: Answer<T>, take: (value: T) => FlowState): Outcome {
  switch (answer.kind) {
    case 'answer':
      return { kind: 'next', state: take(answer.value) };
    case 'back':
      return answer.changed === undefined ? { kind: 'back' } : { kind: 'back', state: take(answer.changed) };
    case 'closed':
      return answer;
  }
}

function complaintsBesideDays({ metaData, complaints }: FlowState): FlowState['complaints'] {
  const days = periodFiltersOf(metaData);
  return complaints.filter(({ field }) => field !== days?.start && field !== days?.end);
}

/** The steps that this account and report need. */
function stepsOf({ report, metaData }: FlowState, accounts: readonly Account[]): readonly Step[] {
  const hasDays = report === undefined || periodFiltersOf(metaData) !== undefined;
  const hasFilters = report === undefined || otherFiltersOf(metaData).length > 0;
  return [
    ...(accounts.length > 1 ? (['account'] as const) : []),
    'report',
    ...(hasDays ? (['period'] as const) : []),
    ...(hasFilters ? (['filters'] as const) : []),
    'format',
    'summary',
  ];
}

function frameOf({ report, edits }: FlowState, at: number, totalSteps: number, isDetour: boolean): StepFrame {
  const exportTitle =
    report === undefined || at === 0 ? vscode.l10n.t('Export a Report') : vscode.l10n.t('Export {0}', report.name);
  const title = edits === undefined ? exportTitle : vscode.l10n.t('Edit {0}', edits.name);
  return { title, step: at + 1, totalSteps, canGoBack: at > 0 || isDetour };
}
