import type { JobLife } from '../../core/jobs/jobLife';
import type { IconName } from '../kit/icons';
import { isRecord } from '../kit/isRecord';

/** What the page says of its own; `{0}` stands for a value. */
export interface DetailsWords {
  readonly timeline: string;
  readonly actions: string;
  readonly now: string;
  readonly expectedEnd: string;
  readonly nextTry: string;
  readonly copyValue: string;
}

/** What the buttons of a job do: commands of the extension, and what only this panel has. */
export const DETAILS_ACTIONS = [
  'replay',
  'previewResult',
  'download',
  'pauseDownload',
  'resumeDownload',
  'cancelDownload',
  'openResult',
  'revealResult',
  'revealJob',
  'copyId',
  'copyCurl',
  'watchJob',
  'unwatchJob',
  'muteJob',
  'unmuteJob',
  'showJson',
  'addAccount',
  'startDemo',
  'refresh',
] as const;
export type DetailsAction = (typeof DETAILS_ACTIONS)[number];

export interface ActionView {
  readonly action: DetailsAction;
  readonly label: string;
  readonly icon: IconName;
  /** Whether it is what most people want next. */
  readonly isPrimary: boolean;
}

export interface FieldView {
  readonly name: string;
  readonly value: string;
  /** For ids and checksums, which people copy. */
  readonly isCode: boolean;
}

export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly FieldView[];
}

/** Something that happened to the job. */
export interface MomentView {
  readonly what: string;
  readonly when: string;
  /** The time since the moment before, in words; empty for the first. */
  readonly since: string;
}

export interface JobView {
  readonly name: string;
  /** Of media/rings. */
  readonly ring: string;
  readonly state: string;
  /** After the state, in the order of interest: `42%`, `3 min left`. */
  readonly facts: readonly string[];
  /** What a screen reader hears when it changes. */
  readonly spoken: string;
  /** What impact.com says of the status. */
  readonly message: string;
  readonly tone: 'calm' | 'warning' | 'error';
  /** Why this may not be how the job stands now; empty when it is. */
  readonly note: string;
  readonly actions: readonly ActionView[];
  readonly life: JobLife | undefined;
  readonly moments: readonly MomentView[];
  readonly sections: readonly SectionView[];
}

export type DetailsMessage =
  /** `nowMs` is the extension's clock, which may run on another machine than the page's. */
  | { readonly kind: 'job'; readonly job: JobView; readonly nowMs: number }
  /** There is no job to show, or not yet. */
  | { readonly kind: 'absent'; readonly name: string; readonly sentence: string; readonly isBusy: boolean; readonly actions: readonly ActionView[] };

export type DetailsRequest =
  | { readonly kind: 'run'; readonly action: DetailsAction }
  | { readonly kind: 'copy'; readonly text: string };

/** In the page: what comes from the extension, whose parts are of one version. */
export function decodeDetailsMessage(message: unknown): DetailsMessage | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const isWhole = message['kind'] === 'absent' || (message['kind'] === 'job' && isRecord(message['job']) && typeof message['nowMs'] === 'number');
  return isWhole ? (message as unknown as DetailsMessage) : undefined;
}

/** In the extension: what comes from the page, which shows what strangers sent. */
export function decodeDetailsRequest(message: unknown): DetailsRequest | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const { kind, action: name, text } = message;
  const action = DETAILS_ACTIONS.find((known) => known === name);
  if (kind === 'run' && action !== undefined) {
    return { kind, action };
  }
  return kind === 'copy' && typeof text === 'string' ? { kind, text } : undefined;
}
