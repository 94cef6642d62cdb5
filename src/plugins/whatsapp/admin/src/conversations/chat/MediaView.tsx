import { useState } from 'react';
import { TextButton } from '@strapi/design-system';
import { Clock, Download, WarningCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { MessageContent } from '../../../../contracts/content';
import type { Message } from '../../../../contracts/inbox';
import type { MediaAddress, MediaState } from '../../../../contracts/media';
import {
  ADDRESS_FRESH_SECONDS,
  useFetchWhatsAppMediaMutation,
  useGetWhatsAppMediaQuery,
  useLazyGetWhatsAppMediaQuery,
} from '../../api/media';
import { problemOf } from '../../api/problem';
import { useCompany } from '../../company/CompanyContext';
import { backendAddress } from '../../parts/backend-address';
import { LoadingNote, SkeletonBar } from '../../parts/Skeleton';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';
import { KIND_LABELS } from '../content-preview';
import { Remark } from './bubble-styles';

export type FileContent = Extract<
  MessageContent,
  { type: 'image' | 'video' | 'audio' | 'document' | 'sticker' }
>;

/** The message whose file is shown. */
export type FileOwner = Pick<Message, 'id' | 'media'>;

/** A height of its own from the start: the list measures rows, and one that grows later pushes the others away. */
const Picture = styled.img`
  display: block;
  width: auto;
  max-width: 100%;
  height: 20rem;
  border-radius: ${({ theme }) => theme.borderRadius};
  object-fit: contain;
  object-position: left;
`;

const Film = styled.video`
  display: block;
  max-width: 100%;
  height: 24rem;
  border-radius: ${({ theme }) => theme.borderRadius};
`;

const Sound = styled.audio`
  width: 30rem;
  max-width: 100%;
`;

const hrefOf = (url: string): string => `${backendAddress()}${url}`;

interface ReadyProps {
  messageId: string;
  content: FileContent;
  address: MediaAddress;
  url: string;
  /** The browser cannot show it: the address has run out, or the file is not what it seems. */
  onBroken: () => void;
}

const Shown = ({ content, address: { mimeType }, url, onBroken }: Omit<ReadyProps, 'messageId'>) => {
  const text = useText();
  const kind = mimeType?.split('/')[0];
  const label = content.caption ?? text(KIND_LABELS[content.type]);
  if (kind === 'image') return <Picture src={hrefOf(url)} alt={label} onError={onBroken} />;
  if (kind === 'video') {
    return (
      <Film controls preload="metadata" src={hrefOf(url)} aria-label={label} onError={onBroken}>
        <track kind="captions" />
      </Film>
    );
  }
  if (kind === 'audio') {
    return (
      <Sound controls preload="metadata" src={hrefOf(url)} aria-label={label} onError={onBroken}>
        <track kind="captions" />
      </Sound>
    );
  }
  return null;
};

/** The address that is shown may have run out by now: saving asks for a new one. */
const SaveButton = ({ messageId, name }: { messageId: string; name: string }) => {
  const text = useText();
  const [ask, { isFetching, isError }] = useLazyGetWhatsAppMediaQuery();

  const save = async () => {
    const { data } = await ask({ messageId, state: 'ready' });
    if (!data?.url) return;
    const link = document.createElement('a');
    link.href = hrefOf(data.url);
    link.download = name;
    link.click();
  };

  return (
    <>
      <TextButton startIcon={<Download aria-hidden />} disabled={isFetching} onClick={() => void save()}>
        {text('media.download', { name })}
      </TextButton>
      {isError ? <Remark role="alert">{text('media.error')}</Remark> : null}
    </>
  );
};

const Ready = (props: ReadyProps) => {
  const text = useText();
  const name = props.address.fileName ?? text(KIND_LABELS[props.content.type]);
  return (
    <>
      <Shown {...props} />
      <SaveButton messageId={props.messageId} name={name} />
    </>
  );
};

const Lost = () => {
  const text = useText();
  return (
    <Remark>
      <WarningCircle aria-hidden />
      {text('media.lost')}
    </Remark>
  );
};

/** WhatsApp Web would take long for it, and much memory: so a person decides. */
const TooLarge = ({ messageId, mayFetch }: { messageId: string; mayFetch: boolean }) => {
  const text = useText();
  const [fetchFile, { isLoading, isSuccess, error }] = useFetchWhatsAppMediaMutation();
  const problem = error ? explainProblem(text, problemOf(error)) : null;
  return (
    <>
      <Remark>
        <WarningCircle aria-hidden />
        {text('media.too-large')}
      </Remark>
      {mayFetch ? (
        <TextButton
          startIcon={<Download aria-hidden />}
          disabled={isLoading || isSuccess}
          onClick={() => void fetchFile(messageId)}
        >
          {text('media.fetch')}
        </TextButton>
      ) : null}
      {problem ? (
        <Remark role="alert">{[problem.reason, problem.remedy].filter(Boolean).join(' ')}</Remark>
      ) : null}
    </>
  );
};

const Fetched = ({ id, state, content }: { id: string; state: MediaState; content: FileContent }) => {
  const text = useText();
  const [hasRetried, setHasRetried] = useState(false);
  const { data, isLoading, isError, refetch } = useGetWhatsAppMediaQuery(
    { messageId: id, state },
    { refetchOnMountOrArgChange: ADDRESS_FRESH_SECONDS },
  );

  if (isLoading) {
    return (
      <>
        <LoadingNote>{text('media.loading')}</LoadingNote>
        <SkeletonBar $width="24rem" $height="6rem" />
      </>
    );
  }
  if (isError || !data) {
    return (
      <Remark role="alert">
        {text('media.error')}
        <TextButton onClick={() => void refetch()}>{text('action.try-again')}</TextButton>
      </Remark>
    );
  }
  if (!data.url) return <Lost />;
  const renew = () => {
    if (hasRetried) return;
    setHasRetried(true);
    void refetch();
  };
  return <Ready messageId={id} content={content} address={data} url={data.url} onBroken={renew} />;
};

/** The file of a message: on its way, here, or lost. Nothing where the message came without one. */
export const MediaView = ({ owner, content }: { owner: FileOwner; content: FileContent }) => {
  const text = useText();
  const { member } = useCompany();
  switch (owner.media) {
    case undefined:
      return null;
    case 'waiting':
      return (
        <Remark role="status">
          <Clock aria-hidden />
          {text('media.waiting')}
        </Remark>
      );
    case 'too-large':
      return <TooLarge messageId={owner.id} mayFetch={member.role !== 'visitor'} />;
    case 'lost':
      return <Lost />;
    case 'ready':
      return <Fetched id={owner.id} state={owner.media} content={content} />;
  }
};
