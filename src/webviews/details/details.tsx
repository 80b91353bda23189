import { Announcement } from '../kit/announcement';
import { Ring } from '../kit/ring';
import { Actions } from './actions';
import { Life } from './life';
import type { DetailsMessage, DetailsRequest, DetailsWords } from './protocol';
import { Section } from './section';

type DetailsProps = Omit<Extract<DetailsMessage, { kind: 'job' }>, 'kind'> & {
  readonly words: DetailsWords;
  readonly post: (request: DetailsRequest) => void;
};

/** One job: what it is, its state, the available actions, its history, and every field. */
export function Details({ job, nowMs, words, post }: DetailsProps) {
  return (
    <main class={job.tone}>
      <header>
        <Ring name={job.ring} tone={job.ringTone} />
        <div>
          <h1>{job.name}</h1>
          <p class="origin">{job.origin}</p>
          <p class="state dotted">
            <strong>{job.state}</strong>
            {job.facts.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </p>
        </div>
      </header>
      {job.note !== '' && <p class="callout">{job.note}</p>}
      {job.message !== '' && <p class="callout said">{job.message}</p>}
      <nav aria-label={words.actions}>
        <Actions actions={job.actions} post={post} />
      </nav>
      <Life life={job.life} nowMs={nowMs} words={words} />
      <div class="sections">
        {job.sections.map((section) => (
          <Section key={section.id} section={section} words={words} post={post} />
        ))}
      </div>
      <Announcement text={job.spoken} />
    </main>
  );
}
