import * as vscode from 'vscode';
import { isDay } from '../../core/reports/calendar';
import { daysOf, periodFiltersOf, type PeriodChoice } from '../../core/reports/exportDraft';
import { type DayRange, PERIODS, resolvePeriod, yearEarlier } from '../../core/reports/period';
import { machineZone } from '../../core/machineZone';
import { ownZone, learnZones } from './accountZone';
import { daysInWords, periodInWords, problemInWords, timeZoneInWords, zoneInWords } from './exportWords';
import { keepTimeZone } from './exportChoices';
import { clientOf, type FlowParts, type FlowState, zoneOfState } from './flowState';
import { afterwards, type Answer, askText, type Choice, pick, type StepFrame } from './quickInputs';
import { noticeRows } from './reportStep';

type Row =
  | PeriodChoice
  | { readonly kind: 'yearEarlier'; readonly range: DayRange }
  | { readonly kind: 'custom' }
  | { readonly kind: 'timeZone' };
type PeriodAnswer = Pick<FlowState, 'period' | 'timeZone'>;

/** Asks for the days of the report: a period relative to today, or two dates. */
export async function askPeriod(parts: FlowParts, given: FlowState, frame: StepFrame): Promise<Answer<PeriodAnswer>> {
  let state = given;
  const names = periodFiltersOf(given.metaData);
  let problem = given.complaints.find(({ field }) => field === names?.start || field === names?.end);
  for (;;) {
    const answer: Answer<Row> =
      problem !== undefined && state.period.kind === 'days'
        ? { kind: 'answer', value: { kind: 'custom' } }
        : await pick<Row>(frame, {
            placeHolder: vscode.l10n.t('Select a period'),
            load: (signal) =>
              afterwards(learnZones(parts, [state.account, ...state.others], signal), () =>
                periodRows(parts, state, problem?.message),
              ),
            isActive: (row) => isSameChoice(row, state.period),
          });
    if (answer.kind === 'back') {
      return { kind: 'back', changed: { period: state.period, timeZone: state.timeZone } };
    }
    if (answer.kind === 'closed') {
      return answer;
    }
    const { value } = answer;
    if (value.kind === 'custom') {
      const range = await askDays(
        frame,
        daysOf({ period: state.period, timeZone: zoneOfState(parts, state) }, parts.clock.now()),
        problem && { isEnd: problem.field === names?.end, message: problem.message },
      );
      if (range.kind === 'answer') {
        return { kind: 'answer', value: { period: { kind: 'days', range: range.value }, timeZone: state.timeZone } };
      }
      if (range.kind === 'closed') {
        return range;
      }
      problem = undefined;
    } else if (value.kind === 'timeZone') {
      const zone = await askTimeZone(parts, state, {
        ...frame,
        title: vscode.l10n.t('{0}: Time Zone', frame.title),
        canGoBack: true,
      });
      if (zone.kind === 'closed') {
        return zone;
      }
      if (zone.kind === 'answer') {
        state = { ...state, timeZone: zone.value };
        await keepTimeZone(parts.context, state.account.id, zone.value);
      }
    } else {
      const period: PeriodChoice = value.kind === 'yearEarlier' ? { kind: 'days', range: value.range } : value;
      return { kind: 'answer', value: { period, timeZone: state.timeZone } };
    }
  }
}

const NO_PERIOD: Choice<Row> = {
  label: vscode.l10n.t('$(circle-slash) No period'),
  description: vscode.l10n.t("most reports don't accept this"),
  value: { kind: 'none' },
};

