import type { JobLife, LifePhase } from '../../core/jobs/jobLife';
import type { JobAction } from '../../core/jobs/jobActions';
import type { Tone } from '../../core/jobs/statuses';
import type { IconName } from '../kit/icons';
import { isRecord } from '../../core/isRecord';

/** The page's own texts. `{0}` stands for a value. */
export interface DetailsWords {
  readonly timeline: string;
  readonly actions: string;
  readonly now: string;
  readonly expectedEnd: string;
  readonly nextTry: string;
  /** {0} is the name of the copied field. */
  readonly copyValue: string;
  readonly columns: { readonly time: string; readonly progress: string; readonly records: string };
}

/** Actions that only this panel has, and those that apply to more than one job. */
type OwnAction = 'keepPanel' | 'showJson' | 'lookAgain' | 'addAccount' | 'startDemo' | 'refresh';

/** The actions of a job's buttons. */
export const DETAILS_ACTIONS = [
  'replay',
  'previewResult',
  'download',
  'downloadAgain',
  'pauseDownload',
  'resumeDownload',
  'cancelDownload',
  'openResult',
  'revealResult',
  'revealJob',
  'copyId',
  'copyLink',
  'copyCurl',
  'copyScript',
  'copyReadingCode',
  'newNotebook',
  'watchJob',
  'unwatchJob',
  'muteJob',
  'unmuteJob',
  'keepPanel',
  'showJson',
  'lookAgain',
  'addAccount',
  'startDemo',
  'refresh',
] as const satisfies readonly (JobAction | OwnAction)[];
export type DetailsAction = (typeof DETAILS_ACTIONS)[number];

export interface ActionView {
  readonly action: DetailsAction;
  readonly label: string;
  readonly icon: IconName;
  /** `primary` is the most likely next step; `quiet` is rarely used. */
  readonly weight: 'primary' | 'secondary' | 'quiet';
}

export interface FieldView {
  readonly name: string;
  readonly value: string;
  /** `code` is for IDs, paths, and checksums, which people copy. A job ID creates a link to that job's details. */
  readonly form: 'text' | 'code' | { readonly jobId: string };
}

export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly FieldView[];
}

/** Something that happened to the job. */
export interface MomentView {
  readonly label: string;
  readonly when: string;
  /** The time since the previous moment, in words. Empty if unknown. */
  readonly after: string;
}

/** The job's life: the data for drawing it, and the same in words. */
export interface LifeView {
  /** Undefined if no period of it is known. */
  readonly drawn: JobLife | undefined;
  /** Describes the drawing in a sentence. */
  readonly sentence: string;
  /** In the order of the phases. */
  readonly legend: readonly { readonly kind: LifePhase['kind']; readonly text: string }[];
  readonly moments: readonly MomentView[];
  /** How much of the progress is known. */
  readonly looksNote: string;
  readonly looks: readonly { readonly time: string; readonly progress: string; readonly records: string }[];
}

export interface JobView {
  readonly name: string;
  /** What distinguishes it from other jobs: type, program, account. */
  readonly origin: string;
  /** The name of a drawing in media/rings. */
  readonly ring: string;
  readonly ringTone: Tone;
  /** The color of impact.com's message. */
  readonly tone: Tone;
  readonly state: string;
  /** Shown after the state, the most important first: `42%`, `3 min left`. */
  readonly facts: readonly string[];
  /** The text that a screen reader speaks when it changes. */
  readonly spoken: string;
  /** impact.com's message about a problem. Empty if there's none. */
  readonly message: string;
  /** Why the job might have changed since. Empty if it's current. */
  readonly note: string;
  readonly actions: readonly ActionView[];
  readonly life: LifeView;
  readonly sections: readonly SectionView[];
}

export type DetailsMessage =
  /** `nowMs` is the time by impact.com's clock, which dates the job. */
  | { readonly kind: 'job'; readonly job: JobView; readonly nowMs: number }
  /** There's no job to show, or it isn't loaded yet. */
  | {
      readonly kind: 'absent';
      readonly name: string;
      readonly sentence: string;
      readonly isBusy: boolean;
      readonly actions: readonly ActionView[];
    };

export type DetailsRequest =
  | { readonly kind: 'run'; readonly action: DetailsAction }
  | { readonly kind: 'copy'; readonly text: string }
  /** Opens another job of the same account. */
  | { readonly kind: 'open'; readonly jobId: string };

/** Runs in the page. Checks little, because the extension that sends the message has the same version. */
export function decodeDetailsMessage(message: unknown): DetailsMessage | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const isWhole =
    message['kind'] === 'absent' ||
    (message['kind'] === 'job' && isRecord(message['job']) && typeof message['nowMs'] === 'number');
  return isWhole ? (message as unknown as DetailsMessage) : undefined;
}

/** Runs in the extension. Checks the whole message, because the page shows data from strangers. */
export function decodeDetailsRequest(message: unknown): DetailsRequest | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const { kind, action: name, text, jobId } = message;
  const action = DETAILS_ACTIONS.find((known) => known === name);
  if (kind === 'run' && action !== undefined) {
    return { kind, action };
  }
  if (kind === 'open' && typeof jobId === 'string') {
    return { kind, jobId };
  }
  return kind === 'copy' && typeof text === 'string' ? { kind, text } : undefined;
}
