import { render } from 'preact';
import { Absent } from '../kit/absent';
import { Host } from '../kit/host';
import { Actions } from './actions';
import { Details } from './details';
import './details.css';
import { decodeDetailsMessage, type DetailsMessage, type DetailsRequest, type DetailsWords } from './protocol';

const host = new Host<DetailsWords, DetailsMessage, DetailsRequest>(decodeDetailsMessage);
const page = document.getElementById('page') ?? document.body;

host.start((message) => {
  const post = (request: DetailsRequest): void => host.post(request);
  render(
    message.kind === 'absent' ? (
      <Absent {...message}>
        <Actions actions={message.actions} post={post} />
      </Absent>
    ) : (
      <Details {...message} words={host.words} post={post} />
    ),
    page,
  );
});
