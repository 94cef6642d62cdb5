import type { ReactNode } from 'react';
import {
  BulletList,
  CheckCircle,
  EmotionHappy,
  File,
  Image,
  Information,
  Microphone,
  Pencil,
  PinMap,
  Play,
  Question,
  ShoppingCart,
  Trash,
  User,
} from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { MessageContent } from '../../../../contracts/content';
import { useText, type TextId } from '../../parts/useText';
import { KIND_LABELS } from '../content-preview';
import { textParts } from '../text-parts';
import { Remark, Words } from './bubble-styles';
import { MediaView, type FileOwner } from './MediaView';

/** A message's words as they were written. Only the browser's own text nodes: nothing in them can become markup. */
export const TextWords = ({ children }: { children: string }) => (
  <Words>
    {textParts(children).map((part, index) =>
      part.type === 'link' ? (
        <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.value}
        </a>
      ) : (
        part.value
      ),
    )}
  </Words>
);

interface CardProps {
  icon: ReactNode;
  label: TextId;
  children?: ReactNode;
}

const Card = ({ icon, label, children }: CardProps) => {
  const text = useText();
  return (
    <>
      <Remark>
        {icon}
        {text(label)}
      </Remark>
      {children}
    </>
  );
};

const words = (value: string | undefined) => (value ? <TextWords>{value}</TextWords> : null);

type Of<Type extends MessageContent['type']> = Extract<MessageContent, { type: Type }>;

const Place = ({ content }: { content: Of<'location'> }) => {
  const text = useText();
  const { latitude, longitude, name, address, url } = content;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return (
    <Card icon={<PinMap aria-hidden />} label="content.location">
      {words([name, address].filter(Boolean).join('\n'))}
      <Words>
        <a href={map} target="_blank" rel="noopener noreferrer">
          {text('content.location.map')}
        </a>
      </Words>
      {words(url)}
    </Card>
  );
};

const Order = ({ content }: { content: Of<'order'> }) => {
  const text = useText();
  const { formatNumber } = useIntl();
  const lines = content.items.map(({ productId, quantity, price, currency }) => {
    const item = text('content.order.item', { quantity, product: productId });
    return price !== undefined && currency
      ? `${item} · ${formatNumber(price, { style: 'currency', currency })}`
      : item;
  });
  return (
    <Card icon={<ShoppingCart aria-hidden />} label="content.order">
      {words([...lines, content.note].filter(Boolean).join('\n'))}
    </Card>
  );
};

const Reaction = ({ content }: { content: Of<'reaction'> }) => {
  const text = useText();
  return (
    <Remark>
      <EmotionHappy aria-hidden />
      {content.emoji ? text('content.reacted', { emoji: content.emoji }) : text('content.reaction-removed')}
    </Remark>
  );
};

const Unsupported = ({ content }: { content: Of<'unsupported'> }) => {
  const text = useText();
  return (
    <Card icon={<Question aria-hidden />} label="content.unsupported">
      {words(content.reason ?? text('content.unsupported.hint', { kind: content.original }))}
    </Card>
  );
};

/** Whatever a message says, shown so that a person understands it; nothing arrives as an empty bubble. */
export const Content = ({ content, owner }: { content: MessageContent; owner: FileOwner }) => {
  switch (content.type) {
    case 'text':
      return <TextWords>{content.body}</TextWords>;
    case 'image':
    case 'sticker':
      return (
        <Card icon={<Image aria-hidden />} label={KIND_LABELS[content.type]}>
          <MediaView owner={owner} content={content} />
          {words(content.caption)}
        </Card>
      );
    case 'video':
      return (
        <Card icon={<Play aria-hidden />} label="content.video">
          <MediaView owner={owner} content={content} />
          {words(content.caption)}
        </Card>
      );
    case 'audio':
      return (
        <Card icon={<Microphone aria-hidden />} label={content.voice ? 'content.voice' : 'content.audio'}>
          <MediaView owner={owner} content={content} />
          {words(content.caption)}
        </Card>
      );
    case 'document':
      return (
        <Card icon={<File aria-hidden />} label="content.document">
          <MediaView owner={owner} content={content} />
          {words([content.filename, content.caption].filter(Boolean).join('\n'))}
        </Card>
      );
    case 'location':
      return <Place content={content} />;
    case 'contacts':
      return (
        <Card icon={<User aria-hidden />} label="content.contacts">
          {words(content.contacts.map(({ name, phones }) => [name, ...phones].join('\n')).join('\n\n'))}
        </Card>
      );
    case 'choice':
      return (
        <Card icon={<CheckCircle aria-hidden />} label="content.choice">
          {words([content.title, content.description].filter(Boolean).join('\n'))}
        </Card>
      );
    case 'form':
      return (
        <Card icon={<BulletList aria-hidden />} label="content.form">
          {words([content.name, content.summary, content.answers].filter(Boolean).join('\n'))}
        </Card>
      );
    case 'order':
      return <Order content={content} />;
    case 'poll':
      return (
        <Card icon={<BulletList aria-hidden />} label="content.poll">
          {words([content.question, ...content.options.map((option) => `• ${option}`)].join('\n'))}
        </Card>
      );
    case 'reaction':
      return <Reaction content={content} />;
    case 'system':
      return (
        <Card icon={<Information aria-hidden />} label="content.system">
          {words(content.body)}
        </Card>
      );
    case 'edit':
      return (
        <Card icon={<Pencil aria-hidden />} label="content.edit">
          {words(content.body)}
        </Card>
      );
    case 'revoke':
      return <Card icon={<Trash aria-hidden />} label="content.revoke" />;
    case 'unsupported':
      return <Unsupported content={content} />;
  }
};
