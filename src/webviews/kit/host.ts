import { fieldsOf } from '../../core/isRecord';

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

interface PageData {
  readonly words: object;
  readonly identity: unknown;
  readonly rings: string;
}

/** The page's link to the extension. One for each page, made at its start. */
export class Host<Words extends object, ToPage, ToHost> {
  private readonly api = acquireVsCodeApi();
  private readonly data = JSON.parse(document.body.dataset['page'] ?? '{}') as PageData;

  /** `decode` gives undefined for what is no message. */
  constructor(private readonly decode: (message: unknown) => ToPage | undefined) {
    this.keep(this.kept());
  }

  /** What the page says of its own, in the user's language. */
  get words(): Words {
    return this.data.words as Words;
  }

  /** The address of media/rings. */
  get rings(): string {
    return this.data.rings;
  }

  /** Calls `listener` with what the extension posts from now on, and tells the extension that the page is there. */
  start(listener: (message: ToPage) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = this.decode(data);
      if (message !== undefined) {
        listener(message);
      }
    });
    this.api.postMessage({ kind: 'loaded' });
  }

  post(message: ToHost): void {
    this.api.postMessage(message);
  }

  /**
   * What the page kept of its own (scroll, sorting), over being hidden and over a reload: data, of whichever version
   * wrote it.
   */
  kept(): unknown {
    return fieldsOf(this.api.getState())['page'];
  }

  keep(page: unknown): void {
    this.api.setState({ identity: this.data.identity, page });
  }
}
