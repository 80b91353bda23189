import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { asOfMs } from '../../core/jobs/freshness';
import type { JobStore } from '../../core/jobs/jobStore';
import { lastGoodAt, type Snapshot } from '../../core/jobs/snapshot';
import type { WatchPlan } from '../../core/watch/watchPlan';
import { DisposableStore } from '../lifecycle';
import { clockTime, durationInWords } from '../words/timeWords';

/** Many changes at the same time cause one update. By then, the next poll is planned. */
const DELAY_MS = 250;
const MINUTE_MS = 60_000;
/** Jobs that are updated at least this often are simply current. */
const CURRENT_MS = MINUTE_MS;
/** The plans of more accounts depend on each other and change with every poll, so only the slowest is told, roughly. */
const MAX_PLANNED = 3;
const ROUGHLY_MS = 5 * MINUTE_MS;

/** What the view says about its data. */
export interface PaceWords {
  /** Beside the title: `as of 15:04, next 15:09`. */
  readonly freshness: string | undefined;
  /** Above the rows: that requests run short. */
  readonly slowdown: string | undefined;
}

export interface ViewPaceOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly planOf: (accountId: string) => WatchPlan | undefined;
  /** Called when the words change. Doesn't update the rows. */
  readonly showPace: (words: PaceWords) => void;
}

/** Keeps the words about how fresh the jobs are up to date. They contain times of day, so they need no countdown. */
export class ViewPace {
  private readonly subscriptions = new DisposableStore();
  private shown: PaceWords = { freshness: undefined, slowdown: undefined };
  private cancel: (() => void) | undefined;

  constructor(private readonly options: ViewPaceOptions) {
    const { store } = options;
    this.subscriptions.addFunction(store.onDidChange(() => this.plan()));
    this.subscriptions.add(vscode.window.onDidChangeWindowState(() => this.plan()));
    this.plan();
  }

  dispose(): void {
    this.cancel?.();
    this.subscriptions.dispose();
  }

  private plan(): void {
    this.cancel ??= this.options.clock.setTimer(() => {
      this.cancel = undefined;
      this.render();
    }, DELAY_MS);
  }

  private render(): void {
    const { store, clock, planOf, showPace } = this.options;
    const words = paceInWords(store.snapshot, planOf, clock.now());
    if (words.freshness !== this.shown.freshness || words.slowdown !== this.shown.slowdown) {
      this.shown = words;
      showPace(words);
    }
  }
}

/** The words about the accounts that are on. None about a failure, which the view explains in its own words. */
export function paceInWords({ accounts }: Snapshot, planOf: ViewPaceOptions['planOf'], nowMs: number): PaceWords {
  const on = accounts.filter(({ sync }) => sync.kind !== 'off');
  const isToldElsewhere = on.some(({ sync }) => sync.kind === 'loading' || asOfMs(sync, nowMs) !== undefined);
  const lists = on.map(({ sync }) => lastGoodAt(sync)).filter((atMs) => atMs !== undefined);
  if (isToldElsewhere || lists.length === 0 || on.every(({ entries }) => entries.size === 0)) {
    return { freshness: undefined, slowdown: undefined };
  }
  const plans = on.map(({ account }) => planOf(account.id));
  const nextMs = Math.min(...plans.map((plan) => plan?.nextAtMs ?? Infinity));
  const isFew = on.length <= MAX_PLANNED;
  return {
    freshness: freshnessInWords(Math.min(...lists), isFew ? nextMs : undefined, nowMs),
    slowdown: slowdownInWords(
      plans.map((plan) => plan?.slow).filter((slow) => slow !== undefined),
      isFew,
      nowMs,
    ),
  };
}

function slowdownInWords(
  slow: readonly NonNullable<WatchPlan['slow']>[],
  isFew: boolean,
  nowMs: number,
): string | undefined {
  if (slow.length === 0) {
    return undefined;
  }
  const everyMs = Math.max(...slow.map((plan) => plan.everyMs));
  const untilMs = Math.max(...slow.map((plan) => plan.untilMs));
  const until = clockTime(isFew ? untilMs : roundedUp(untilMs), nowMs);
  return isFew
    ? vscode.l10n.t(
        'Few requests are left in this hour: jobs are updated every {0} until {1}.',
        durationInWords(Math.round(everyMs / MINUTE_MS) * MINUTE_MS),
        until,
      )
    : vscode.l10n.t(
        'Few requests are left in this hour: some jobs are updated only every {0} until {1}.',
        durationInWords(roundedUp(everyMs)),
        until,
      );
}

function roundedUp(ms: number): number {
  return Math.ceil(ms / ROUGHLY_MS) * ROUGHLY_MS;
}

/** `nextMs` is Infinity if nothing is planned, and undefined if it isn't known. */
function freshnessInWords(atMs: number, nextMs: number | undefined, nowMs: number): string | undefined {
  if (nextMs !== undefined && nextMs !== Infinity) {
    return nextMs - atMs < CURRENT_MS
      ? undefined
      : vscode.l10n.t('as of {0}, next {1}', clockTime(atMs, nowMs), clockTime(nextMs, nowMs));
  }
  return vscode.l10n.t('as of {0}', clockTime(atMs, nowMs));
}
