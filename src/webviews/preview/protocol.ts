import type { JobAction } from '../../core/jobs/jobActions';
import type { PluralForms } from '../../core/pluralForm';
import type { ColumnType } from '../../core/rows/cellOrder';
import type { GridWords } from '../grid/protocol';
import type { IconName } from '../kit/icons';
import { isRecord } from '../../core/isRecord';

/** The page's own texts. `{0}` stands for a value. */
export interface PreviewWords extends GridWords {
  readonly table: string;
  readonly columnsTable: string;
  readonly actions: string;
  readonly showRows: string;
  readonly showColumns: string;
  readonly copyAllAs: PluralForms;
  readonly copyCellsAs: PluralForms;
  readonly copyRowsAs: PluralForms;
  readonly shownRows: string;
  readonly unnamedColumn: string;
  readonly types: Readonly<Record<ColumnType, string>>;
  readonly emptyNone: string;
  readonly emptyOf: string;
  readonly distinct: string;
  readonly distinctMoreThan: string;
  readonly range: string;
  /** A value or range of values, and its rows. */
  readonly bar: string;
  readonly mostFrequent: string;
  readonly otherValues: string;
  readonly varied: string;
  readonly profile: {
    readonly column: string;
    readonly distribution: string;
    readonly mean: string;
    readonly median: string;
    readonly type: string;
    readonly empty: string;
    readonly distinct: string;
    readonly least: string;
    readonly greatest: string;
  };
  readonly noRows: string;
}

export const PREVIEW_ACTIONS = [
  'download',
  'resumeDownload',
  'openResult',
  'revealResult',
  'copyReadingCode',
  'newNotebook',
  'openResultWith',
  'showDetails',
  'keepPanel',
  'load',
  'loadAgain',
  'cancelReading',
  'readOtherwise',
] as const satisfies readonly (JobAction | 'keepPanel' | 'load' | 'loadAgain' | 'cancelReading' | 'readOtherwise')[];
export type PreviewAction = (typeof PREVIEW_ACTIONS)[number];

export interface PreviewActionView {
  readonly action: PreviewAction;
  readonly label: string;
  readonly icon: IconName;
  readonly isPrimary: boolean;
  /** Shows only the icon. */
  readonly isQuiet: boolean;
}

export interface PreviewView {
  /** Changes with each reading, which resets sorting and filters. */
  readonly readingId: number;
  /** `Shows the first 1,000 rows of a file of 24 MB.` */
  readonly sentence: string;
  /** What is known about the file and the reading, the most important first. */
  readonly facts: readonly string[];
  /** Which rows the columns' figures are about. */
  readonly columnsSentence: string;
  /** What's wrong with the file. Empty if nothing is. */
  readonly warning: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface About {
  readonly name: string;
  readonly actions: readonly PreviewActionView[];
}

export type PreviewMessage =
  | (About & { readonly kind: 'preview'; readonly preview: PreviewView })
  /** Only the available actions have changed. */
  | (About & { readonly kind: 'actions' })
  /** There's no preview, or it isn't loaded yet. */
  | (About & {
      readonly kind: 'absent';
      readonly sentence: string;
      readonly isBusy: boolean;
      readonly isError: boolean;
    });

export type PreviewRequest =
  { readonly kind: 'run'; readonly action: PreviewAction } | { readonly kind: 'copy'; readonly text: string };

/** Runs in the page. Checks little, because the extension that sends the message has the same version. */
export function decodePreviewMessage(message: unknown): PreviewMessage | undefined {
  return isRecord(message) &&
    (message['kind'] === 'absent' ||
      message['kind'] === 'actions' ||
      (message['kind'] === 'preview' && isRecord(message['preview'])))
    ? (message as unknown as PreviewMessage)
    : undefined;
}

/** Runs in the extension. Checks the whole message, because the page shows data from strangers. */
export function decodePreviewRequest(message: unknown): PreviewRequest | undefined {
  if (!isRecord(message)) {
    return undefined;
  }
  const { kind, action: name, text } = message;
  const action = PREVIEW_ACTIONS.find((known) => known === name);
  if (kind === 'run' && action !== undefined) {
    return { kind, action };
  }
  return kind === 'copy' && typeof text === 'string' ? { kind, text } : undefined;
}
