import type { JobLife, LifePhase } from '../../core/jobs/jobLife';
import type { JobAction } from '../../core/jobs/jobActions';
import type { Hue } from '../../core/jobs/statuses';
import type { IconName } from '../kit/icons';
import { isRecord } from '../../core/isRecord';

/** What the page says of its own; `{0}` stands for a value. */
export interface DetailsWords {
  readonly timeline: string;
  readonly actions: string;
  readonly now: string;
  readonly expectedEnd: string;
  readonly nextTry: string;
  /** {0} is what is copied. */
  readonly copyValue: string;
  readonly columns: { readonly time: string; readonly progress: string; readonly records: string };
}

/** What only this panel does, and what concerns more than one job. */
type OwnAction = 'showJson' | 'lookAgain' | 'addAccount' | 'startDemo' | 'refresh';

/** What the buttons of a job do. */
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
  'watchJob',
  'unwatchJob',
  'muteJob',
  'unmuteJob',
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
  /** `primary` is what most people want next; `quiet` is for who looks for it. */
  readonly weight: 'primary' | 'secondary' | 'quiet';
}

export interface FieldView {
  readonly name: string;
  readonly value: string;
  /** `code` for ids, paths and checksums, which people copy; a job's id makes a link to its details. */
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
  /** How long it took since the moment before, in words; empty where that is not known. */
  readonly after: string;
}

/** The job's life: to be drawn, and all of it in words. */
export interface LifeView {
  /** Undefined where no stretch of it is known. */
  readonly drawn: JobLife | undefined;
  /** What the drawing shows, in a sentence. */
  readonly sentence: string;
  /** In the order of the phases. */
  readonly legend: readonly { readonly kind: LifePhase['kind']; readonly text: string }[];
  readonly moments: readonly MomentView[];
  /** How much is known of the progress in between. */
  readonly looksNote: string;
  readonly looks: readonly { readonly time: string; readonly progress: string; readonly records: string }[];
}

export interface JobView {
  readonly name: string;
  /** What distinguishes it from other jobs: type, program, account. */
  readonly origin: string;
  /** The name of a drawing in media/rings. */
  readonly ring: string;
  readonly hue: Hue;
  readonly state: string;
  /** After the state, in the order of interest: `42%`, `3 min left`. */
  readonly facts: readonly string[];
  /** What a screen reader hears when it changes. */
  readonly spoken: string;
  /** What impact.com says of trouble; empty where there is none. */
  readonly message: string;
  /** Why this may not be how the job stands now; empty when it is. */
  readonly note: string;
  readonly actions: readonly ActionView[];
  readonly life: LifeView;
  readonly sections: readonly SectionView[];
}

export type DetailsMessage =
  /** `nowMs` is the extension's clock, which may run on another machine than the page's. */
  | { readonly kind: 'job'; readonly job: JobView; readonly nowMs: number }
  /** There is no job to show, or not yet. */
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
  /** Another job of the same account. */
  | { readonly kind: 'open'; readonly jobId: string };

/** In the page: what comes from the extension, whose parts are of one version. */
export function decodeDetailsMessage(message: unknown): DetailsMessage | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const isWhole =
    message['kind'] === 'absent' ||
    (message['kind'] === 'job' && isRecord(message['job']) && typeof message['nowMs'] === 'number');
  return isWhole ? (message as unknown as DetailsMessage) : undefined;
}

/** In the extension: what comes from the page, which shows what strangers sent. */
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
