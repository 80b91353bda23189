import { fieldsOf } from '../../core/isRecord';
import { keepFocus } from './keepFocus';

/** The API that VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

interface PageData {
  readonly words: object;
  readonly identity: unknown;
}

/** The page's connection to the extension. Each page creates one when it starts. */
export class Host<Words extends object, ToPage, ToHost> {
  private readonly api = acquireVsCodeApi();
  private data = JSON.parse(document.body.dataset['page'] ?? '{}') as PageData;

  /** `decode` returns undefined for anything that isn't a valid message. */
  constructor(private readonly decode: (message: unknown) => ToPage | undefined) {
    this.keep(this.kept());
  }

  /** The page's own texts, in the user's language. */
  get words(): Words {
    return this.data.words as Words;
  }

  /** Calls `listener` with the extension's messages, and notifies the extension that the page has loaded. */
  start(listener: (message: ToPage) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const { kind, identity, title } = fieldsOf(data);
      if (kind === 'identity') {
        document.title = String(title);
        this.data = { ...this.data, identity };
        this.keep(this.kept());
        return;
      }
      const message = this.decode(data);
      if (message !== undefined) {
        listener(message);
      }
    });
    keepFocus(document.body);
    this.api.postMessage({ kind: 'loaded' });
  }

  post(message: ToHost): void {
    this.api.postMessage(message);
  }

  /**
   * The page's own state, such as scrolling and sorting, which VS Code keeps while the page is hidden and across a
   * reload. Not validated, and another version might have stored it.
   */
  kept(): unknown {
    return fieldsOf(this.api.getState())['page'];
  }

  keep(page: unknown): void {
    this.api.setState({ identity: this.data.identity, page });
  }
}
