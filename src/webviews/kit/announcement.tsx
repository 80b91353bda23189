/** Says its text to a screen reader when it changes, without taking the focus. Seen by nobody. */
export function Announcement({ text }: { readonly text: string }) {
  return (
    <div class="heard-only" role="status" aria-live="polite">
      {text}
    </div>
  );
}
