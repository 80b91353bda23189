import { useRef } from 'preact/hooks';
import { useNow } from '../kit/useNow';
import { useWidth } from '../kit/useWidth';
import { Chart } from './chart';
import type { DetailsWords, LifeView } from './protocol';
import { Strip } from './strip';

/** How often the line of a running job moves. The page doesn't need the extension for this. */
const DRAW_EVERY_MS = 1000;

/** The job's life: drawn to scale, and every moment in words. */
export function Life({
  life,
  nowMs,
  words,
}: {
  readonly life: LifeView;
  readonly nowMs: number;
  readonly words: DetailsWords;
}) {
  const { drawn, sentence, legend, moments, looksNote, looks } = life;
  const frame = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(frame);
  const isOpen = drawn?.phases.at(-1)?.toMs === undefined && drawn !== undefined;
  const shownMs = useNow(nowMs, isOpen ? DRAW_EVERY_MS : undefined);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{words.timeline}</h2>
      <div ref={frame}>
        {drawn !== undefined && widthPx > 0 && (
          <Chart life={drawn} nowMs={shownMs} widthPx={widthPx} label={sentence} words={words} />
        )}
      </div>
      {legend.length > 0 && (
        <p class="legend">
          {legend.map(({ kind, text }) => (
            <span key={kind} class={kind}>
              <svg width="14" height="8" aria-hidden="true">
                <Strip kind={kind} widthPx={14} heightPx={8} />
              </svg>
              {text}
            </span>
          ))}
        </p>
      )}
      <table class="moments">
        <tbody>
          {moments.map(({ label, when, after }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>
                {when}
                {after !== '' && <span class="after">{after}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {looks.length > 1 ? (
        <details class="looks">
          <summary>{looksNote}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.columns.time}</th>
                <th scope="col">{words.columns.progress}</th>
                <th scope="col">{words.columns.records}</th>
              </tr>
            </thead>
            <tbody>
              {looks.map(({ time, progress, records }) => (
                <tr key={time + progress}>
                  <td>{time}</td>
                  <td>{progress}</td>
                  <td>{records}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ) : (
        looksNote !== '' && <p class="looks">{looksNote}</p>
      )}
    </section>
  );
}
