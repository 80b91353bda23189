import { render } from 'preact';
import { Host } from '../kit/host';
import { Absent } from './absent';
import { Details } from './details';
import './details.css';
import { decodeDetailsMessage, type DetailsMessage, type DetailsRequest, type DetailsWords } from './protocol';

const host = new Host<DetailsWords, DetailsMessage, DetailsRequest>(decodeDetailsMessage);
const page = document.getElementById('page') ?? document.body;

host.start((message) => {
  const post = (request: DetailsRequest): void => host.post(request);
  render(
    message.kind === 'absent' ? (
      <Absent {...message} post={post} />
    ) : (
      <Details {...message} words={host.words} rings={host.rings} post={post} />
    ),
    page,
  );
});
