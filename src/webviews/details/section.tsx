import { Button } from '../kit/button';
import { fill } from '../kit/fill';
import type { DetailsRequest, DetailsWords, SectionView } from './protocol';

interface SectionProps {
  readonly section: SectionView;
  readonly words: DetailsWords;
  readonly post: (request: DetailsRequest) => void;
}

export function Section({ section: { id, title, fields }, words, post }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl>
        {fields.map(({ name, value, isCode }) => (
          <div key={name} class="field">
            <dt>{name}</dt>
            <dd>
              {isCode ? <code>{value}</code> : value}
              {isCode && <Button isQuiet icon="copy" label={fill(words.copyValue, name)} onClick={() => post({ kind: 'copy', text: value })} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
