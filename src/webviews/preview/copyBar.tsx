import { COPY_FORMATS, type CopyFormat } from '../grid/copyFormats';
import { Icon } from '../kit/icon';

const NAMES: Readonly<Record<CopyFormat, string>> = { csv: 'CSV', tsv: 'TSV', markdown: 'Markdown' };

/** `Copy 12 cells as [CSV] [TSV] [Markdown]`. The text says exactly what is copied. */
export function CopyBar({
  sentence,
  onCopy,
}: {
  readonly sentence: string;
  readonly onCopy: (format: CopyFormat) => void;
}) {
  return (
    <div class="copy" role="group" aria-label={sentence}>
      <Icon name="copy" />
      <span>{sentence}</span>
      {COPY_FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          class="secondary"
          aria-label={`${sentence} ${NAMES[format]}`}
          onClick={() => onCopy(format)}
        >
          {NAMES[format]}
        </button>
      ))}
    </div>
  );
}
