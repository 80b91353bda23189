import { Button } from '../kit/button';
import { fill } from '../kit/fill';
import type { DetailsRequest, DetailsWords, FieldView, SectionView } from './protocol';

interface SectionProps {
  readonly section: SectionView;
  readonly words: DetailsWords;
  readonly post: (request: DetailsRequest) => void;
}

/** Some fields of a job that belong together. */
export function Section({ section: { id, title, fields }, words, post }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl>
        {fields.map((field) => (
          <div key={field.name + field.value} class="field">
            <dt>{field.name}</dt>
            <dd>
              <Value field={field} words={words} post={post} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({
  field: { name, value, form },
  words,
  post,
}: { readonly field: FieldView } & Pick<SectionProps, 'words' | 'post'>) {
  if (form === 'text') {
    return <>{value}</>;
  }
  if (form === 'code') {
    return (
      <>
        <code>{value}</code>
        <Button
          isQuiet
          icon="copy"
          label={fill(words.copyValue, name)}
          onClick={() => post({ kind: 'copy', text: value })}
        />
      </>
    );
  }
  return (
    <button type="button" class="link" onClick={() => post({ kind: 'open', jobId: form.jobId })}>
      {value}
    </button>
  );
}
