/** Makes a screen reader speak the text when it changes, without moving the focus. Invisible. */
export function Announcement({ text }: { readonly text: string }) {
  return (
    <div class="heard-only" role="status" aria-live="polite">
      {text}
    </div>
  );
}