function periodRows(parts: FlowParts, state: FlowState, problem: string | undefined): readonly Choice<Row>[] {
  const zone = zoneOfState(parts, state);
  const nowMs = parts.clock.now();
  return [
    ...noticeRows(problem),
    ...PERIODS.map((period): Choice<Row> => ({
      label: `$(calendar) ${periodInWords(period)}`,
      description: daysInWords(resolvePeriod(period, nowMs, zone)),
      value: { kind: 'period', period },
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...yearEarlierRows(daysOf({ period: state.period, timeZone: zone }, nowMs)),
    {
      label: vscode.l10n.t('$(edit) Select days…'),
      ...(state.period.kind === 'days' ? { description: daysInWords(state.period.range) } : {}),
      value: { kind: 'custom' },
    },
    ...(state.metaData.dayFilter === undefined ? [NO_PERIOD] : []),
    {
      label: vscode.l10n.t('$(globe) Time zone…'),
      description: zoneInWords(parts, state.account, zone),
      value: { kind: 'timeZone' },
    },
  ];
}

function yearEarlierRows(days: DayRange | undefined): readonly Choice<Row>[] {
  if (days === undefined) {
    return [];
  }
  const range = yearEarlier(days);
  return [
    {
      label: vscode.l10n.t('$(history) The same days a year earlier'),
      description: daysInWords(range),
      value: { kind: 'yearEarlier', range },
    },
  ];
}

function isSameChoice(row: Row, current: PeriodChoice): boolean {
  return row.kind === 'period' && current.kind === 'period'
    ? row.period === current.period
    : row.kind === (current.kind === 'days' ? 'custom' : current.kind);
}

/** Asks for two dates, the first one first. */
async function askDays(
  frame: StepFrame,
  days: DayRange | undefined,
  problem: { readonly isEnd: boolean; readonly message: string } | undefined,
): Promise<Answer<DayRange>> {
  const first = { ...frame, title: vscode.l10n.t('{0}: First Day', frame.title), canGoBack: true };
  const last = { ...first, title: vscode.l10n.t('{0}: Last Day', frame.title) };
  let start = days?.start ?? '';
  let end = days?.end ?? '';
  let isEnd = problem?.isEnd === true;
  let message = problem?.message;
  for (;;) {
    const answer: Answer<string> = isEnd
      ? await askText(last, {
          prompt: vscode.l10n.t('The last day, inclusive. The first day is {0}.', start),
          placeHolder: '2026-11-24',
          value: end,
          problem: message,
          validate: (value) =>
            dayProblem(value) ??
            (value < start ? vscode.l10n.t("The last day can't be before {0}.", start) : undefined),
        })
      : await askText(first, {
          prompt: vscode.l10n.t('The first day, such as {0}', '2026-11-01'),
          placeHolder: '2026-11-01',
          value: start,
          problem: message,
          validate: dayProblem,
        });
    message = undefined;
    if (answer.kind === 'closed' || (answer.kind === 'back' && !isEnd)) {
      return { kind: answer.kind };
    }
    if (answer.kind === 'back') {
      isEnd = false;
    } else if (isEnd) {
      end = answer.value;
      return { kind: 'answer', value: { start, end } };
    } else {
      start = answer.value;
      end = end < start ? start : end;
      isEnd = true;
    }
  }
}

function dayProblem(value: string): string | undefined {
  return isDay(value) ? undefined : problemInWords('notADay');
}

async function askTimeZone(parts: FlowParts, state: FlowState, frame: StepFrame): Promise<Answer<string>> {
  const own = ownZone(parts, state.account);
  const accountZone = own ?? clientOf(parts, state)?.seenOffset?.offset;
  const machine = machineZone();
  const current = zoneOfState(parts, state);
  const first = [...new Set([...(accountZone === undefined ? [] : [accountZone]), machine, 'UTC'])];
  return pick<string>(frame, {
    placeHolder: vscode.l10n.t("Select the time zone in which days begin and end. impact.com uses the account's"),
    load: () => [
      ...first.map((zone) => ({ label: timeZoneInWords(zone, own, machine), value: zone })),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      ...Intl.supportedValuesOf('timeZone')
        .filter((zone) => !first.includes(zone))
        .map((zone) => ({ label: zone, value: zone })),
    ],
    isActive: (zone) => zone === current,
  });
}
