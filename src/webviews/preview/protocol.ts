import type { JobAction } from '../../core/jobs/jobActions';
import type { PluralForms } from '../../core/pluralForm';
import type { ColumnType } from '../../core/rows/cellOrder';
import type { GridWords } from '../grid/protocol';
import type { IconName } from '../kit/icons';
import { isRecord } from '../../core/isRecord';

/** What the page says of its own; `{0}` stands for a value. */
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
  readonly profile: {
    readonly column: string;
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
  'showDetails',
  'load',
  'loadAgain',
  'readOtherwise',
] as const satisfies readonly (JobAction | 'load' | 'loadAgain' | 'readOtherwise')[];
export type PreviewAction = (typeof PREVIEW_ACTIONS)[number];

export interface PreviewActionView {
  readonly action: PreviewAction;
  readonly label: string;
  readonly icon: IconName;
  readonly isPrimary: boolean;
  /** The icon alone. */
  readonly isQuiet: boolean;
}

export interface PreviewView {
  /** Changes with each reading: what was sorted and filtered begins anew. */
  readonly readingId: number;
  /** `Shows the first 1,000 rows of a file of 24 MB.` */
  readonly sentence: string;
  /** What is known of the file and of the reading, in the order of interest. */
  readonly facts: readonly string[];
  /** What is wrong with the file; empty when nothing is. */
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
  /** What can be done has changed, nothing else. */
  | (About & { readonly kind: 'actions' })
  /** There is no preview, or not yet. */
  | (About & {
      readonly kind: 'absent';
      readonly sentence: string;
      readonly isBusy: boolean;
      readonly isError: boolean;
    });

export type PreviewRequest =
  { readonly kind: 'run'; readonly action: PreviewAction } | { readonly kind: 'copy'; readonly text: string };

/** In the page: what comes from the extension, whose parts are of one version. */
export function decodePreviewMessage(message: unknown): PreviewMessage | undefined {
  return isRecord(message) &&
    (message['kind'] === 'absent' ||
      message['kind'] === 'actions' ||
      (message['kind'] === 'preview' && isRecord(message['preview'])))
    ? (message as unknown as PreviewMessage)
    : undefined;
}

/** In the extension: what comes from the page, which shows what strangers sent. */
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
