import { render } from 'preact';
import { Absent } from '../kit/absent';
import { Host } from '../kit/host';
import { Actions } from './actions';
import { FileTable } from './fileTable';
import './preview.css';
import { decodePreviewMessage, type PreviewMessage, type PreviewRequest, type PreviewWords } from './protocol';

const host = new Host<PreviewWords, PreviewMessage, PreviewRequest>(decodePreviewMessage);
const page = document.getElementById('page') ?? document.body;
const post = (request: PreviewRequest): void => host.post(request);
let last: PreviewMessage | undefined;

host.start((message) => {
  last =
    message.kind === 'actions' && last !== undefined
      ? { ...last, name: message.name, actions: message.actions }
      : message;
  if (last.kind === 'preview') {
    render(<FileTable key={last.preview.readingId} {...last} words={host.words} post={post} />, page);
  } else if (last.kind === 'absent') {
    render(
      <Absent {...last}>
        <Actions actions={last.actions} post={post} />
      </Absent>,
      page,
    );
  }
});
